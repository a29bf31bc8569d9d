/* Complete exploration, breadth-first and depth-first.
 *
 * Both expand every reachable state once and differ only in which state is taken next.
 * Breadth-first goes level by level and stops after the first level that shows a failure, so that
 * everything it counts, and every failure of least depth, is known whatever the order within a
 * level.  Depth-first stops after the first state that shows one.
 */
#include "checker/search/exploration.h"
#include "checker/search/judge.h"
#include "checker/search/moves.h"
#include "checker/search/statistics.h"

#define ROUNDS_PER_CLOCK 1024
#define SECONDS_PER_REPORT 0.2

/* -------- failures -------- */

static void note(Exploration *e, Judgement judgement, uint32_t depth, uint32_t state)
{
    if (judgement == JUDGED_FAILURE) failures_add(&e->failures, depth, state);
    if (judgement == JUDGED_OTHER) e->statistics.other++;
}

static void note_throw(Exploration *e, uint32_t from, const Moves *moves)
{
    Verdict failure;
    if (judge_throw(e->explored.question, moves->message, &failure) == JUDGED_FAILURE)
        failures_add_throw(&e->failures, e->frontier.depth + 1, from, moves->move);
    else e->statistics.other++;
}

static void note_halt(Exploration *e, uint32_t state)
{
    uint8_t buffer[SUBJECT_MAX_STATE];
    const uint8_t *bytes = store_state(e->store, state, buffer);
    Verdict failure;
    Judgement judgement = judge_halt(e->explored.question, bytes, &failure);
    note(e, judgement, e->frontier.depth, state);
}

/* -------- from the batch into the store -------- */

static bool is_full(const Exploration *e)
{
    uint64_t limit = e->explored.options->limits.states;
    uint32_t count = store_count(e->store);
    return count >= e->room || (limit && count >= limit);
}

/* A state that there is no room for ends the search; one that is known already does not. */
static void refuse(Exploration *e, const Key *key)
{
    if (store_find(e->store, key) != STORE_NONE) return;
    e->ended = store_count(e->store) >= e->room ? "memory" : "states";
}

static void admit(Exploration *e, uint32_t number, const uint8_t *state, Parent parent)
{
    uint32_t depth = e->batch.depth;
    e->parents[number] = parent;
    if (depth > e->statistics.depth) e->statistics.depth = depth;

    Verdict failure;
    Judgement judgement = judge_state(e->explored.question, state, &e->statistics, &failure);
    note(e, judgement, depth, number);
    if (judgement != JUDGED_FINE) set_bit(e->violating, number);
    else if (e->depth_first) e->frontier.stack[e->frontier.height++] = (Pending){number, depth};
}

static void flush(Exploration *e)
{
    Batch *batch = &e->batch;
    for (uint32_t i = 0; i < batch->count; i++) {
        const Key *key = &batch->keys[i];
        if (is_full(e)) {
            refuse(e, key);
            continue;
        }
        bool is_new;
        uint32_t number = store_insert(e->store, key, &is_new);
        if (number == STORE_NONE) e->ended = "memory";
        if (is_new) admit(e, number, key->state, batch->parents[i]);
    }
    batch->count = 0;
}

/* Where the next successor is to be written. */
static uint8_t *slot(const Exploration *e)
{
    return e->batch.states + e->batch.count * e->explored.question->subject->state_size;
}

/* Safe steps are taken at once.  False: the run ends here, and there is nothing to store. */
static bool run_ahead(Exploration *e, Parent parent)
{
    uint32_t message;
    uint64_t *transitions = &e->statistics.transitions;
    switch (ample_chain(e->ample, slot(e), e->statistics.steps, transitions, &message)) {
    case AMPLE_STANDS:
        return true;
    case AMPLE_THROWS:
        failures_add_throw(&e->failures, e->batch.depth, parent.state,
                           (Move){.actor = parent.actor, .choice = parent.choice});
        return false;
    case AMPLE_GROUNDLESS:
        e->ended = ample_groundless;
        return false;
    }
    return false;
}

/* The state in the slot is complete. */
static void submit(Exploration *e, Parent parent)
{
    if (e->ample && !run_ahead(e, parent)) return;
    Batch *batch = &e->batch;
    Key *key = &batch->keys[batch->count];
    store_key(e->store, slot(e), parent.state, key);
    store_prefetch(e->store, key);
    batch->parents[batch->count] = parent;
    if (++batch->count == BATCH_SIZE) flush(e);
}

/* -------- expansion -------- */

