/* Every state of the program, once: depth-first, by saving and restoring the execution in the
 * middle. Complete like a search of a model, and spinning costs nothing: it leads to a state that
 * is known. */
#include "checker/live/runtime/census.h"
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/search.h"
#include "checker/live/runtime/snapshot.h"
#include "checker/live/runtime/states.h"

#include <string.h>

/* A state on the path, with a snapshot. */
typedef struct Node {
    Threads todo;
    uint32_t state;
} Node;

static Node *path;
static uint32_t depth;
static uint32_t ends; /* final states get numbers of their own */

static void begin(void)
{
}

static uint32_t choose(void)
{
    return ending = ENDED_COMPLETE, NOBODY;
}

static bool next(bool complete)
{
    (void)complete;
    return false;
}

const Search search_stateful = {
    .begin = begin, .choose = choose, .next = next, .sees_states = true, .stops = true};

/* -------- one step -------- */

/* Nobody can move. */
static void judge_end(void)
{
    answer->executions++;
    if (run.failed) return;
    if (run.present && !run.exited) {
        current = NULL;
        record_failure(LIVE_DEADLOCK, "nobody can move");
        return;
    }
    if (question->census) census_memory();
}

static bool is_over(void)
{
    return answer->verdict != LIVE_HOLDS &&
           (!question->keep_going || answer->verdict == LIVE_UNSUPPORTED);
}

/* The state that the execution has come to: known, an end, or one more on the path. */
static void arrive(uint32_t parent, uint32_t thread)
{
    size_t size;
    bool new;
    const uint8_t *bytes = state_bytes(&size);
    uint32_t state = states_add(bytes, size, parent, (uint8_t)thread, &new);
    if (parent != NO_STATE) states_add_step(parent, state);
    if (!new) return;
    /* After a failure, or when the process has ended, nobody need come to an end. */
    if (run.failed || run.exited) states_mark_end(state);
    Threads threads = is_over() || (run.failed && !question->keep_going) ? 0 : enabled_threads();
    if (run.steps > answer->longest) answer->longest = run.steps;
    if (!threads) {
        ends++;
        states_mark_end(state);
        judge_end();
        return;
    }
    answer->states = states_count() - ends;
    path[depth++] = (Node){threads, state};
    snapshot_push();
}

static const char *limit(void)
{
    if (question->most_states && answer->states >= question->most_states) return "states";
    if (question->most_memory && states_size() + snapshots_size() >= question->most_memory)
        return "memory";
    if (depth >= LIVE_MOST_STEPS - 1) return "depth";
    return answer->transitions % 1024 == 0 && out_of_time() ? "time" : NULL;
}

/* -------- the search -------- */

static void start(const Entry *entry)
{
    restart_wanted = false;
    answer->states = answer->transitions = answer->executions = 0;
    memset(answer->failures, 0, sizeof answer->failures);
    depth = ends = 0;
    states_begin();
    snapshots_begin();
    census_begin();
    execution_begin(entry);
    schedule_resume(0);
    if (!restart_wanted) arrive(NO_STATE, NOBODY);
}

static void step(void)
{
    Node *node = &path[depth - 1];
    uint32_t thread = (uint32_t)__builtin_ctzll(node->todo), state = node->state;
    node->todo &= ~bit(thread);
    snapshot_restore();
    answer->transitions++;
    schedule_resume(thread);
    if (!restart_wanted) arrive(state, thread);
}

static const char *search_states(const Entry *entry)
{
    start(entry);
    while (!is_over()) {
        if (restart_wanted) start(entry);
        while (depth && !path[depth - 1].todo) {
            depth--;
            snapshot_pop();
        }
        if (!depth && !restart_wanted) return NULL;
        const char *reached = limit();
        if (reached) return reached;
        if (depth) step();
    }
    return NULL;
}

/* Run again to a state, for the report. */
static void replay_to(uint32_t state, const Entry *entry)
{
    uint32_t length = 0;
    for (uint32_t at = state; state_parent(at) != NO_STATE; at = state_parent(at))
        length++;
    uint8_t *schedule = pages_reserve(NULL, length + 1);
    for (uint32_t at = state, i = length; i-- > 0; at = state_parent(at))
        schedule[i] = state_thread(at);
    execution_begin(entry);
    schedule_resume(0);
    for (uint32_t i = 0; i < length; i++)
        schedule_resume(schedule[i]);
    current = NULL;
}

void explore_states(const Entry *entry)
{
    path = pages_reserve(NULL, sizeof *path * LIVE_MOST_STEPS);
    out_of_time();
    const char *reached = search_states(entry);
    out_of_time();
    if (reached) {
        if (answer->verdict == LIVE_HOLDS) {
            answer->verdict = LIVE_INCOMPLETE;
            text_copy(answer->message, reached);
        }
        return;
    }
    if (is_over()) return;
    uint32_t endless = states_endless();
    if (endless == NO_STATE) return;
    replay_to(endless, entry);
    record_failure(LIVE_LIVELOCK, "from here on nothing leads to an end");
}
