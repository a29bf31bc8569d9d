/* One thread of a complete search: take a state, expand it, put its successors into the store. */
#include "checker/search/exploration.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/statistics.h"

#define ROUNDS_PER_CLOCK 1024
#define SECONDS_PER_REPORT 0.2
#define STATES_PER_CHUNK 256 /* a worker takes so many of a level at once */
#define STATES_AHEAD 4       /* states on their way from memory to be expanded */
#define STATES_TO_SPARE 64   /* depth-first: from so many on, a worker shares */

static const Question *question_of(const Worker *w)
{
    return w->exploration->explored.question;
}

static const Subject *subject_of(const Worker *w)
{
    return question_of(w)->subject;
}

/* -------- failures -------- */

static void note(Worker *w, Judgement judgement, uint32_t depth, uint32_t state)
{
    if (judgement == JUDGED_OTHER) w->statistics.other++;
    if (judgement != JUDGED_FAILURE) return;
    failures_add(&w->failures, depth, state);
    w->exploration->failed = true;
}

static void note_throw(Worker *w, uint32_t from, Move by, uint32_t message)
{
    Verdict failure;
    if (judge_throw(question_of(w), message, &failure) != JUDGED_FAILURE) {
        w->statistics.other++;
        return;
    }
    failures_add_throw(&w->failures, w->depth + 1, from, by);
    w->exploration->failed = true;
}

static void note_halt(Worker *w, uint32_t state)
{
    Verdict failure;
    store_unfold_opened(w->exploration->store, &w->opened);
    Judgement judgement = judge_halt(question_of(w), w->opened.bytes, &failure);
    note(w, judgement, w->depth, state);
}

/* -------- from the batch into the store -------- */

/* How many states the store may hold. */
static uint64_t most_states(const Exploration *e)
{
    uint64_t limit = e->explored.options->limits.states;
    return limit && limit < e->room ? limit : e->room;
}

/* A state that there is no room for ends the search. */
static void refuse(Exploration *e)
{
    uint64_t limit = e->explored.options->limits.states;
    bool lacks_leaves = store_lacks_leaves(e->store);
    e->ended = lacks_leaves                              ? exploration_lacks_leaves
               : limit && store_count(e->store) >= limit ? "states"
                                                         : "memory";
}

static void push(PendingStack *stack, Pending pending)
{
    memory_reserve(&stack->items, &stack->room, stack->height, sizeof *stack->items);
    stack->items[stack->height++] = pending;
}

/* The state at this place of the batch, or where it is to be written: one that has no leaves is its
 * own string. */
static uint8_t *state_at(const Worker *w, uint32_t index)
{
    const Batch *batch = &w->batch;
    if (!batch->states) return store_string(&batch->keys, index);
    return batch->states + index * subject_of(w)->state_size;
}

/* Judge the state at this place of the batch. */
static Judgement judge(Worker *w, uint32_t index)
{
    Batch *batch = &w->batch;
    const uint8_t *state = state_at(w, index);
    uint64_t noticed_by = batch->noticed_by[index];
    Verdict failure;
    w->judged++;
    if (!noticed_by) return JUDGED_FINE;
    if (w->recording) {
        store_unfold(w->exploration->store, &batch->keys, index, w->admitted.bytes);
        state = w->admitted.bytes;
    }
    return judge_noticed(question_of(w), state, noticed_by, w->statistics.check_false, &failure);
}

static void admit(Worker *w, uint32_t index)
{
    Exploration *e = w->exploration;
    uint32_t number = w->batch.keys.insertions[index].number;
    uint32_t depth = w->batch.depth;
    if (e->parents) e->parents[number] = w->batch.parents[index];
    if (depth > w->statistics.depth) w->statistics.depth = depth;

    Judgement judgement = judge(w, index);
    if (judgement != JUDGED_FINE) {
        note(w, judgement, depth, number);
        set_bit(e->violating, number);
    } else if (e->depth_first) push(&w->stack, (Pending){number, depth});
}

/* Let the index grow if it must. */
static void make_room(Worker *w)
{
    Exploration *e = w->exploration;
    uint32_t coming = BATCH_SIZE * e->worker_count;
    if (e->alone) store_make_room(e->store, coming);
    else
        while (!e->ended && store_crowded(e->store, coming))
            worker_meet(w, false);
}

