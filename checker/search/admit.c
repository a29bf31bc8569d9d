/* From a batch of successors into the store, and what becomes of those that are new. */
#include "checker/search/exploration.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"

static const Question *question_of(const Worker *w)
{
    return w->exploration->explored.question;
}

void worker_note(Worker *w, Judgement judgement, uint32_t depth, uint32_t state)
{
    if (judgement == JUDGED_OTHER) w->statistics.other++;
    if (judgement != JUDGED_FAILURE) return;
    failures_add(&w->failures, depth, state);
    w->exploration->failed = true;
}

/* How many states the store may hold. */
static uint64_t most_states(const Exploration *e)
{
    uint64_t limit = e->explored.options->limits.states;
    return limit && limit < e->room ? limit : e->room;
}

/* A state that there is no room for ends the search. */
static void refuse(Exploration *e)
{
    if (e->ended) return;
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

/* Judge the state at this place of the batch. */
static Judgement judge(Worker *w, uint32_t index)
{
    Batch *batch = &w->batch;
    const uint8_t *state = worker_state_at(w, index);
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
    if (e->sleep.possible)
        sleep_note(&e->sleep, number, w->batch.parents[index], w->batch.idle[index]);
    if (depth > w->statistics.depth) w->statistics.depth = depth;

    Judgement judgement = judge(w, index);
    if (judgement != JUDGED_FINE) {
        worker_note(w, judgement, depth, number);
        set_bit(e->violating, number);
        e->sleep.is_over = true;
    } else if (e->depth_first) push(&w->stack, (Pending){number, depth});
}

void worker_follow(Worker *worker)
{
    store_batch_follow(worker->exploration->store, &worker->batch.keys);
    if (worker->edits) edits_follow(worker->edits);
}

void worker_make_room(Worker *worker)
{
    Exploration *e = worker->exploration;
    uint32_t coming = BATCH_SIZE * e->worker_count;
    if (e->alone) exploration_make_room(e, coming);
    else
        while (!e->ended && (store_is_cramped(e->store) || store_crowded(e->store, coming)))
            worker_meet(worker, false);
    worker_follow(worker);
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

static void note_successors(Worker *w)
{
    const Batch *batch = &w->batch;
    for (uint32_t i = 0; i < batch->keys.count; i++)
        note_successor(w, batch->parents[i], batch->keys.insertions[i].number);
}

void worker_flush(Worker *w)
{
    Exploration *e = w->exploration;
    Batch *batch = &w->batch;
    if (batch->keys.count == 0) return;
    worker_make_room(w);
    store_insert_batch(e->store, &batch->keys, most_states(e), e->alone);
    if (e->arrivals || e->ahead) note_successors(w);
    bool keeps_finds = e->keeps_finds && !e->alone;
    for (uint32_t i = 0; i < batch->keys.count; i++) {
        const Insertion *insertion = &batch->keys.insertions[i];
        if (insertion->is_new && keeps_finds) finds_add(&w->found, insertion->number);
        if (insertion->is_new) admit(w, i);
        else if (insertion->number == STORE_NONE) refuse(e);
    }
    store_batch_begin(&batch->keys);
}
