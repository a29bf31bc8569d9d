#include "checker/search/hope.h"

#include "checker/search/crew.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/rows.h"

#include <stdlib.h>
#include <string.h>

#define MOST_GOALS 8 /* a bit each in a byte for each state */
#define CHUNK_SIZE UINT32_C(1024)
#define STATES_AHEAD 4 /* on their way from memory */
#define MOST_ROUNDS 64 /* over what is open in the end; then it is left to a graph */

/* A state that was expanded before any of its successors was known to reach all the goals: its
 * successors are the `count` numbers after it. */
typedef struct Open {
    uint32_t state, count;
} Open;

/* Open states of one worker, back to back. */
typedef struct OpenList {
    uint32_t *numbers;
    uint32_t length, room;
} OpenList;

typedef struct Hope {
    const Explored *explored;
    const Check *goals[MOST_GOALS];
    uint32_t goal_count;
    uint8_t all;      /* the bits of all goals */
    uint8_t *reaches; /* per state: the goals that it is known to reach; shared */
    uint32_t chunk_count;
    _Atomic uint32_t next; /* chunks are taken from the last one down */
    atomic_bool given_up;
    _Atomic uint64_t open_bytes;
    OpenList lists[SEARCH_MOST_WORKERS];
    Crew crew;
} Hope;

/* -------- what is known of a state -------- */

static uint8_t known(const Hope *hope, uint32_t state)
{
    return __atomic_load_n(&hope->reaches[state], __ATOMIC_RELAXED);
}

static void learn(Hope *hope, uint32_t state, uint8_t goals)
{
    __atomic_store_n(&hope->reaches[state], goals, __ATOMIC_RELAXED);
}

static uint8_t goals_in(const Hope *hope, const uint8_t *state)
{
    uint8_t goals = 0;
    for (uint32_t i = 0; i < hope->goal_count; i++) {
        const Check *goal = hope->goals[i];
        if (goal->holds(goal->context, state)) goals |= (uint8_t)(1u << i);
    }
    return goals;
}

/* -------- along the moves that were noted -------- */

#define MOST_SWEEPS 16

static bool is_settled_ahead(const Hope *hope, uint32_t state)
{
    const uint32_t *ahead = hope->explored->ahead;
    return ahead && ahead[state] && known(hope, ahead[state] - 1) == hope->all;
}

/* The ends of runs are where it begins. */
static void settle_ends(Hope *hope)
{
    const Explored *explored = hope->explored;
    Opened opened;
    for (uint32_t state = store_count(explored->store); state-- > 0;) {
        search_reads(explored, state);
        if (explored->ahead[state]) continue;
        store_open(explored->store, state, &opened);
        learn(hope, state, goals_in(hope, opened.bytes));
    }
}

/* True: some were settled. */
static bool sweep(Hope *hope)
{
    bool any = false;
    for (uint32_t state = store_count(hope->explored->store); state-- > 0;) {
        search_reads(hope->explored, state);
        if (known(hope, state) == hope->all || !is_settled_ahead(hope, state)) continue;
        learn(hope, state, hope->all);
        any = true;
    }
    return any;
}

/* Most of what is to be settled is so without making any move. */
static void settle_along_notes(Hope *hope)
{
    if (!hope->explored->ahead) return;
    settle_ends(hope);
    for (uint32_t i = 0; i < MOST_SWEEPS && sweep(hope); i++)
        continue;
}

/* -------- one state -------- */

static void append(OpenList *list, uint32_t number)
{
    memory_reserve(&list->numbers, &list->room, list->length, sizeof *list->numbers);
    list->numbers[list->length++] = number;
}

/* Follow moves until one leads to where all goals are reached.  Until then the state is open, and
 * forgotten at once if that is not so. */
static uint8_t follow_moves(const Hope *hope, const Opened *from, uint8_t goals, OpenList *list)
{
    uint8_t to[SUBJECT_MAX_STATE];
    Moves moves;
    moves_begin(&moves, hope->explored->question->subject, from->bytes, to, NULL);
    while (goals != hope->all && moves_next(&moves)) {
        if (moves.outcome == THREW || !moves.changed) continue;
        uint32_t successor = rows_successor(hope->explored, &moves, from);
        goals |= known(hope, successor);
        append(list, successor);
    }
    return goals;
}

static void settle(Hope *hope, uint32_t state, OpenList *list)
{
    Opened opened;
    if (known(hope, state) == hope->all || is_settled_ahead(hope, state)) {
        learn(hope, state, hope->all);
        return;
    }
    store_open(hope->explored->store, state, &opened);
    uint8_t goals = goals_in(hope, opened.bytes);
    if (goals != hope->all) {
        uint32_t begin = list->length;
        append(list, state);
        append(list, 0);
        goals = follow_moves(hope, &opened, goals, list);
        uint32_t count = list->length - begin - 2;
        list->numbers[begin + 1] = count;
        if (goals == hope->all) list->length = begin;
        else if (count == 0) hope->given_up = true;
    }
    learn(hope, state, goals);
}

