/* Expanding states with edits (edits.h): a successor is never made, only its string.
 *
 * A few states of a level are expanded together.  First it is found what every actor does in them,
 * then the successors are written: what is noted of moves has arrived in the cache by then
 * (sleep.h). */
#include "checker/search/exploration.h"
#include "checker/search/require.h"
#include "checker/search/store_inside.h"

typedef struct Group {
    const uint32_t *numbers;
    const SleepOrigin *origins;
    uint32_t count;
    const uint8_t *strings[EDITS_MOST_STATES];
    Nap naps[EDITS_MOST_STATES];
    uint32_t wanted[EDITS_MOST_STATES]; /* actors that are looked up; none of a violating state */
    bool expands[EDITS_MOST_STATES];    /* it is not violating */
    /* Of the first choice of each actor, and some room behind it. */
    uint32_t edits[EDITS_MOST_AHEAD + MOVERS_TOGETHER];
    uint64_t forgotten; /* of Edits, when they were found */
    bool is_lost;       /* the search has ended, and nothing is found any more */
} Group;

/* One of them. */
typedef struct Source {
    Group *group;
    uint32_t index;
} Source;

static inline uint32_t number_of(const Source *from)
{
    return from->group->numbers[from->index];
}

static inline const uint8_t *string_of(const Source *from)
{
    return from->group->strings[from->index];
}

/* What was found of its actors. */
static inline uint32_t *found_of(const Worker *w, const Source *from)
{
    return &from->group->edits[from->index * w->edits->actor_count];
}

/* -------- what is known -------- */

static inline const uint8_t *find_string(Worker *w, uint32_t i, uint32_t number)
{
    const Store *store = w->exploration->store;
    if (!w->ahead) return store_inside_whole(store, number);
    if (store->whole) return store_inside_string(store, number, w->bundle, w->ahead[i].list);
    store_open_folded(store, number, &w->ahead[i]);
    return store_leaves(store) ? w->ahead[i].list : w->ahead[i].bytes;
}

/* The store has no string for a successor.  True: it was cramped, and no longer is; what was found
 * ahead must be looked up again.  False: leaves are used up, or the search has ended. */
static bool make_way(Worker *w)
{
    Exploration *e = w->exploration;
    if (store_is_cramped(e->store)) {
        worker_flush(w);
        worker_make_room(w);
        return !e->ended;
    }
    if (e->ended) return false;
    store_add_string(e->store, &w->batch.keys, NULL, false);
    w->batch.parents[w->batch.keys.count - 1] = STORE_NONE;
    worker_flush(w); /* the store refuses it, and the search ends */
    return false;
}

/* WAY_NOWHERE: there is no string for the successor. */
static uint32_t learn(Worker *w, const Source *from, uint32_t actor, uint32_t choice)
{
    store_open_folded(w->exploration->store, number_of(from), &w->opened);
    return edits_learn(w->edits, &w->opened, string_of(from), actor, choice);
}

/* What could not be found ahead.  False: meanwhile all was forgotten, or there is no string for a
 * successor. */
static bool learn_missing(Worker *w, const Source *from)
{
    const Group *group = from->group;
    uint32_t *found = found_of(w, from);
    for (uint32_t left = group->wanted[from->index]; left; left &= left - 1) {
        uint32_t actor = (uint32_t)__builtin_ctz(left);
        if (found[actor] != WAY_NOWHERE) continue;
        uint32_t edit = edits_find(w->edits, string_of(from), actor, 0);
        if (edit == WAY_NOWHERE) edit = learn(w, from, actor, 0);
        if (edit == WAY_NOWHERE || group->forgotten != w->edits->forgotten) return false;
        found[actor] = edit;
    }
    return true;
}

/* Who does the same as before need not be looked up. */
static inline void find_constant(const Nap *nap, uint32_t *ret_edits)
{
    if (!nap->constant) return;
    memcpy(ret_edits, nap->before->movers[0].edit, sizeof nap->before->movers->edit);
    if (nap->constant >> MOVERS_TOGETHER == 0) return;
    memcpy(ret_edits + MOVERS_TOGETHER, nap->before->movers[1].edit,
           sizeof nap->before->movers->edit);
}

static bool find_all(Worker *w, Group *group)
{
    uint32_t actor_count = w->edits->actor_count;
    uint32_t all = (uint32_t)((UINT64_C(1) << actor_count) - 1);
    bool is_forgotten = group->forgotten != w->edits->forgotten;
    group->forgotten = w->edits->forgotten;
    for (uint32_t i = 0; i < group->count; i++) {
        Nap *nap = &group->naps[i];
        if (is_forgotten) nap->constant = 0;
        group->strings[i] = find_string(w, i, group->numbers[i]);
        group->wanted[i] = group->expands[i] ? all & ~nap->constant : 0;
        find_constant(nap, &group->edits[i * actor_count]);
    }
    if (edits_look_ahead(w->edits, group->strings, group->wanted, group->count, group->edits))
        return true;
    for (uint32_t i = 0; i < group->count; i++)
        if (!learn_missing(w, &(Source){group, i})) return false;
    return true;
}

