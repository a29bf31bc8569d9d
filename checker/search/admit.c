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

/* Evaluate these checks in the state at this place of the batch. */
static Judgement evaluate(Worker *w, uint32_t index, uint64_t checks, uint64_t *ret_untrue)
{
    const uint8_t *state = worker_state_at(w, index);
    uint64_t *check_false = w->statistics.check_false;
    Verdict failure;
    if (w->recording) {
        store_unfold(w->exploration->store, &w->batch.keys, index, w->admitted.bytes);
        state = w->admitted.bytes;
    }
    return judge_noticed(question_of(w), state, checks, check_false, ret_untrue, &failure);
}

/* Of the checks that need not be true and have not noticed the move: those that were false before,
 * and are so again.  What they were may not be known: then they are to be evaluated. */
static uint64_t untrue_as_before(Worker *w, uint32_t parent, uint64_t *noticed_by)
{
    const Truths *truths = &w->exploration->truths;
    uint64_t same = truths->kept & ~*noticed_by, untrue;
    *noticed_by |= truths->unkept;
    if (!same) return 0;
    if (!truths_of(truths, parent, &untrue)) {
        *noticed_by |= same;
        return 0;
    }
    untrue &= same;
    for (uint64_t left = untrue; left; left &= left - 1)
        w->statistics.check_false[__builtin_ctzll(left)]++;
    return untrue;
}

/* Judge the state at this place of the batch, which is new and has this number. */
static Judgement judge(Worker *w, uint32_t index, uint32_t number)
{
    uint64_t noticed_by = w->batch.noticed_by[index], untrue = 0;
    uint64_t untrue_still = untrue_as_before(w, w->batch.parents[index], &noticed_by);
    Judgement judgement = JUDGED_FINE;
    w->judged++;
    if (noticed_by) judgement = evaluate(w, index, noticed_by, &untrue);
    truths_note(&w->exploration->truths, number, untrue | untrue_still);
    return judgement;
}

static void admit(Worker *w, uint32_t index)
{
    Exploration *e = w->exploration;
    uint32_t number = w->batch.keys.insertions[index].number;
    uint32_t depth = w->batch.depth;
    if (e->parents) e->parents[number] = w->batch.parents[index];
    if (depth > w->statistics.depth) w->statistics.depth = depth;

    Judgement judgement = judge(w, index, number);
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
        while (!e->ended && store_lacks_room(e->store, coming))
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

/* Which of the batch are new; returns how many.  No processor can guess which, so each is looked at
 * in the same way. */
static uint32_t find_new(const StoreBatch *keys, uint8_t *ret_new, bool *ret_refused)
{
    uint32_t count = 0;
    bool refused = false;
    for (uint32_t i = 0; i < keys->count; i++) {
        const Insertion *insertion = &keys->insertions[i];
        ret_new[count] = (uint8_t)i;
        count += insertion->is_new;
        refused |= insertion->number == STORE_NONE;
    }
    *ret_refused = refused;
    return count;
}

/* This one is new, and those that follow, as far as their numbers do. */
static uint32_t consecutive(const StoreBatch *keys, const uint8_t *new, uint32_t count)
{
    uint32_t first = keys->insertions[*new].number, together = 1;
    while (together < count && keys->insertions[new[together]].number == first + together)
        together++;
    return together;
}

static void note_finds(Worker *w, const uint8_t *new, uint32_t count)
{
    const Batch *batch = &w->batch;
    for (uint32_t i = 0, together; i < count; i += together) {
        together = consecutive(&batch->keys, new + i, count - i);
        uint32_t first = batch->keys.insertions[new[i]].number;
        SleepOrigin *origins = finds_add(&w->found, (NumberRun){first, together, 0});
        for (uint32_t k = 0; origins && k < together; k++)
            origins[k] = batch->origins[new[i + k]];
    }
}

static void admit_new(Worker *w)
{
    bool is_refused;
    uint8_t new[BATCH_SIZE];
    uint32_t count = find_new(&w->batch.keys, new, &is_refused);
    if (!w->exploration->depth_first) note_finds(w, new, count);
    for (uint32_t i = 0; i < count; i++)
        admit(w, new[i]);
    if (is_refused) refuse(w->exploration);
}

void worker_flush(Worker *w)
{
    Exploration *e = w->exploration;
    Batch *batch = &w->batch;
    if (batch->keys.count == 0) return;
    worker_make_room(w);
    store_insert_batch(e->store, &batch->keys, most_states(e), e->alone);
    if (e->arrivals || e->ahead) note_successors(w);
    admit_new(w);
    store_batch_begin(&batch->keys);
}
