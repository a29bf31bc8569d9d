/* What attempts make of the string that a state is kept as (store.h), found from the string alone.
 *
 * The recording knows what an attempt does from the bytes that it looks at.  In the string these
 * are numbers at a few places (shape.h), and whatever it changes is at some of them too.  So where
 * the same numbers come again, at the same places, some are replaced by the same others: that is an
 * edit.  For each actor and choice there is a tree, each fork of which asks for some bits of the
 * string, and an edit is at each end.  A successor is neither made nor cut into leaves: its string
 * is its predecessor's, with other bits under a mask.  (The idea is that of local transitions in
 * LTSmin: Blom, van de Pol, Weber, "Bridging the gap between enumerative and symbolic model
 * checkers", 2009.)
 *
 * Nothing is guessed: numbers are compared, and different leaves have different numbers.  Tens of
 * millions of states need some ten thousand edits; if there are too many to be kept, all are
 * forgotten and learned anew.
 *
 * Belongs to one thread, as the recording does; the leaves are shared.
 */
#ifndef CHECKER_EDITS_H
#define CHECKER_EDITS_H

#include "checker/search/bytes.h"
#include "checker/search/recording.h"
#include "checker/search/reservation.h"
#include "checker/search/sleep.h"
#include "checker/search/store.h"

/* Sixteen bytes of the string, the next piece (bytes.h) or the next sixteen if it has no pieces:
 * what they keep, and what comes there. */
typedef struct Patch {
    uint64_t keep[2], set[2];
} Patch;

typedef enum EditKind {
    EDIT_BLOCKED,
    EDIT_PLAIN, /* it runs, and there is no choice */
    EDIT_OTHER  /* there is one, or it throws */
} EditKind;

/* With its patches, as many as every edit has, a cache line if the string is one piece. */
typedef struct Edit {
    Scope scope;         /* places of the string */
    uint64_t noticed_by; /* as the effect's... */
    uint16_t choices;
    uint8_t kind;      /* EditKind */
    bool has_patches;  /* or the state stays as it is, if it moves at all */
    uint32_t attempt;  /* whose: choice * actors + actor, so that no state counts it twice */
    uint32_t spare[2]; /* to half a cache line */
    Patch patches[];
} Edit;

/* What a fork asks for: some bits of sixteen bytes of the string. */
typedef struct Ask {
    uint64_t mask[2];
    uint32_t at;     /* byte */
    uint32_t places; /* as in a scope */
} Ask;

/* Where a tree goes on: at a fork (with the bit set), or at an edit, by its number. */
typedef uint32_t Way;

#define WAY_FORK (UINT32_C(1) << 31)
#define WAY_NOWHERE UINT32_C(0) /* nobody has come this way yet; no edit has this number */

/* What a fork finds there. */
typedef struct Answer {
    uint64_t word[2];
} Answer;

/* From a fork, with this found, the way goes on so. */
typedef struct Turn {
    Answer found;
    Way fork; /* 0: none */
    Way way;
} Turn;

/* The places of the string that a node of the recording asks for. */
typedef struct NodePlaces {
    uint32_t first, count; /* in Edits.places; none: it has not been worked out */
} NodePlaces;

typedef struct Edits {
    Recording *recording;
    const Store *store;
    Statistics *statistics;
    uint32_t member; /* of the crew: this one's */
    uint32_t actor_count;
    Way *roots; /* by actor, of each first choice, then of each second... */
    uint32_t roots_count, roots_room;
    Turn *turns;
    uint32_t turn_shift; /* 64 less the bits that choose a place */
    uint32_t turn_count;
    Ask *asks; /* by fork; the first is none */
    uint32_t fork_count, asks_room;
    uint8_t *pool; /* the edits, by number; the first is none */
    Reservation pool_reservation;
    uint32_t edit_size;     /* bytes, with patches */
    const Effect **effects; /* by number... */
    uint32_t *times;        /* ...found, and not counted in statistics yet */
    uint32_t edit_count, edits_room;
    uint32_t *unique; /* numbers of edits, by what these are (edits_unique.c); 0: none */
    uint32_t unique_shift;
    NodePlaces *nodes; /* by node */
    uint32_t node_count, nodes_room;
    uint16_t *places;
    uint32_t place_count, places_room;
    uint32_t added, length;      /* of the store's shape, as far as known here */
    uint64_t learned, forgotten; /* edits; times that all were */
} Edits;

/* When there are half as many turns as 2 to the power of this, all is forgotten; 24 MiB.  At
 * least 10: there must be room for the attempts of all states that are expanded together.  Tests
 * lower it, before a search begins. */
extern uint32_t edits_most_turn_bits;
#define EDITS_USUAL_TURN_BITS 20

/* For states of this store.  What attempts are found to do is counted in
 * `statistics`, some time later (edits_count).  All is borrowed.  NULL: there is no address space.
 */
Edits *edits_new(Recording *recording, const Store *store, Statistics *statistics, uint32_t member);
void edits_free(Edits *edits); /* NULL is fine; counts nothing */