/* A successor on the next level settles a goal sooner than others. */
static void note_ahead(Exploration *e, uint32_t parent, uint32_t number)
{
    if (number >= e->level_end || !e->ahead[parent]) e->ahead[parent] = number + 1;
}

/* Only what leads to the next level can be part of a shortest way. */
static void note_successor(Worker *w, uint32_t parent, uint32_t number)
{
    Exploration *e = w->exploration;
    if (number == STORE_NONE || parent == STORE_NONE) return;
    if (e->ahead) note_ahead(e, parent, number);
    else if (number >= e->level_end) arrivals_add(e->arrivals, w->member, parent, number);
}

static void flush(Worker *w)
{
    Exploration *e = w->exploration;
    Batch *batch = &w->batch;
    if (batch->keys.count == 0) return;
    make_room(w);
    store_insert_batch(e->store, &batch->keys, most_states(e));
    for (uint32_t i = 0; i < batch->keys.count; i++) {
        const Insertion *insertion = &batch->keys.insertions[i];
        if (e->arrivals || e->ahead) note_successor(w, batch->parents[i], insertion->number);
        if (insertion->number == STORE_NONE) refuse(e);
        if (insertion->is_new) admit(w, i);
    }
    batch->keys.count = 0;
}

/* Where the next successor is to be written. */
static uint8_t *slot(const Worker *w)
{
    return state_at(w, w->batch.keys.count);
}

/* The state in the slot is complete. */
static void submit(Worker *w, uint32_t parent, Likeness like)
{
    Batch *batch = &w->batch;
    batch->parents[batch->keys.count] = parent;
    batch->noticed_by[batch->keys.count] = JUDGE_ALL;
    if (batch->states) store_add(w->exploration->store, &batch->keys, slot(w), like);
    else store_add_string(w->exploration->store, &batch->keys, like.near, true);
    if (batch->keys.count == BATCH_SIZE) flush(w);
}

void worker_begin(Worker *worker)
{
    const Subject *subject = subject_of(worker);
    for (uint32_t index = 0; index < subject->initial_count; index++) {
        subject->initial(subject->context, index, slot(worker));
        submit(worker, STORE_NONE, (Likeness){0});
    }
    flush(worker);
}

/* -------- expansion -------- */

static void expand(Worker *w, uint32_t number)
{
    Moves moves;
    moves_begin(&moves, subject_of(w), w->opened.bytes, slot(w), w->statistics.steps);
    while (moves_next(&moves)) {
        w->statistics.transitions++;
        if (moves.outcome == THREW) {
            note_throw(w, number, moves.move, moves.message);
        } else if (moves.changed) {
            submit(w, number, (Likeness){&w->opened, moves.dirty});
            moves.to = slot(w);
        }
    }
    statistics_together(&w->statistics, moves.movable);
    if (moves.movable == 0) note_halt(w, number);
}

/* The same from the recording: a successor is never made, only its string. */
static void submit_effect(Worker *w, uint32_t parent, Effect *effect)
{
    Store *store = w->exploration->store;
    Batch *batch = &w->batch;
    bool is_complete =
        edits_apply(w->edits, effect, &w->opened, batch->keys.length, store_slot(&batch->keys));
    batch->parents[batch->keys.count] = parent;
    batch->noticed_by[batch->keys.count] = effect->noticed_by;
    store_add_string(store, &batch->keys, &w->opened, is_complete);
    if (batch->keys.count == BATCH_SIZE) flush(w);
}

static void expand_recorded(Worker *w, uint32_t number)
{
    const Subject *subject = subject_of(w);
    uint32_t movable = 0;
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        Effect *effect;
        uint32_t choice = 0;
        do {
            effect = recording_attempt(w->recording, &w->opened, actor, choice);
            moves_count(w->statistics.steps, effect->step, effect->outcome);
            if (effect->outcome == BLOCKED) break;
            movable |= UINT32_C(1) << actor;
            w->statistics.transitions++;
            Move move = {(uint16_t)actor, (uint16_t)choice, (uint16_t)effect->step};
            if (effect->outcome == THREW) note_throw(w, number, move, effect->message);
            else if (effect->word_count > 0) submit_effect(w, number, effect);
        } while (++choice < effect->choices);
    }
    statistics_together(&w->statistics, movable);
    if (movable == 0) note_halt(w, number);
}

/* The depth limit forbids to expand this state; a deadlock it may be all the same. */
static void probe(Worker *w, uint32_t number)
{
    store_unfold_opened(w->exploration->store, &w->opened);
    if (moves_any(subject_of(w), w->opened.bytes)) w->cut = true;
    else note_halt(w, number);
}

