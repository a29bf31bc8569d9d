/* One thread of a complete search: which states it takes, when it meets the others, and when it
 * ends. */
#include "checker/search/exploration.h"
#include "checker/search/memory.h"

#include <stdlib.h>

#define STATES_PER_CLOCK 1024
#define STATES_PER_CLOCK_SELDOM 4096 /* half a millisecond, where they are looked up */
#define STATES_PER_COUNT (1u << 24)
#define STATES_PER_CLOCK_SPILLED 32 /* each may bring some 64 KiB into memory for each move */
#define SECONDS_PER_REPORT 0.2
/* Depth-first: from so many on, a worker shares; and so many are expanded together at most. */
#define STATES_TO_SPARE 64
#define STATES_TOGETHER BATCH_SIZE
static_assert(STATES_TOGETHER <= PORTION_MOST, "a portion has room for them");

void worker_count(Worker *worker)
{
    if (worker->edits) edits_count(worker->edits);
    crowds_count(&worker->crowds, &worker->statistics);
}

/* -------- limits and reports -------- */

static void report(Worker *w)
{
    Exploration *e = w->exploration;
    const SearchOptions *options = e->explored.options;
    double now = clock_seconds();
    if (!options->progress || w->member > 0 || now - e->reported < SECONDS_PER_REPORT) return;
    e->reported = now;
    worker_count(w);
    w->statistics.states = store_count(e->store);
    w->statistics.prognosis = exploration_prognosis(e);
    statistics_measure(&w->statistics, e->explored.started);
    options->progress(options->progress_data, &w->statistics);
}

/* A subject whose steps look at too much is asked again each time. */
static void stop_recording(Worker *w)
{
    worker_flush(w);
    worker_count(w);
    edits_free(w->edits);
    recording_free(w->recording);
    free(w->ahead);
    free(w->bundle);
    w->ahead = NULL;
    w->bundle = NULL;
    w->recording = NULL;
    w->edits = NULL;
}

static bool recording_is_worth_it(const Worker *w)
{
    uint64_t attempts = w->visited * w->exploration->explored.question->subject->actor_count;
    return recording_pays(w->recording, attempts) && edits_pay(w->edits, attempts);
}

uint64_t worker_bytes(const Worker *w)
{
    uint64_t bytes =
        w->stack.room * sizeof *w->stack.items + finds_bytes(&w->finds) + finds_bytes(&w->found);
    if (w->recording) bytes += recording_bytes(w->recording) + edits_bytes(w->edits);
    return bytes;
}

/* What is counted by edit has 32 bits. */
static void count_now(Worker *w)
{
    worker_count(w);
    w->visited_at_count = w->visited + STATES_PER_COUNT;
}

/* Can nothing become short in a few thousand states that are looked up? */
static bool has_plenty(const Worker *w)
{
    const Exploration *e = w->exploration;
    uint64_t limit = e->explored.options->limits.memory;
    return w->edits && (limit == 0 || store_bytes(e->store) < limit / 8);
}

/* The clock and the limits are looked at only now and then: that is a system call, two microseconds
 * in a virtual machine, against some hundred nanoseconds for expanding a state. */
static void look_at_clock(Worker *w)
{
    Exploration *e = w->exploration;
    uint64_t bytes = worker_bytes(w) * e->worker_count;
    bool lacks_memory = search_lacks_memory(&e->explored, bytes, exploration_margin(e));
    const char *ended = lacks_memory ? limit_memory : search_told_to_end(&e->explored);
    if (lacks_memory && exploration_may_spill(e)) e->due = true;
    else if (ended) exploration_end(e, ended);
    else if (!e->depth_first) checkpoint_look_at_clock(e);
    if (w->recording && !recording_is_worth_it(w)) stop_recording(w);
    if (w->visited >= w->visited_at_count) count_now(w);
    report(w);
    w->looks_seldom = has_plenty(w);
    w->visited_at_clock = w->visited;
}

static inline bool may_go_on(Worker *w)
{
    bool is_first = w->visited == 0;
    uint64_t at_once = w->exploration->has_spilled ? STATES_PER_CLOCK_SPILLED
                       : w->looks_seldom           ? STATES_PER_CLOCK_SELDOM
                                                   : STATES_PER_CLOCK;
    if (is_first || w->visited - w->visited_at_clock >= at_once) look_at_clock(w);
    return !w->exploration->ended;
}