/* -------- all states -------- */

static void settle_chunk(Hope *hope, uint32_t chunk, OpenList *list)
{
    uint32_t first = chunk * CHUNK_SIZE, left = store_count(hope->explored->store) - first;
    uint32_t state = first + (left < CHUNK_SIZE ? left : CHUNK_SIZE);
    while (state-- > first) {
        if (state >= first + STATES_AHEAD)
            store_prefetch(hope->explored->store, state - STATES_AHEAD);
        search_reads(hope->explored, state);
        settle(hope, state, list);
    }
}

/* A graph would take a multiple of this, so who has no room for it has none for a graph. */
static bool may_go_on(Hope *hope, uint64_t more_bytes)
{
    hope->open_bytes += more_bytes;
    uint64_t bytes = hope->open_bytes + store_count(hope->explored->store);
    if (search_ended(hope->explored, bytes)) hope->given_up = true;
    return !hope->given_up;
}

static void work(void *data, uint32_t member)
{
    Hope *hope = data;
    OpenList *list = &hope->lists[member];
    for (uint32_t taken; (taken = hope->next++) < hope->chunk_count;) {
        uint64_t before = list->room;
        settle_chunk(hope, hope->chunk_count - 1 - taken, list);
        if (!may_go_on(hope, (list->room - before) * sizeof *list->numbers)) return;
    }
}

/* -------- what is open in the end -------- */

/* One look at each open state; those that are settled leave the list.  True: something was
 * learnt. */
static bool look_again(Hope *hope, OpenList *list)
{
    uint32_t kept = 0;
    bool learnt = false;
    for (uint32_t at = 0, next; at < list->length; at = next) {
        const uint32_t *entry = &list->numbers[at];
        uint32_t state = entry[0], count = entry[1];
        uint8_t before = known(hope, state), goals = before;
        for (uint32_t i = 0; i < count; i++)
            goals |= known(hope, entry[2 + i]);
        learn(hope, state, goals);
        learnt |= goals != before;
        next = at + 2 + count;
        if (goals == hope->all) continue;
        memmove(&list->numbers[kept], entry, (next - at) * sizeof *entry);
        kept += next - at;
    }
    list->length = kept;
    return learnt;
}

static bool look_until_settled(Hope *hope, uint32_t lists)
{
    bool learnt = true, open = true;
    for (uint32_t round = 0; learnt && open && round < MOST_ROUNDS; round++) {
        learnt = open = false;
        for (uint32_t i = 0; i < lists; i++) {
            learnt |= look_again(hope, &hope->lists[i]);
            open |= hope->lists[i].length > 0;
        }
    }
    return !open;
}

/* -------- the question -------- */

bool hope_is_asked_for(const Question *question)
{
    bool asked = false;
    for (uint32_t i = 0; i < question->check_count; i++) {
        if (question->checks[i].kind == CHECK_EVENTUALLY) return false;
        asked |= question->checks[i].kind == CHECK_REACHABLE;
    }
    return asked;
}

/* False: more than there are bits for. */
static bool find_goals(Hope *hope, const Question *question)
{
    for (uint32_t i = 0; i < question->check_count; i++) {
        if (question->checks[i].kind != CHECK_REACHABLE) continue;
        if (hope->goal_count == MOST_GOALS) return false;
        hope->goals[hope->goal_count++] = &question->checks[i];
    }
    hope->all = (uint8_t)((1u << hope->goal_count) - 1);
    return true;
}

static bool is_everywhere(Hope *hope)
{
    const SearchOptions *options = hope->explored->options;
    uint32_t states = store_count(hope->explored->store);
    hope->chunk_count = (states + CHUNK_SIZE - 1) / CHUNK_SIZE;
    hope->reaches = memory_new(states, 1);
    settle_along_notes(hope);
    uint32_t workers = options->workers < hope->chunk_count ? options->workers : hope->chunk_count;
    workers = crew_hire(options, workers);
    crew_run(&hope->crew, workers, work, hope);
    crew_dismiss(options, workers);
    return !hope->given_up && look_until_settled(hope, SEARCH_MOST_WORKERS);
}

bool hope_everywhere(const Explored *explored)
{
    Hope *hope = memory_new(1, sizeof *hope);
    hope->explored = explored;
    bool everywhere = find_goals(hope, explored->question) && is_everywhere(hope);
    for (uint32_t i = 0; i < SEARCH_MOST_WORKERS; i++)
        free(hope->lists[i].numbers);
    free(hope->reaches);
    free(hope);
    return everywhere;
}
