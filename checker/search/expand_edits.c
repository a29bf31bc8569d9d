/* Expanding states with edits (edits.h): a successor is never made, only its list.
 *
 * What every actor does in several states is looked up side by side, before any successor is
 * written. */
#include "checker/search/exploration.h"
#include "checker/search/require.h"
#include "checker/search/store_inside.h"

/* All of it is one function for each usual length of a list: `pieces` is a constant (bytes.h). */
#define FOR_EACH_LENGTH static inline __attribute__((always_inline))

/* A few states of a level that are expanded together.  Their successors are first written, side by
 * side, and then hashed: reading what was written a moment ago, in larger pieces, would have to
 * wait (expand_short.c). */
typedef struct Group {
    uint32_t first, count;
    uint32_t made; /* successors that stand in the batch behind those that belong to it */
    const uint8_t *lists[EDITS_MOST_STATES];
    Nap naps[EDITS_MOST_STATES];
    uint32_t sleepers[EDITS_MOST_STATES];
    uint32_t edits[EDITS_MOST_AHEAD]; /* edits_look_ahead */
    uint64_t forgotten;               /* then */
} Group;

/* One of them. */
typedef struct Source {
    Group *group;
    uint32_t number;
    const uint8_t *list;
    Nap *nap;
} Source;

/* -------- into the batch -------- */

FOR_EACH_LENGTH void copy_list(const StoreBatch *keys, uint32_t pieces, uint8_t *to,
                               const uint8_t *from)
{
    if (pieces) bytes_copy_pieces(to, from, keys->length, pieces);
    else bytes_copy(to, from, keys->length);
}

/* The state that the next successor is like, if that is of use. */
static inline const Opened *near_to(const Worker *w, const Group *group)
{
    return w->ahead ? &w->ahead[w->batch.parents[w->batch.keys.count] - group->first] : NULL;
}

/* The successors that were written belong to the batch. */
FOR_EACH_LENGTH void submit(Worker *w, uint32_t pieces, Group *group)
{
    for (; group->made > 0; group->made--)
        store_inside_add(w->exploration->store, &w->batch.keys, pieces, near_to(w, group));
    if (w->batch.keys.count == BATCH_SIZE) worker_flush(w);
}

FOR_EACH_LENGTH void write(Worker *w, uint32_t pieces, Source *from, const Edit *edit,
                           Sleepers sleepers)
{
    Batch *batch = &w->batch;
    uint32_t i = batch->keys.count + from->group->made++, patch = 0;
    uint8_t *string = store_string(&batch->keys, i);
    copy_list(&batch->keys, pieces, string, from->list);
    do
        ((Leaf *)string)[edit->patches[patch].place] = edit->patches[patch].leaf;
    while (++patch < edit->patch_count);
    batch->parents[i] = from->number;
    batch->noticed_by[i] = edit->noticed_by;
    batch->sleepers[i] = sleepers;
    if (i + 1 == BATCH_SIZE) submit(w, pieces, from->group);
}

/* The successor has a leaf for which there is no number: the store will say so. */
FOR_EACH_LENGTH void submit_nothing(Worker *w, uint32_t pieces, Source *from)
{
    Batch *batch = &w->batch;
    submit(w, pieces, from->group);
    batch->parents[batch->keys.count] = from->number;
    store_add_string(w->exploration->store, &batch->keys, NULL, false);
    worker_flush(w);
}

/* -------- one attempt -------- */

/* Look it up, or learn it.  NULL: there are no leaves left. */
static __attribute__((noinline)) Edit *find_or_learn(Worker *w, const Source *from, uint32_t actor,
                                                     uint32_t choice)
{
    Edit *edit = edits_find(w->edits, (const Leaf *)from->list, actor, choice);
    if (edit) return edit;
    store_open_folded(w->exploration->store, from->number, &w->opened);
    return edits_learn(w->edits, &w->opened, actor, choice);
}

static inline void audit(Worker *w, uint32_t number, uint32_t actor, uint32_t choice,
                         const Edit *edit)
{
#ifdef CHECKER_FOOTPRINT
    store_open_folded(w->exploration->store, number, &w->opened);
    edits_audit(w->edits, &w->opened, actor, choice, edit);
#else
    (void)w, (void)number, (void)actor, (void)choice, (void)edit;
#endif
}

/* Does it move as it is said to? */
static inline void audit_sleeper(Worker *w, const Source *from, uint32_t actor, uint32_t step)
{
#ifdef CHECKER_FOOTPRINT
    const Edit *edit = find_or_learn(w, from, actor, 0);
    REQUIRE(edit && edit->moves && !edit->throws && edit->choices == 1 &&
                edit->effect->step == step,
            "an actor that sleeps moves otherwise when it is awake");
#else
    (void)w, (void)from, (void)actor, (void)step;
#endif
}

