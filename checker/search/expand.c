/* Expanding a state: every move out of it, and what it leads to into the batch. */
#include "checker/search/exploration.h"
#include "checker/search/judge.h"
#include "checker/search/moves.h"
#include "checker/search/statistics.h"

static const Question *question_of(const Worker *w)
{
    return w->exploration->explored.question;
}

static const Subject *subject_of(const Worker *w)
{
    return question_of(w)->subject;
}

/* -------- failures -------- */

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
    worker_note(w, judgement, w->depth, state);
}

/* -------- into the batch -------- */

/* Where the next successor is to be written. */
static uint8_t *slot(const Worker *w)
{
    return worker_state_at(w, w->batch.keys.count);
}

/* The state in the slot is complete. */
static void submit(Worker *w, uint32_t parent, Likeness like)
{
    Batch *batch = &w->batch;
    batch->parents[batch->keys.count] = parent;
    batch->noticed_by[batch->keys.count] = JUDGE_ALL;
    if (batch->states) store_add(w->exploration->store, &batch->keys, slot(w), like);
    else store_add_string(w->exploration->store, &batch->keys, like.near, true);
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
    statistics_movable(&w->statistics, moves.movable);
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
    if (batch->keys.count == BATCH_SIZE) worker_flush(w);
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
    statistics_movable(&w->statistics, movable);
    if (movable == 0) note_halt(w, number);
}

/* The depth limit forbids to expand this state; a deadlock it may be all the same. */
static void probe(Worker *w, uint32_t number)
{
    store_unfold_opened(w->exploration->store, &w->opened);
    if (moves_any(subject_of(w), w->opened.bytes)) w->cut = true;
    else note_halt(w, number);
}

void worker_visit(Worker *w, uint32_t number)
{
    uint32_t depth_limit = w->exploration->explored.options->limits.depth;
    if (w->recording) store_open_folded(w->exploration->store, number, &w->opened);
    else store_open(w->exploration->store, number, &w->opened);
    if (depth_limit && w->depth == depth_limit) probe(w, number);
    else if (w->recording) expand_recorded(w, number);
    else expand(w, number);
}
