/* Expanding states that are their own strings, because they are short (store.h).
 *
 * All successors of some states are made first, side by side in the batch, and only then compared,
 * hashed and asked for: a processor that reads sixteen bytes at once, one of which was written just
 * before, waits until that byte has arrived in its cache. */
#include "checker/search/exploration.h"
#include "checker/search/judge.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"
#include "checker/search/statistics.h"
#include "checker/search/store_inside.h"

/* One function for each usual length of a state: `pieces` is a constant (bytes.h). */
#define FOR_EACH_LENGTH static inline __attribute__((always_inline))

/* States of a level that are expanded together, if they are kept whole. */
#define TOGETHER 8

/* Some states that are expanded together. */
typedef struct Group {
    const Subject *subject;
    bool tells;    /* attempts are to tell what they look at */
    uint32_t made; /* successors that stand in the batch behind those that belong to it */
    uint32_t changes[BATCH_SIZE]; /* by place in the batch: the bytes that each may differ in */
} Group;

/* One of them. */
typedef struct Source {
    Group *group;
    uint32_t number;
    const uint8_t *bytes;
    Nap *nap;
} Source;

/* -------- into the batch -------- */

FOR_EACH_LENGTH void copy(const Source *from, uint32_t pieces, uint8_t *to)
{
    uint32_t size = from->group->subject->state_size;
    if (pieces) bytes_copy_pieces(to, from->bytes, size, pieces);
    else bytes_copy(to, from->bytes, size);
}

/* Where states are kept whole they need not be opened. */
static inline const uint8_t *bytes_of(const Worker *w, uint32_t number)
{
    const uint8_t *whole = store_inside_whole(w->exploration->store, number);
    return whole ? whole : w->opened.bytes;
}

/* The next successor of the batch is the one that was made there. */
static inline void take(Batch *batch, uint32_t made)
{
    uint32_t place = batch->keys.count;
    if (place < made) {
        memcpy(store_slot(&batch->keys), store_string(&batch->keys, made), batch->keys.length);
        batch->parents[place] = batch->parents[made];
        batch->sleepers[place] = batch->sleepers[made];
    }
    batch->noticed_by[place] = JUDGE_ALL;
}

/* The bytes in which a successor is different.  Whoever sleeps was told what others change. */
FOR_EACH_LENGTH uint32_t difference(const Worker *w, uint32_t pieces, const Group *group,
                                    uint32_t made)
{
    const Subject *subject = group->subject;
    uint32_t size = pieces == 1 ? (uint32_t)sizeof(TwoWords) : subject->state_size;
    const uint8_t *from = bytes_of(w, w->batch.parents[made]);
    uint32_t differs = bytes_difference(from, store_string(&w->batch.keys, made), size);
    REQUIRE(!(differs & ~group->changes[made]),
            "%s: a step changes byte %d and does not tell that it writes it", subject->name,
            __builtin_ctz(differs & ~group->changes[made]));
    return differs;
}

/* The successors that were made belong to the batch, unless their actor spins. */
FOR_EACH_LENGTH void submit(Worker *w, uint32_t pieces, Group *group)
{
    Batch *batch = &w->batch;
    uint32_t first = batch->keys.count, end = first + group->made;
    for (uint32_t i = first; i < end; i++) {
        if (!difference(w, pieces, group, i)) continue;
        take(batch, i);
        store_inside_add(w->exploration->store, &batch->keys, pieces, &w->opened);
    }
    group->made = 0;
}

/* What an attempt tells.  A short state has few bytes: a word for each set of them. */
typedef struct Told {
    uint64_t read, wrote, own;
} Told;

/* The successor was made. */
static inline void keep(Worker *w, Source *from, const Attempt *attempt, const Told *told)
{
    Batch *batch = &w->batch;
    uint64_t changes = told->wrote | told->own;
    Scope scope = {(uint32_t)(told->read | changes), (uint32_t)changes};
    uint32_t i = batch->keys.count + from->group->made++;
    batch->parents[i] = from->number;
    from->group->changes[i] = from->group->tells ? scope.changes : UINT32_MAX;
    batch->sleepers[i] = 0;
    if (attempt->choices == 1)
        batch->sleepers[i] = nap_move(from->nap, attempt->actor, scope, attempt->step);
}

/* -------- one actor -------- */

