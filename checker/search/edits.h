/* What attempts make of the list of a state's leaves (leaves.h), found by the numbers of the leaves
 * alone.
 *
 * The recording knows what an attempt does from the bytes that it looks at.  In the list these are
 * a few leaves, and whatever it changes lies in them too.  So where the same leaves come again, in
 * the same places, some numbers are replaced by the same others: that is an edit.  For each actor
 * and choice there is a tree, each fork of which asks for the numbers of two leaves, and an edit is
 * at each end.  A successor is neither made nor cut into leaves: its list is its predecessor's with
 * two or three numbers changed.  (The idea is that of local transitions in LTSmin: Blom, van de
 * Pol, Weber, "Bridging the gap between enumerative and symbolic model checkers", 2009.)
 *
 * Nothing is guessed: numbers are compared, and different leaves have different numbers.  Tens of
 * millions of states need some ten thousand edits; if there are too many to be kept, all are
 * forgotten and learned anew.
 *
 * Belongs to one thread, as the recording does; the leaves are shared.
 */
#ifndef CHECKER_EDITS_H
#define CHECKER_EDITS_H

#include "checker/search/recording.h"
#include "checker/search/sleep.h"
#include "checker/search/store.h"

/* The leaf that comes to a place of the list. */
typedef struct Patch {
    uint16_t place;
    Leaf leaf;
} Patch;

typedef struct Edit {
    uint64_t times; /* found, and not counted in statistics yet */
    const Effect *effect;
    uint64_t noticed_by; /* as the effect's... */
    Scope scope;         /* places of the list */
    uint16_t choices;
    uint16_t patch_count; /* 0: the state stays as it is, if it moves at all */
    bool moves, throws;   /* the outcome is not BLOCKED, is THREW */
    Patch patches[];
} Edit;

/* Where a tree goes on: at a fork (with the bit set), which asks for these two places of the list
 * (which may be the same), or at an edit. */
typedef struct Way {
    uint32_t to;
    uint16_t place[2];
} Way;

#define WAY_FORK (UINT32_C(1) << 31)
#define WAY_NOWHERE UINT32_C(0) /* nobody has come this way yet */

/* From a fork, with these numbers at the places that it asks for, the way goes on so. */
typedef struct Turn {
    uint64_t key; /* the fork, then the two numbers; 0: none */
    Way way;
} Turn;

/* The places of the list that a node of the recording asks for. */
typedef struct NodePlaces {
    uint32_t first, count; /* in Edits.places; none: it has not been worked out */
} NodePlaces;

typedef struct Edits {
    Recording *recording;
    const Store *store;
    Statistics *statistics;
    uint32_t actor_count;
    Way *roots; /* by actor, of each first choice, then of each second... */
    uint32_t roots_count, roots_room;
    Turn *turns;
    uint32_t turn_shift; /* 64 less the bits that choose a place */
    uint32_t turn_count, fork_count;
    uint64_t *pool; /* the edits, one after the other, behind a word; a way to one is where it is */
    uint32_t pool_words, pool_room;
    NodePlaces *nodes; /* by node */
    uint32_t node_count, nodes_room;
    uint16_t *places;
    uint32_t place_count, places_room;
    uint64_t learned, forgotten; /* edits; times that all were */
} Edits;

/* When there are a third as many turns as 2 to the power of this, all is forgotten; 16 MiB.  At
 * least 8.  Tests lower it, before a search begins. */
extern uint32_t edits_most_turn_bits;
#define EDITS_USUAL_TURN_BITS 20

/* For states of this store, which has leaves.  What attempts are found to do is counted in
 * `statistics`, some time later (edits_count).  All is borrowed. */
Edits *edits_new(Recording *recording, const Store *store, Statistics *statistics);
void edits_free(Edits *edits); /* NULL is fine; counts nothing */

/* What an attempt makes of a list, or NULL: that has to be learned.  Valid until something is. */
static inline Edit *edits_find(const Edits *edits, const Leaf *list, uint32_t actor,
                               uint32_t choice);
/* The same for the first choice of every actor in several states, side by side, so that one look-up
 * waits for memory while others work; but for those who sleep there (bit sets).  ret_edits[i] is
 * for state i / actor_count, actor i % actor_count: where its edit is, or 0 if it has to be
 * learned. Valid until all are forgotten. */
void edits_look_ahead(const Edits *edits, const uint8_t *const *lists, const uint32_t *sleepers,
                      uint32_t count, uint32_t *ret_edits);
#define EDITS_MOST_STATES 8
#define EDITS_MOST_AHEAD 64 /* states times actors; or one state */

static inline Edit *edits_at(const Edits *edits, uint32_t edit)
{
    return (Edit *)&edits->pool[edit];
}

/* Learn it, in a state that is open.  NULL: there are no numbers for leaves left. */
Edit *edits_learn(Edits *edits, Opened *state, uint32_t actor, uint32_t choice);

/* Abort unless the attempt, really made, does what was found. */
void edits_audit(Edits *edits, Opened *state, uint32_t actor, uint32_t choice, const Edit *edit);

/* Count all that was found and is not counted yet. */
void edits_count(Edits *edits);

/* Is it worth its time, after so many attempts?  A subject whose steps find other leaves each time
 * is quicker asked again. */
bool edits_pay(const Edits *edits, uint64_t attempts);
uint64_t edits_bytes(const Edits *edits); /* memory in use, without the recording */

/* -------- in the header, because every attempt of a search goes through it -------- */

static inline uint64_t edits_key(Way way, const Leaf *list)
{
    return (uint64_t)way.to << 32 | (uint32_t)list[way.place[1]] << 16 | list[way.place[0]];
}

#define EDITS_SPREAD UINT64_C(0x9e3779b97f4a7c15)

/* The turn with this key, or the empty place where it belongs. */
static inline const Turn *edits_turn_in(const Turn *turns, uint32_t shift, uint64_t key)
{
    uint64_t at = key * EDITS_SPREAD >> shift;
    while (turns[at].key != key && turns[at].key != 0)
        at = (at + 1) & (UINT64_MAX >> shift);
    return &turns[at];
}

static inline Edit *edits_find(const Edits *edits, const Leaf *list, uint32_t actor,
                               uint32_t choice)
{
    uint32_t root = choice * edits->actor_count + actor;
    if (root >= edits->roots_count) return NULL;
    Way way = edits->roots[root];
    while (way.to & WAY_FORK)
        way = edits_turn_in(edits->turns, edits->turn_shift, edits_key(way, list))->way;
    return way.to == WAY_NOWHERE ? NULL : edits_at(edits, way.to);
}

#endif
