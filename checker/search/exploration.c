#include "checker/search/exploration.h"

#include "checker/search/hope.h"
#include "checker/search/memory.h"
#include "checker/search/statistics.h"

#include <stdlib.h>

/* -------- storage -------- */

/* An array with an element for each state; lowers `room` to what it can take. */
static void *per_state(Exploration *exploration, Reservation *reservation, size_t size)
{
    *reservation = reservation_at_most(size * STORE_NONE);
    size_t fits = reservation->size / size;
    if (fits < exploration->room) exploration->room = (uint32_t)fits;
    return reservation->start;
}

/* Edits read sixteen bytes of a string, behind which other strings may lie. */
static bool may_be_recorded(const Exploration *exploration, const StoreBatch *keys)
{
    bool tells = exploration->explored.question->subject->tells_footprint;
    return exploration->store && tells && !(keys->whole && keys->length < sizeof(TwoWords));
}

/* Will all states be read once more, and looked up? */
static bool is_read_again(const Exploration *exploration)
{
    const Question *question = exploration->explored.question;
    bool again = exploration->explored.options->expects_failure;
    for (uint32_t i = 0; i < question->check_count; i++) {
        CheckKind kind = question->checks[i].kind;
        again |= kind == CHECK_REACHABLE || kind == CHECK_EVENTUALLY;
    }
    return again;
}

/* To pack a state takes time: not where it is done again and again, nor for each successor, as it
 * would be where steps are not recorded. */
static StoreForm form_of_store(const Exploration *exploration)
{
    const SearchOptions *options = exploration->explored.options;
    bool packs = exploration->explored.question->subject->tells_footprint && !options->no_packing;
    if (options->store == STORE_COMPACT) return packs ? STORE_BUNDLED : STORE_SMALL;
    return packs && !is_read_again(exploration) ? STORE_PACKED : STORE_PLAIN;
}

/* Without address space steps are not recorded. */
static void begin_recording(Worker *w)
{
    Exploration *e = w->exploration;
    Recording *recording = recording_new(e->explored.question);
    w->edits = edits_new(recording, e->store, &w->statistics, w->member);
    if (!w->edits) {
        recording_free(recording);
        return;
    }
    w->recording = recording;
    if (!w->batch.keys.whole || store_bundles(e->store))
        w->ahead = memory_new_apart(EDITS_MOST_STATES, sizeof *w->ahead);
    if (store_bundles(e->store) && !e->depth_first)
        w->bundle = memory_new_apart(1, sizeof *w->bundle);
}

static void worker_init(Worker *worker, Exploration *exploration, uint32_t member)
{
    const Question *question = exploration->explored.question;
    worker->exploration = exploration;
    worker->member = member;
    worker->statistics = statistics_new(question);
    if (exploration->store) store_batch_init(exploration->store, &worker->batch.keys);
    if (may_be_recorded(exploration, &worker->batch.keys)) begin_recording(worker);
    if (exploration->store && store_leaves(exploration->store))
        worker->batch.states = memory_new_apart(BATCH_SIZE, question->subject->state_size);
}

static void worker_free(Worker *worker)
{
    store_batch_clear(&worker->batch.keys);
    edits_free(worker->edits);
    free(worker->ahead);
    free(worker->bundle);
    recording_free(worker->recording);
    free(worker->batch.states);
    free(worker->stack.items);
    finds_clear(&worker->finds);
    finds_clear(&worker->found);
    free(worker->failures.states);
    statistics_free(&worker->statistics);
}

static uint32_t worker_count_of(const SearchOptions *options)
{
    uint32_t wanted = options->workers;
    return wanted < 1 ? 1 : wanted < SEARCH_MOST_WORKERS ? wanted : SEARCH_MOST_WORKERS;
}

static void init_workers(Exploration *e)
{
    e->workers = memory_new_apart(e->worker_count, sizeof *e->workers);
    for (uint32_t i = 0; i < e->worker_count; i++)
        worker_init(&e->workers[i], e, i);
}

/* Not where every move that leads to a state is noted, not only the first. */
static bool may_sleep(const Exploration *e)
{
    const Subject *subject = e->explored.question->subject;
    return !e->depth_first && !e->arrivals && !e->ahead && subject->tells_footprint &&
           !e->explored.options->no_sleep_sets;
}

/* Where a level may have to be left half expanded it must be known by one number what is. */
static bool must_be_in_order(const Exploration *e)
{
    const SearchOptions *options = e->explored.options;
    return e->worker_count > 1 && (options->checkpoint || options->spill);
}

void exploration_begin_notes(Exploration *exploration, Worker *worker)
{
    sleep_begin(&exploration->sleep, worker->member);
    finds_init(&worker->finds, exploration->sleep.possible);
    finds_init(&worker->found, exploration->sleep.possible);
}