static void visit(Worker *w, uint32_t number)
{
    uint32_t depth_limit = w->exploration->explored.options->limits.depth;
    if (w->recording) store_open_folded(w->exploration->store, number, &w->opened);
    else store_open(w->exploration->store, number, &w->opened);
    if (depth_limit && w->depth == depth_limit) probe(w, number);
    else if (w->recording) expand_recorded(w, number);
    else expand(w, number);
}

/* -------- limits and reports -------- */

static void report(Worker *w)
{
    Exploration *e = w->exploration;
    const SearchOptions *options = e->explored.options;
    double now = clock_seconds();
    if (!options->progress || w->member > 0 || now - e->reported < SECONDS_PER_REPORT) return;
    e->reported = now;
    w->statistics.states = store_count(e->store);
    statistics_measure(&w->statistics, e->explored.started);
    options->progress(options->progress_data, &w->statistics);
}

/* A subject whose steps look at too much is asked again each time. */
static void stop_recording(Worker *w)
{
    flush(w);
    recording_free(w->recording);
    edits_free(w->edits);
    w->recording = NULL;
    w->edits = NULL;
}

/* Memory of this worker alone that grows with the search. */
static uint64_t own_bytes(const Worker *w)
{
    uint64_t bytes = w->stack.room * sizeof *w->stack.items;
    if (w->recording) bytes += recording_bytes(w->recording) + edits_bytes(w->edits);
    return bytes;
}

/* The clock and the limits are looked at only now and then: that is a system call and arithmetic
 * against some hundred nanoseconds for expanding a state. */
static bool may_go_on(Worker *w)
{
    Exploration *e = w->exploration;
    if (w->rounds++ % ROUNDS_PER_CLOCK == 0) {
        const char *ended = search_ended(&e->explored, own_bytes(w) * e->worker_count);
        if (ended) e->ended = ended;
        if (w->recording && !recording_pays(w->recording)) stop_recording(w);
        report(w);
    }
    return !e->ended;
}

/* -------- the order of expansion -------- */

/* Some states of the level; false: none are left. */
static bool take_chunk(Exploration *e, uint32_t *ret_first, uint32_t *ret_end)
{
    uint64_t first = atomic_fetch_add_explicit(&e->next, STATES_PER_CHUNK, memory_order_relaxed);
    if (first >= e->level_end) return false;
    uint64_t end = first + STATES_PER_CHUNK;
    *ret_first = (uint32_t)first;
    *ret_end = end < e->level_end ? (uint32_t)end : e->level_end;
    return true;
}

static void work_on_level(Worker *w)
{
    Exploration *e = w->exploration;
    uint32_t first, end;
    w->depth = e->depth;
    w->batch.depth = e->depth + 1;
    while (!e->ended && take_chunk(e, &first, &end))
        for (uint32_t number = first; number < end && may_go_on(w); number++) {
            if (number + STATES_AHEAD < end) store_prefetch(e->store, number + STATES_AHEAD);
            if (!bit_is_set(e->violating, number)) visit(w, number);
        }
    flush(w);
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
    flush(w);
    while (w->stack.height > 0 && may_go_on(w) && !e->failed && !should_share(w)) {
        Pending top = w->stack.items[--w->stack.height];
        w->depth = top.depth;
        w->batch.depth = top.depth + 1;
        visit(w, top.state);
        flush(w);
    }
}

void worker_work(Worker *worker)
{
    if (worker->exploration->depth_first) work_on_stack(worker);
    else work_on_level(worker);
}

/* -------- together -------- */

#define STATES_PER_ENTERING 4096

static void enter_again(Exploration *e)
{
    uint64_t count = store_count(e->store);
    for (;;) {
        uint64_t first = atomic_fetch_add(&e->entered, STATES_PER_ENTERING);
        if (first >= count) return;
        uint64_t end = first + STATES_PER_ENTERING;
        store_enter_again(e->store, (uint32_t)first, (uint32_t)(end < count ? end : count));
    }
}

void worker_meet(Worker *worker, bool idle)
{
    Exploration *e = worker->exploration;
    worker->idle = idle;
    crew_meet(&e->crew, exploration_turn, e);
    if (!e->entering) return;
    enter_again(e);
    crew_meet(&e->crew, exploration_turn, e);
}