/* The number of what an attempt makes of a string, or WAY_NOWHERE: that has to be learned.  Valid
 * until all are forgotten.  After a string there are 16 bytes more that can be read. */
static inline uint32_t edits_find(const Edits *edits, const uint8_t *string, uint32_t actor,
                                  uint32_t choice);
/* States whose edits are found together, and what these have of actors at most. */
#define EDITS_MOST_STATES 8
#define EDITS_MOST_AHEAD 64

static inline Edit *edits_at(const Edits *edits, uint32_t edit)
{
    return (Edit *)(edits->pool + (size_t)edit * edits->edit_size);
}

static inline const Effect *edits_effect(const Edits *edits, uint32_t edit)
{
    return edits->effects[edit];
}

/* The numbers of edits are of use to whoever has the same tag. */
static inline uint32_t edits_tag(const Edits *edits)
{
    return (uint32_t)edits->forgotten << 8 | edits->member;
}

/* What edits_find says of the first choice of some actors (bit sets) in several states, side by
 * side, so that one look-up waits for memory while others work.  ret_edits[i] is for state i /
 * actor_count, actor i % actor_count: the number of its edit; false: some is WAY_NOWHERE. */
bool edits_look_ahead(const Edits *edits, const uint8_t *const *strings, const uint32_t *wanted,
                      uint32_t count, uint32_t *ret_edits);

/* Learn it, in a state that is open, and has this string.  WAY_NOWHERE: the store is cramped, or
 * there are no numbers for leaves left. */
uint32_t edits_learn(Edits *edits, Opened *state, const uint8_t *string, uint32_t actor,
                     uint32_t choice);
/* The store may have been widened: what is known stays so, but all is forgotten if strings have
 * become longer. */
void edits_follow(Edits *edits);

/* The successor's string, whatever its length; up to 15 bytes more may be overwritten. */
void edits_apply(const Edit *edit, uint32_t length, const uint8_t *string, uint8_t *ret_string);

/* Abort unless the attempt, really made, does what was found. */
void edits_audit(Edits *edits, Opened *state, const uint8_t *string, uint32_t actor,
                 uint32_t choice, uint32_t edit);

/* Count all that was found and is not counted yet. */
void edits_count(Edits *edits);

/* Is it worth its time, after so many attempts?  A subject whose steps find other leaves each time
 * is quicker asked again. */
bool edits_pay(const Edits *edits, uint64_t attempts);
uint64_t edits_bytes(const Edits *edits); /* memory in use, without the recording */

/* -------- in the header, because every attempt of a search goes through it -------- */

/* Where the sixteen bytes of a patch begin. */
static inline uint32_t edits_patch_at(uint32_t patch, uint32_t length, uint32_t pieces)
{
    return pieces ? bytes_piece_at(patch, length, pieces) : patch * (uint32_t)sizeof(TwoWords);
}

static inline TwoWords edits_patched(const Patch *patch, const uint8_t *bytes)
{
    TwoWords keep, set;
    memcpy(&keep, patch->keep, sizeof keep);
    memcpy(&set, patch->set, sizeof set);
    return (bytes_two_words(bytes) & keep) | set;
}

/* Words, not vectors: it is multiplied next. */
static inline Answer edits_ask(const Ask *ask, const uint8_t *string)
{
    const uint8_t *at = string + ask->at;
    return (Answer){{
        bytes_word(at) & ask->mask[0],
        bytes_word(at + sizeof(uint64_t)) & ask->mask[1],
    }};
}

static inline uint64_t edits_hash(Answer found, Way fork)
{
    return bytes_fold(found.word[0] ^ (uint64_t)fork << 32, found.word[1] + fork);
}

static inline bool edits_is_turn(const Turn *turn, Answer found, Way fork)
{
    uint64_t difference = (turn->found.word[0] ^ found.word[0]) |
                          (turn->found.word[1] ^ found.word[1]) | (turn->fork ^ fork);
    return difference == 0;
}

/* The turn for what was found, or the empty place where it belongs. */
static inline const Turn *edits_turn_in(const Turn *turns, uint32_t shift, Answer found, Way fork)
{
    uint64_t at = edits_hash(found, fork) >> shift;
    while (turns[at].fork != 0 && !edits_is_turn(&turns[at], found, fork))
        at = (at + 1) & (UINT64_MAX >> shift);
    return &turns[at];
}

static inline const Ask *edits_ask_of(const Edits *edits, Way fork)
{
    return &edits->asks[fork & ~WAY_FORK];
}

static inline uint32_t edits_find(const Edits *edits, const uint8_t *string, uint32_t actor,
                                  uint32_t choice)
{
    uint32_t root = choice * edits->actor_count + actor;
    Way way = root < edits->roots_count ? edits->roots[root] : WAY_NOWHERE;
    while (way & WAY_FORK) {
        Answer found = edits_ask(edits_ask_of(edits, way), string);
        way = edits_turn_in(edits->turns, edits->turn_shift, found, way)->way;
    }
    return way;
}

#endif