/* One choice. */
FOR_EACH_LENGTH Outcome attempt(Worker *w, uint32_t pieces, Source *from, Attempt *attempt)
{
    uint8_t *to = store_string(&w->batch.keys, w->batch.keys.count + from->group->made);
    copy(from, pieces, to);
    Outcome outcome = moves_try(from->group->subject, from->bytes, to, attempt);
    moves_count(w->statistics.steps, attempt->step, outcome, 1);
    return outcome;
}

static void note_throw(Worker *w, const Source *from, const Attempt *attempt)
{
    Move move = {(uint16_t)attempt->actor, (uint16_t)attempt->choice, (uint16_t)attempt->step};
    worker_note_throw(w, from->number, move, attempt->message);
}

/* All choices; false: the actor cannot move. */
FOR_EACH_LENGTH bool expand_actor(Worker *w, uint32_t pieces, Source *from, uint32_t actor)
{
    Told told;
    Attempt next = {.actor = actor};
    if (from->group->tells) next.read = &told.read, next.wrote = &told.wrote, next.own = &told.own;
    do {
        told.read = told.wrote = told.own = 0;
        Outcome outcome = attempt(w, pieces, from, &next);
        if (outcome == BLOCKED) return false;
        w->statistics.transitions++;
        if (outcome == THREW) note_throw(w, from, &next);
        else keep(w, from, &next, &told);
        if (w->batch.keys.count + from->group->made == BATCH_SIZE) {
            submit(w, pieces, from->group);
            if (w->batch.keys.count == BATCH_SIZE) worker_flush(w);
        }
    } while (++next.choice < next.choices);
    return true;
}

/* Would it really take this step? */
static inline void audit_sleeper(const Source *from, uint32_t actor, uint32_t step)
{
#ifdef CHECKER_FOOTPRINT
    const Subject *subject = from->group->subject;
    uint8_t to[SUBJECT_MAX_STATE];
    Attempt awake = {.actor = actor};
    memcpy(to, from->bytes, subject->state_size);
    Outcome outcome = moves_try(subject, from->bytes, to, &awake);
    REQUIRE(outcome == RAN && awake.step == step && awake.choices == 1,
            "%s: %s does not move as it did before others moved", subject->name,
            subject->actors[actor]);
#else
    (void)from, (void)actor, (void)step;
#endif
}

/* The actor sleeps: it moves as it did before, and nobody looks how. */
static inline void pass(Worker *w, Source *from, uint32_t actor)
{
    uint32_t step = nap_pass(from->nap, actor);
    audit_sleeper(from, actor, step);
    w->statistics.steps[step].ran++;
    w->statistics.transitions++;
}

/* -------- a state -------- */

FOR_EACH_LENGTH void expand(Worker *w, uint32_t pieces, Source *from)
{
    uint32_t movable = 0;
    for (uint32_t actor = 0; actor < from->group->subject->actor_count; actor++) {
        bool moves = true;
        if (nap_sleeps(from->nap, actor)) pass(w, from, actor);
        else moves = expand_actor(w, pieces, from, actor);
        movable |= (uint32_t)moves << actor;
    }
    crowds_add(&w->crowds, &w->statistics, movable);
    if (movable == 0) worker_note_halt(w, from->number);
}

FOR_EACH_LENGTH void visit(Worker *w, uint32_t pieces, uint32_t first, uint32_t count)
{
    const Exploration *e = w->exploration;
    const Subject *subject = e->explored.question->subject;
    Group group;
    group.subject = subject;
    group.tells = e->sleep.possible;
    group.made = 0;
    Nap naps[TOGETHER];
    for (uint32_t i = 0; i < count; i++)
        sleep_in(&e->sleep, first + i, &naps[i]);
    store_inside_ask(e->store, first + count, count);
    for (uint32_t i = 0; i < count; i++) {
        if (bit_is_set(e->violating, first + i)) continue;
        if (!w->batch.keys.whole) store_open(e->store, first + i, &w->opened);
        expand(w, pieces, &(Source){&group, first + i, bytes_of(w, first + i), &naps[i]});
    }
    submit(w, pieces, &group);
    if (w->batch.keys.count == BATCH_SIZE) worker_flush(w);
}

uint32_t worker_visit_short(Worker *worker, uint32_t first, uint32_t most)
{
    uint32_t count = !worker->batch.keys.whole ? 1 : most < TOGETHER ? most : TOGETHER;
    switch (worker->batch.keys.pieces) {
    case 1:
        visit(worker, 1, first, count);
        break;
    case 2:
        visit(worker, 2, first, count);
        break;
    default:
        visit(worker, 0, first, count);
    }
    return count;
}