static void add_initial_states(Exploration *e)
{
    const Subject *subject = e->explored.question->subject;
    for (uint32_t index = 0; index < subject->initial_count; index++) {
        subject->initial(subject->context, index, slot(e));
        submit(e, (Parent){.state = STORE_NONE, .actor = (uint16_t)index});
    }
    flush(e);
}

static void expand(Exploration *e, uint32_t number)
{
    uint8_t buffer[SUBJECT_MAX_STATE];
    const uint8_t *from = store_state(e->store, number, buffer);
    Moves moves;
    moves_begin(&moves, e->explored.question->subject, from, slot(e), e->statistics.steps);
    while (moves_next(&moves)) {
        e->statistics.transitions++;
        if (moves.outcome == THREW) {
            note_throw(e, number, &moves);
        } else if (moves.changed) {
            submit(e, (Parent){number, moves.move.actor, moves.move.choice});
            moves.to = slot(e);
        }
    }
    statistics_together(&e->statistics, moves.movable);
    if (moves.movable == 0) note_halt(e, number);
}

/* The depth limit forbids to expand this state; a deadlock it may be all the same. */
static void probe(Exploration *e, uint32_t number)
{
    uint8_t buffer[SUBJECT_MAX_STATE];
    const uint8_t *state = store_state(e->store, number, buffer);
    if (moves_any(e->explored.question->subject, state)) e->cut = true;
    else note_halt(e, number);
}

/* -------- the order of expansion -------- */

/* The states that the current level led to are a level of their own, if there are any. */
static bool close_level(Exploration *e)
{
    uint32_t count = store_count(e->store);
    if (e->frontier.level_end == count) return false;
    e->levels[e->explored.level_count++] = e->frontier.level_end;
    e->levels[e->explored.level_count] = count;
    e->frontier.level_end = count;
    return true;
}

static bool begin_level(Exploration *e)
{
    if (!close_level(e) || e->failures.found) return false;
    e->frontier.depth = e->explored.level_count - 1;
    e->batch.depth = e->frontier.depth + 1;
    return true;
}

static bool take_breadth_first(Exploration *e, uint32_t *ret_number)
{
    Frontier *frontier = &e->frontier;
    do {
        if (frontier->next == frontier->level_end) {
            flush(e);
            if (!begin_level(e)) return false;
        }
        *ret_number = frontier->next++;
    } while (bit_is_set(e->violating, *ret_number));
    return true;
}

static bool take_depth_first(Exploration *e, uint32_t *ret_number)
{
    Frontier *frontier = &e->frontier;
    flush(e);
    if (frontier->height == 0 || e->failures.found || e->ended) return false;
    Pending top = frontier->stack[--frontier->height];
    *ret_number = top.state;
    frontier->depth = top.depth;
    e->batch.depth = top.depth + 1;
    return true;
}

static bool take(Exploration *e, uint32_t *ret_number)
{
    return e->depth_first ? take_depth_first(e, ret_number) : take_breadth_first(e, ret_number);
}

/* -------- the loop -------- */

static void report(Exploration *e)
{
    const SearchOptions *options = e->explored.options;
    double now = clock_seconds();
    if (!options->progress || now - e->reported < SECONDS_PER_REPORT) return;
    e->reported = now;
    e->statistics.states = store_count(e->store);
    statistics_measure(&e->statistics, e->explored.started);
    options->progress(options->progress_data, &e->statistics);
}

/* The clock and the limits are looked at only now and then: that is a system call and arithmetic
 * against some hundred nanoseconds for expanding a state. */
static bool may_go_on(Exploration *e)
{
    if (e->rounds++ % ROUNDS_PER_CLOCK == 0) {
        uint64_t order_bytes = e->frontier.height * sizeof *e->frontier.stack +
                               e->explored.level_count * sizeof *e->levels;
        const char *ended = search_ended(&e->explored, order_bytes);
        if (ended) e->ended = ended;
        report(e);
    }
    return !e->ended;
}

static void explore(Exploration *e)
{
    uint32_t depth_limit = e->explored.options->limits.depth;
    uint32_t number;

    add_initial_states(e);
    while (may_go_on(e) && take(e, &number)) {
        if (depth_limit && e->frontier.depth == depth_limit) probe(e, number);
        else expand(e, number);
    }
    /* A search that was ended has found what it has found. */
    flush(e);
    if (!e->depth_first) close_level(e);
}

Result search_complete(const Question *question, const SearchOptions *options, const Ample *ample)
{
    Exploration exploration;
    if (exploration_init(&exploration, question, options, ample)) explore(&exploration);
    else exploration.ended = "memory";
    Result result = exploration_conclude(&exploration);
    exploration_free(&exploration);
    return result;
}
