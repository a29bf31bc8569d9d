/* Expanding states that are their own strings, because they are short (store.h).
 *
 * All successors of a state are made first, side by side in the batch, and only then compared,
 * hashed and asked for: a processor that reads sixteen bytes at once, one of which was written just
 * before, waits until that byte has arrived in its cache. */
#include "checker/search/exploration.h"
#include "checker/search/judge.h"
#include "checker/search/moves.h"
#include "checker/search/statistics.h"
#include "checker/search/store_inside.h"

/* One function for each usual length of a state: `pieces` is a constant (bytes.h). */
#define FOR_EACH_LENGTH static inline __attribute__((always_inline))

/* A state that is being expanded. */
typedef struct Source {
    const Subject *subject;
    uint32_t number;
    uint32_t made; /* successors that stand in the batch behind those that belong to it */
    const uint8_t *bytes;
} Source;

FOR_EACH_LENGTH void copy(const Source *from, uint32_t pieces, uint8_t *to)
{
    uint32_t size = from->subject->state_size;
    if (pieces) bytes_copy_pieces(to, from->bytes, size, pieces);
    else bytes_copy(to, from->bytes, size);
}

FOR_EACH_LENGTH bool is_same(const Source *from, uint32_t pieces, const uint8_t *to)
{
    uint32_t size = from->subject->state_size;
    return pieces ? bytes_same_pieces(from->bytes, to, size, pieces)
                  : bytes_same(from->bytes, to, size);
}

/* The successors that were made belong to the batch, unless their actor spins. */
FOR_EACH_LENGTH void submit(Worker *w, uint32_t pieces, Source *from)
{
    Batch *batch = &w->batch;
    uint32_t first = batch->keys.count, end = first + from->made;
    for (uint32_t i = first; i < end; i++) {
        const uint8_t *successor = store_string(&batch->keys, i);
        uint32_t place = batch->keys.count;
        if (is_same(from, pieces, successor)) continue;
        if (place < i) memcpy(store_slot(&batch->keys), successor, batch->keys.length);
        batch->parents[place] = from->number;
        batch->noticed_by[place] = JUDGE_ALL;
        store_inside_add(w->exploration->store, &batch->keys, pieces, &w->opened);
    }
    from->made = 0;
}

/* One choice of one actor. */
FOR_EACH_LENGTH Outcome attempt(Worker *w, uint32_t pieces, Source *from, Attempt *attempt)
{
    uint8_t *to = store_string(&w->batch.keys, w->batch.keys.count + from->made);
    copy(from, pieces, to);
    Outcome outcome = moves_try(from->subject, from->bytes, to, attempt);
    moves_count(w->statistics.steps, attempt->step, outcome, 1);
    return outcome;
}

static void note_throw(Worker *w, const Source *from, const Attempt *attempt)
{
    Move move = {(uint16_t)attempt->actor, (uint16_t)attempt->choice, (uint16_t)attempt->step};
    worker_note_throw(w, from->number, move, attempt->message);
}

/* All choices of one actor; false: it cannot move. */
FOR_EACH_LENGTH bool expand_actor(Worker *w, uint32_t pieces, Source *from, uint32_t actor)
{
    Attempt next = {.actor = actor};
    do {
        Outcome outcome = attempt(w, pieces, from, &next);
        if (outcome == BLOCKED) return false;
        w->statistics.transitions++;
        if (outcome == THREW) note_throw(w, from, &next);
        else from->made++;
        if (w->batch.keys.count + from->made == BATCH_SIZE) {
            submit(w, pieces, from);
            worker_flush(w);
        }
    } while (++next.choice < next.choices);
    return true;
}

FOR_EACH_LENGTH void expand(Worker *w, uint32_t pieces, Source *from)
{
    uint32_t movable = 0;
    for (uint32_t actor = 0; actor < from->subject->actor_count; actor++)
        movable |= (uint32_t)expand_actor(w, pieces, from, actor) << actor;
    submit(w, pieces, from);
    crowds_add(&w->crowds, &w->statistics, movable);
    if (movable == 0) worker_note_halt(w, from->number);
}

/* Where states are kept whole they need not be opened. */
static inline const uint8_t *bytes_of(Worker *w, uint32_t number)
{
    const uint8_t *whole = store_inside_whole(w->exploration->store, number);
    if (whole) return whole;
    store_open(w->exploration->store, number, &w->opened);
    return w->opened.bytes;
}

void worker_visit_short(Worker *worker, uint32_t state)
{
    const Subject *subject = worker->exploration->explored.question->subject;
    Source from = {.subject = subject, .number = state, .bytes = bytes_of(worker, state)};
    switch (worker->batch.keys.pieces) {
    case 1:
        expand(worker, 1, &from);
        break;
    case 2:
        expand(worker, 2, &from);
        break;
    default:
        expand(worker, 0, &from);
    }
}