/* -------- the order of expansion -------- */

/* The next states of the level, whoever has found them. */
static bool take_next(Worker *w)
{
    Exploration *e = w->exploration;
    uint64_t first = atomic_fetch_add_explicit(&e->next, PORTION_MOST, memory_order_relaxed);
    if (first >= e->level_end) return false;
    uint64_t end = first + PORTION_MOST < e->level_end ? first + PORTION_MOST : e->level_end;
    portion_fill(&w->portion, (NumberRun){(uint32_t)first, (uint32_t)(end - first), 0});
    return true;
}

/* States that this worker has found, and if none are left some that others have. */
static bool take_finds(Worker *w)
{
    Exploration *e = w->exploration;
    for (uint32_t i = 0; i < e->worker_count; i++) {
        Worker *finder = &e->workers[(w->member + i) % e->worker_count];
        if (!finds_take(&finder->finds, &w->portion)) continue;
        atomic_fetch_add_explicit(&e->next, w->portion.count, memory_order_relaxed);
        return true;
    }
    return false;
}

/* Some states of the level; false: none are left. */
static bool take_portion(Worker *w)
{
    return w->exploration->is_shared_out ? take_finds(w) : take_next(w);
}

/* Expand what was taken: all of this depth. */
static void visit_portion(Worker *w, uint32_t depth)
{
    const Portion *portion = &w->portion;
    w->depth = depth;
    w->batch.depth = depth + 1;
    for (uint32_t i = 0, count; i < portion->count && may_go_on(w); i += count) {
        Waiting left = {portion->numbers + i, portion->origins + i, portion->count - i};
        count = worker_visit_some(w, left);
        w->visited += count;
    }
}

static void work_on_level(Worker *w)
{
    Exploration *e = w->exploration;
    while (!e->ended && !e->due && take_portion(w))
        visit_portion(w, e->depth);
    worker_flush(w);
}

/* The deepest states of the stack, or some of them: what is needed of memory for one is under way
 * while others are expanded.  What they lead to is deeper still, and comes next.  Returns how deep
 * they are. */
static uint32_t take_deepest(Worker *w)
{
    PendingStack *stack = &w->stack;
    uint32_t depth = stack->items[stack->height - 1].depth;
    portion_begin(&w->portion);
    while (w->portion.count < STATES_TOGETHER && stack->height > 0 &&
           stack->items[stack->height - 1].depth == depth)
        portion_add(&w->portion, stack->items[--stack->height].state);
    return depth;
}

/* Is there enough to do for others, who are not there yet or have nothing left? */
static bool should_share(const Worker *w)
{
    const Exploration *e = w->exploration;
    if (e->worker_count == 1) return false;
    if (e->alone) return store_count(e->store) >= e->crew_from;
    return crew_is_waited_for(&e->crew) && w->stack.height >= STATES_TO_SPARE;
}

static void work_on_stack(Worker *w)
{
    Exploration *e = w->exploration;
    worker_flush(w);
    while (w->stack.height > 0 && may_go_on(w) && !e->failed && !e->due && !should_share(w)) {
        visit_portion(w, take_deepest(w));
        worker_flush(w);
    }
}

void worker_work(Worker *worker)
{
    worker_follow(worker);
    if (worker->exploration->depth_first) work_on_stack(worker);
    else work_on_level(worker);
}

/* -------- together -------- */

static void enter_again(Exploration *e)
{
    uint64_t count = store_count(e->store);
    for (;;) {
        uint64_t first = atomic_fetch_add(&e->taken, STORE_ENTERED_AT_ONCE);
        if (first >= count) return;
        uint64_t end = first + STORE_ENTERED_AT_ONCE;
        store_enter_again(e->store, (uint32_t)first, (uint32_t)(end < count ? end : count));
    }
}

static void make_bundles(Exploration *e)
{
    for (uint64_t bundle; (bundle = atomic_fetch_add(&e->taken, 1)) < e->bundles;)
        store_make_bundle(e->store, (uint32_t)bundle);
}

void worker_meet(Worker *worker, bool idle)
{
    Exploration *e = worker->exploration;
    worker->idle = idle;
    crew_meet(&e->crew, exploration_turn, e);
    if (e->chore) {
        if (e->chore == CHORE_ENTER) enter_again(e);
        else make_bundles(e);
        crew_meet(&e->crew, exploration_turn, e);
    }
    worker_follow(worker);
}
