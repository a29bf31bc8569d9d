/* Expanding a state: every move out of it, and what it leads to into the batch. */
#include "checker/search/exploration.h"
#include "checker/search/judge.h"
#include "checker/search/moves.h"
#include "checker/search/statistics.h"

#define STATES_AHEAD 4 /* states on their way from memory to be expanded */

static const Question *question_of(const Worker *w)
{
    return w->exploration->explored.question;
}

static const Subject *subject_of(const Worker *w)
{
    return question_of(w)->subject;
}

/* -------- failures -------- */

void worker_note_throw(Worker *w, uint32_t from, Move by, uint32_t message)
{
    Verdict failure;
    if (judge_throw(question_of(w), message, &failure) != JUDGED_FAILURE) {
        w->statistics.other++;
        return;
    }
    failures_add_throw(&w->failures, w->depth + 1, from, by);
    w->exploration->failed = true;
}

void worker_note_halt(Worker *w, uint32_t state)
{
    Verdict failure;
    store_open(w->exploration->store, state, &w->opened);
    Judgement judgement = judge_halt(question_of(w), w->opened.bytes, &failure);
    worker_note(w, judgement, w->depth, state);
}

/* -------- into the batch -------- */

/* Where the next successor is to be written. */
static inline uint8_t *slot(const Worker *w)
{
    return worker_state_at(w, w->batch.keys.count);
}

static void begin_successor(Worker *w, uint32_t parent)
{
    Batch *batch = &w->batch;
    batch->parents[batch->keys.count] = parent;
    batch->noticed_by[batch->keys.count] = JUDGE_ALL;
    batch->origins[batch->keys.count] = (SleepOrigin){0};
}

/* If the store must be widened first, once for each place that has no number left, the batch goes
 * before. */
static void add(Worker *w, Likeness like)
{
    const uint8_t *state = slot(w);
    uint32_t parent = w->batch.parents[w->batch.keys.count];
    while (!store_add(w->exploration->store, &w->batch.keys, slot(w), like)) {
        worker_flush(w);
        worker_make_room(w);
        if (w->exploration->ended) return;
        memmove(slot(w), state, subject_of(w)->state_size);
        begin_successor(w, parent);
    }
}

/* The state in the slot is complete. */
static void submit(Worker *w, uint32_t parent, Likeness like)
{
    const Batch *batch = &w->batch;
    begin_successor(w, parent);
    if (batch->states) add(w, like);
    else store_add_string(w->exploration->store, &w->batch.keys, like.near, true);
    if (batch->keys.count == BATCH_SIZE) worker_flush(w);
}

void worker_begin(Worker *worker)
{
    const Subject *subject = subject_of(worker);
    for (uint32_t index = 0; index < subject->initial_count; index++) {
        subject->initial(subject->context, index, slot(worker));
        submit(worker, STORE_NONE, (Likeness){0});
    }
    worker_flush(worker);
}

/* -------- expansion -------- */

static void expand(Worker *w, uint32_t number)
{
    Moves moves;
    store_open(w->exploration->store, number, &w->opened);
    moves_begin(&moves, subject_of(w), w->opened.bytes, slot(w), w->statistics.steps);
    while (moves_next(&moves)) {
        w->statistics.transitions++;
        if (moves.outcome == THREW) {
            worker_note_throw(w, number, moves.move, moves.message);
        } else if (moves.changed) {
            submit(w, number, (Likeness){&w->opened, moves.dirty});
            moves.to = slot(w);
        }
    }
    crowds_add(&w->crowds, &w->statistics, moves.movable);
    if (moves.movable == 0) worker_note_halt(w, number);
}

/* -------- a state -------- */

/* The depth limit forbids to expand this state; a deadlock it may be all the same. */
static void probe(Worker *w, uint32_t number)
{
    store_open(w->exploration->store, number, &w->opened);
    if (moves_any(subject_of(w), w->opened.bytes)) w->cut = true;
    else worker_note_halt(w, number);
}

uint32_t worker_visit_some(Worker *worker, Waiting states)
{
    Exploration *e = worker->exploration;
    uint32_t depth_limit = e->explored.options->limits.depth, number = *states.numbers;
    bool expands = !depth_limit || worker->depth < depth_limit;
    if (expands && worker->edits) return worker_visit_edited(worker, states);
    if (states.count > STATES_AHEAD) store_prefetch(e->store, states.numbers[STATES_AHEAD]);
    if (bit_is_set(e->violating, number)) return 1;
    if (expands) expand(worker, number);
    else probe(worker, number);
    return 1;
}