bool exploration_init(Exploration *exploration, const Question *question,
                      const SearchOptions *options)
{
    Exploration *e = exploration;
    *e = (Exploration){
        .explored = {.question = question,
                     .options = options,
                     .all_known = true,
                     .started = clock_seconds()},
        .depth_first = options->strategy == STRATEGY_DFS,
        .worker_count = worker_count_of(options),
        .room = STORE_NONE,
        .crew_from = options->crew_from ? options->crew_from : WORTH_A_CREW,
        .statistics = statistics_new(question),
    };
    e->reported = e->explored.started;
    e->store =
        store_for(question->subject, options->leaf_size ? options->leaf_size : STORE_USUAL_LEAF,
                  form_of_store(e));
    if (e->depth_first) e->parents = per_state(e, &e->parents_reservation, sizeof *e->parents);
    else if (options->expects_failure && !options->checkpoint)
        e->arrivals = arrivals_new(e->worker_count);
    else if (hope_is_asked_for(question))
        e->ahead = per_state(e, &e->ahead_reservation, sizeof *e->ahead);
    e->violating = per_state(e, &e->violating_reservation, sizeof *e->violating);
    init_workers(e);
    truths_init(&e->truths, question, !e->depth_first && !options->checkpoint);
    e->is_in_order = must_be_in_order(e);
    if (may_sleep(e)) sleep_init(&e->sleep, question->subject->actor_count, e->worker_count);
    exploration_begin_notes(e, &e->workers[0]);

    e->explored.store = e->store;
    e->explored.parents = e->parents;
    e->explored.violating = e->violating;
    e->explored.arrivals = e->arrivals;
    e->explored.ahead = e->ahead;
    e->explored.spill = &e->spill;
    return e->store && e->room > 0;
}

void exploration_free(Exploration *exploration)
{
    store_free(exploration->store);
    spill_clear(&exploration->spill);
    for (uint32_t i = 0; i < exploration->worker_count; i++)
        worker_free(&exploration->workers[i]);
    free(exploration->workers);
    free(exploration->levels);
    arrivals_free(exploration->arrivals);
    free(exploration->failures.states);
    statistics_free(&exploration->statistics);
    reservation_free(&exploration->parents_reservation);
    reservation_free(&exploration->ahead_reservation);
    reservation_free(&exploration->violating_reservation);
    sleep_clear(&exploration->sleep);
    truths_clear(&exploration->truths);
}

/* -------- failures -------- */

/* Is a failure at this depth worth keeping?  Forgets the deeper ones. */
static bool is_least(Failures *failures, uint32_t depth)
{
    if (failures->found && depth > failures->depth) return false;
    if (!failures->found || depth < failures->depth) {
        failures->found = true;
        failures->depth = depth;
        failures->count = 0;
        failures->throws = false;
    }
    return true;
}

void failures_add(Failures *failures, uint32_t depth, uint32_t state)
{
    if (!is_least(failures, depth)) return;
    memory_reserve(&failures->states, &failures->room, failures->count, sizeof(uint32_t));
    failures->states[failures->count++] = state;
}

void failures_add_throw(Failures *failures, uint32_t depth, uint32_t from, Move by)
{
    if (!is_least(failures, depth) || failures->throws) return;
    failures->throws = true;
    failures->throws_from = from;
    failures->throws_by = by;
}

/* -------- what lies ahead -------- */

/* Others' stacks are theirs alone while they work. */
static uint64_t pending(const Exploration *e)
{
    return e->worker_count == 1 || e->alone ? e->workers[0].stack.height : 0;
}

Prognosis exploration_prognosis(const Exploration *exploration)
{
    const Exploration *e = exploration;
    Prognosis prognosis = {.fill = search_fill(&e->explored)};
    if (e->depth_first) {
        prognosis.frontier = pending(e);
        return prognosis;
    }
    uint64_t count = store_count(e->store), next = e->next, first = e->levels[e->depth];
    uint64_t taken = next < e->level_end ? next : e->level_end;
    prognosis.frontier = count > taken ? count - taken : 0;
    prognosis.level_done = (double)(taken - first) / (double)(e->level_end - first);
    return prognosis;
}

/* -------- what a worker has counted -------- */

static void count_true(Worker *worker)
{
    Statistics *statistics = &worker->statistics;
    for (uint32_t i = 0; i < worker->exploration->explored.question->check_count; i++)
        statistics->check_true[i] = worker->judged - statistics->check_false[i];
}

static void add_failures(Failures *failures, const Failures *found)
{
    for (uint32_t i = 0; i < found->count; i++)
        failures_add(failures, found->depth, found->states[i]);
    if (found->throws)
        failures_add_throw(failures, found->depth, found->throws_from, found->throws_by);
}

void exploration_collect(Exploration *exploration, Worker *worker)
{
    add_failures(&exploration->failures, &worker->failures);
    exploration->cut |= worker->cut;
    worker_count(worker);
    count_true(worker);
    statistics_add(&exploration->statistics, exploration->explored.question, &worker->statistics);
}

void exploration_sum(Exploration *exploration, Exploration *sum)
{
    add_failures(&sum->failures, &exploration->failures);
    sum->cut |= exploration->cut;
    statistics_add(&sum->statistics, exploration->explored.question, &exploration->statistics);
    for (uint32_t i = 0; i < exploration->worker_count; i++)
        exploration_collect(sum, &exploration->workers[i]);
}