/* Find what everybody does in all of the states. */
static void prepare(Worker *w, Group *group)
{
    while (!group->is_lost && !find_all(w, group)) {
        bool is_forgotten = group->forgotten != w->edits->forgotten;
        group->is_lost = !is_forgotten && !make_way(w);
    }
}

/* -------- into the batch -------- */

/* What was found ahead is gone if strings have become others, or edits were forgotten. */
static inline void flush(Worker *w, Group *group)
{
    worker_flush(w);
    if (group->forgotten != w->edits->forgotten) prepare(w, group);
}

#define MOST_PIECES 3

/* The string of the successor; returns its hash, if that is of use. */
SPECIALISED uint64_t write_string(const StoreBatch *keys, uint32_t pieces, const uint8_t *from,
                                  const Edit *edit, uint8_t *to)
{
    TwoWords words[MOST_PIECES];
    for (uint32_t i = 0; i < pieces; i++) {
        uint32_t at = bytes_piece_at(i, keys->length, pieces);
        words[i] = edits_patched(&edit->patches[i], from + at);
        memcpy(to + at, &words[i], sizeof words[i]);
    }
    return bytes_hash_words(words, pieces);
}

/* The same for strings of any length. */
static uint64_t write_any_string(const StoreBatch *keys, const uint8_t *from, const Edit *edit,
                                 uint8_t *to)
{
    edits_apply(edit, keys->length, from, to);
    return keys->whole ? bytes_hash(to, keys->length) : 0;
}

SPECIALISED void write(Worker *w, uint32_t pieces, const Source *from, const Edit *edit,
                       SleepOrigin origin)
{
    Batch *batch = &w->batch;
    uint32_t i = batch->keys.count;
    batch->parents[i] = number_of(from);
    batch->noticed_by[i] = edit->noticed_by;
    batch->origins[i] = origin;
    uint8_t *string = store_string(&batch->keys, i);
    bool is_usual = pieces && batch->keys.pieces == pieces; /* since the store was widened, not */
    uint64_t hash = is_usual ? write_string(&batch->keys, pieces, string_of(from), edit, string)
                             : write_any_string(&batch->keys, string_of(from), edit, string);
    const Opened *near = w->ahead ? &w->ahead[from->index] : NULL;
    store_inside_add(w->exploration->store, &batch->keys, hash, near);
    if (batch->keys.count == BATCH_SIZE) flush(w, from->group);
}

/* -------- one attempt -------- */

static inline void audit(Worker *w, const Source *from, uint32_t actor, uint32_t choice,
                         uint32_t edit)
{
#ifdef CHECKER_FOOTPRINT
    store_open_folded(w->exploration->store, number_of(from), &w->opened);
    edits_audit(w->edits, &w->opened, string_of(from), actor, choice, edit);
#else
    (void)w, (void)from, (void)actor, (void)choice, (void)edit;
#endif
}

/* Look it up, or learn it.  WAY_NOWHERE: the search has ended. */
static __attribute__((noinline)) uint32_t find_or_learn(Worker *w, const Source *from,
                                                        uint32_t actor, uint32_t choice)
{
    Group *group = from->group;
    while (!group->is_lost) {
        uint32_t edit = edits_find(w->edits, string_of(from), actor, choice);
        if (edit == WAY_NOWHERE) edit = learn(w, from, actor, choice);
        bool is_forgotten = group->forgotten != w->edits->forgotten;
        if (edit != WAY_NOWHERE && !is_forgotten) return edit;
        group->is_lost = !is_forgotten && !make_way(w);
        if (group->forgotten != w->edits->forgotten) prepare(w, group);
    }
    return WAY_NOWHERE;
}

/* What an edit leads to that is not plain, and moves. */
SPECIALISED void follow(Worker *w, uint32_t pieces, const Source *from, uint32_t number,
                        uint32_t actor, uint32_t choice)
{
    const Edit *edit = edits_at(w->edits, number);
    const Effect *effect = edits_effect(w->edits, number);
    if (effect->outcome == THREW) {
        Move move = {(uint16_t)actor, (uint16_t)choice, (uint16_t)effect->step};
        worker_note_throw(w, number_of(from), move, effect->message);
    } else if (edit->has_patches) {
        const Nap *nap = &from->group->naps[from->index];
        write(w, pieces, from, edit, nap_move(nap, actor, edit->scope));
    }
}