/* What an edit leads to, if it moves. */
FOR_EACH_LENGTH void follow(Worker *w, uint32_t pieces, Source *from, const Edit *edit, Move move)
{
    if (edit->throws) {
        move.step = (uint16_t)edit->effect->step;
        worker_note_throw(w, from->number, move, edit->effect->message);
        return;
    }
    Sleepers sleepers = 0;
    if (edit->choices == 1)
        sleepers = nap_move(from->nap, move.actor, edit->scope, edit->effect->step);
    if (edit->patch_count > 0) write(w, pieces, from, edit, sleepers);
}

/* -------- a state -------- */

/* It moves as it did before, and nobody looks how. */
static inline void pass(Worker *w, Source *from, uint32_t actor)
{
    uint32_t step = nap_pass(from->nap, actor);
    w->statistics.steps[step].ran++;
    w->statistics.transitions++;
    audit_sleeper(w, from, actor, step);
}

/* All choices of one actor, from the first, whose edit is known if it is not 0; false: it cannot
 * move. */
FOR_EACH_LENGTH bool expand_actor(Worker *w, uint32_t pieces, Source *from, uint32_t actor,
                                  uint32_t known)
{
    Edit *edit = known ? edits_at(w->edits, known) : find_or_learn(w, from, actor, 0);
    uint32_t choice = 0, choices;
    for (;;) {
        if (!edit) {
            submit_nothing(w, pieces, from);
            return true;
        }
        audit(w, from->number, actor, choice, edit);
        edit->times++;
        if (!edit->moves) return false;
        choices = edit->choices;
        follow(w, pieces, from, edit, (Move){(uint16_t)actor, (uint16_t)choice, 0});
        if (++choice == choices) return true;
        edit = find_or_learn(w, from, actor, choice);
    }
}

FOR_EACH_LENGTH void expand(Worker *w, uint32_t pieces, Group *group, uint32_t i, uint32_t number)
{
    const uint32_t *known = &group->edits[i * w->edits->actor_count];
    uint32_t actor_count = w->edits->actor_count, movable = 0;
    Source from = {group, number, group->lists[i], &group->naps[i]};
    for (uint32_t actor = 0; actor < actor_count; actor++) {
        /* Whatever is learned here may have all forgotten that was found ahead. */
        bool is_known = group->forgotten == w->edits->forgotten;
        bool moves = true;
        if (nap_sleeps(from.nap, actor)) pass(w, &from, actor);
        else moves = expand_actor(w, pieces, &from, actor, is_known ? known[actor] : 0);
        movable |= (uint32_t)moves << actor;
    }
    crowds_add(&w->crowds, &w->statistics, movable);
    if (movable == 0) worker_note_halt(w, number);
}

/* -------- some states -------- */

static inline const uint8_t *list_of(Worker *w, uint32_t i, uint32_t number)
{
    const Store *store = w->exploration->store;
    if (!w->ahead) return store_inside_whole(store, number);
    store_open_folded(store, number, &w->ahead[i]);
    return w->ahead[i].list;
}

FOR_EACH_LENGTH void visit(Worker *w, uint32_t pieces, uint32_t first, uint32_t count)
{
    const Exploration *e = w->exploration;
    Group group;
    group.first = first;
    group.count = count;
    group.made = 0;
    group.forgotten = w->edits->forgotten;
    for (uint32_t i = 0; i < count; i++) {
        group.lists[i] = list_of(w, i, first + i);
        sleep_in(&e->sleep, first + i, &group.naps[i]);
        group.sleepers[i] = group.naps[i].sleepers;
    }
    store_inside_ask(e->store, first + count, count);
    edits_look_ahead(w->edits, group.lists, group.sleepers, count, group.edits);
    for (uint32_t i = 0; i < count && !e->ended; i++)
        if (!bit_is_set(e->violating, first + i)) expand(w, pieces, &group, i, first + i);
    submit(w, pieces, &group);
}

uint32_t worker_visit_edited(Worker *worker, uint32_t first, uint32_t most)
{
    uint32_t count = EDITS_MOST_AHEAD / worker->edits->actor_count;
    if (count > EDITS_MOST_STATES) count = EDITS_MOST_STATES;
    if (count > most) count = most;
    switch (worker->batch.keys.pieces) {
    case 2:
        visit(worker, 2, first, count);
        break;
    case 3:
        visit(worker, 3, first, count);
        break;
    default:
        visit(worker, 0, first, count);
    }
    return count;
}