/* All choices of an actor, from the first, whose edit is known and counted. */
SPECIALISED void follow_all(Worker *w, uint32_t pieces, const Source *from, uint32_t first,
                            uint32_t actor)
{
    uint32_t choices = edits_at(w->edits, first)->choices;
    follow(w, pieces, from, first, actor, 0);
    for (uint32_t choice = 1; choice < choices; choice++) {
        uint32_t edit = find_or_learn(w, from, actor, choice);
        if (edit == WAY_NOWHERE) return;
        audit(w, from, actor, choice, edit);
        w->edits->times[edit]++;
        follow(w, pieces, from, edit, actor, choice);
    }
}

/* -------- a state -------- */

/* What this actor does, who has been looked up. */
static inline void note_actor(Worker *w, Nap *nap, uint32_t actor, uint32_t found)
{
    const Edit *edit = edits_at(w->edits, found);
    uint32_t moves = edit->kind != EDIT_BLOCKED, other = edit->kind == EDIT_OTHER;
    nap->movable |= moves << actor;
    nap->leading |= (other | edit->has_patches) << actor;
    nap->plain |= (moves & ~other) << actor;
    if (actor < nap->most) nap_note(nap, actor, edit->scope, found);
}

/* Note what everybody does, also who sleeps: that is counted, though not made. */
static inline void note(Worker *w, const Source *from)
{
    Nap *nap = &from->group->naps[from->index];
    const uint32_t *found = found_of(w, from);
    uint32_t *times = w->edits->times;
    nap_repeat(nap);
    for (uint32_t left = from->group->wanted[from->index]; left; left &= left - 1) {
        uint32_t actor = (uint32_t)__builtin_ctz(left);
        note_actor(w, nap, actor, found[actor]);
    }
    nap_noted(nap);
    for (uint32_t actor = 0, count = w->edits->actor_count; actor < count; actor++) {
        audit(w, from, actor, 0, found[actor]);
        times[found[actor]]++;
    }
}

SPECIALISED void expand(Worker *w, uint32_t pieces, const Source *from)
{
    Group *group = from->group;
    const Nap *nap = &group->naps[from->index];
    uint32_t movable = nap->movable;
    for (uint32_t left = nap->leading & ~nap->sleepers; left; left &= left - 1) {
        uint32_t actor = (uint32_t)__builtin_ctz(left), found = found_of(w, from)[actor];
        const Edit *edit = edits_at(w->edits, found);
        if (edit->kind == EDIT_OTHER) follow_all(w, pieces, from, found, actor);
        else write(w, pieces, from, edit, nap_move(nap, actor, edit->scope));
        if (group->is_lost) return;
    }
    crowds_add(&w->crowds, &w->statistics, movable);
    if (movable == 0) worker_note_halt(w, number_of(from));
}

/* -------- some states -------- */

static inline void begin(Worker *w, Group *group)
{
    Exploration *e = w->exploration;
    uint32_t tag = edits_tag(w->edits);
    for (uint32_t i = 0; i < group->count; i++) {
        sleep_in(&e->sleep, w->member, group->origins[i], tag, &group->naps[i]);
        group->expands[i] = !bit_is_set(e->violating, group->numbers[i]);
    }
    group->forgotten = w->edits->forgotten;
}

/* States that come next. */
static inline void ask_for(const Worker *w, Waiting coming)
{
    const Exploration *e = w->exploration;
    for (uint32_t i = 0; i < coming.count; i++) {
        sleep_ask(&e->sleep, coming.origins[i]);
        store_inside_ask(e->store, coming.numbers[i], w->bundle);
    }
}

SPECIALISED void visit(Worker *w, uint32_t pieces, Waiting now, Waiting coming)
{
    const Exploration *e = w->exploration;
    Group group;
    group.numbers = now.numbers;
    group.origins = now.origins;
    group.count = now.count;
    group.is_lost = false;
    begin(w, &group);
    ask_for(w, coming);
    prepare(w, &group);
    if (group.is_lost) return;
    for (uint32_t i = 0; i < now.count; i++)
        if (group.expands[i]) note(w, &(Source){&group, i});
    for (uint32_t i = 0; i < now.count && !e->ended; i++)
        if (group.expands[i]) expand(w, pieces, &(Source){&group, i});
}

/* The first so many of them, from this one on. */
static Waiting some_of(Waiting states, uint32_t from, uint32_t most)
{
    uint32_t left = states.count - from;
    return (Waiting){states.numbers + from, states.origins + from, left < most ? left : most};
}

uint32_t worker_visit_edited(Worker *worker, Waiting states)
{
    uint32_t together = EDITS_MOST_AHEAD / worker->edits->actor_count;
    if (together > EDITS_MOST_STATES) together = EDITS_MOST_STATES;
    Waiting now = some_of(states, 0, together), coming = some_of(states, now.count, now.count);
    switch (worker->batch.keys.pieces) {
    case 1:
        visit(worker, 1, now, coming);
        break;
    case 2:
        visit(worker, 2, now, coming);
        break;
    case 3:
        visit(worker, 3, now, coming);
        break;
    default:
        visit(worker, 0, now, coming);
    }
    return now.count;
}
