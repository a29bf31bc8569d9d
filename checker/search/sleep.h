/* Sleep sets: moves that need not be made, because what they lead to is reached another way.
 *
 * Two actors, a and b, can move in a state s, and neither looks at what the other changes.  Then
 * their moves lead to the same state u in either order:
 *
 *         s --a--> t --b--> u          s --b--> r --a--> u
 *
 * and it is enough to make one of the last two moves.  Here it is the one by the greater actor: if
 * b < a, then b sleeps in t.  That is so whether or not the move of b was made in s.
 *
 * Every state is reached all the same.  A move to u that is not made is replaced by that of a
 * greater actor to u, from r, which is stored too; if that actor sleeps as well, by one of a still
 * greater actor; and actors are few.  Nor is a state found later, breadth-first: r is no deeper
 * than t.  But r must really be expanded.  States where something is violated are not: from the
 * first of them on nobody sleeps any more (r is stored and judged before t is expanded, a level
 * later).
 *
 * So states, their distances and verdicts are the same as without, and so are transitions: a move
 * that is not made is counted.  What it would be is known, because it is what it was in s: so it is
 * not even looked up.  (Godefroid, "Partial-order methods for the verification of concurrent
 * systems", 1996: sleep sets save moves, not states.  There each state keeps a set, which must
 * shrink when the state is reached again.  Here only lesser actors sleep, and only those that could
 * have moved one step before; what was true the first time a state was reached stays true.)
 *
 * For breadth-first searches.  All workers note and read at once; a level is begun by one. */
#ifndef CHECKER_SLEEP_H
#define CHECKER_SLEEP_H

#include "checker/search/reservation.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Only the first actors sleep, so who does in a state is a byte; and only in the first states of a
 * level. */
#define SLEEP_ACTORS 8
#define SLEEP_STATES (UINT32_C(1) << 27)
typedef uint8_t Sleepers;

/* What one actor's move looks at and changes, as bit sets over places of the state; what it changes
 * it also looks at.  A bit may stand for several places: then some are awake that could sleep. */
typedef struct Scope {
    uint32_t looks, changes;
} Scope;

#define SCOPE_PLACES 32
static inline uint32_t scope_bit(uint32_t place)
{
    return UINT32_C(1) << place % SCOPE_PLACES;
}

/* The move of an actor that has no choice. */
typedef struct Mover {
    Scope scope;
    uint32_t step;
} Mover;

/* What is noted of the states of one level when they are found. */
typedef struct SleepNotes {
    uint32_t first; /* state */
    Sleepers *sleepers;
    uint32_t *parents; /* the states that they were reached from */
    Reservation sleepers_reservation, parents_reservation;
} SleepNotes;

/* And when they are expanded. */
typedef struct SleepMovers {
    Mover *movers; /* of each state from `first` on, by actor */
    uint32_t first;
    Reservation reservation;
} SleepMovers;

typedef struct Sleep {
    bool possible;       /* or nobody ever sleeps */
    atomic_bool is_over; /* nobody sleeps any more */
    uint32_t actors;     /* that may sleep */
    SleepNotes now, next;
    SleepMovers before, moving; /* of the level before, of the current one */
} Sleep;

/* For searches of so many actors.  Without address space it is not possible. */
void sleep_init(Sleep *sleep, uint32_t actor_count);
void sleep_clear(Sleep *sleep); /* also one that is all zero */

/* The states first <= number < end are expanded now; those from `end` on will be found. */
void sleep_next_level(Sleep *sleep, uint32_t first, uint32_t end);

/* -------- in the header, because every move of a search goes through it -------- */

/* A new state: who sleeps there, and where it was reached from. */
static inline void sleep_note(Sleep *sleep, uint32_t state, uint32_t parent, Sleepers sleepers)
{
    uint32_t i = state - sleep->next.first;
    if (i >= SLEEP_STATES) return;
    sleep->next.sleepers[i] = sleepers;
    sleep->next.parents[i] = parent;
}

/* A state that is being expanded, actor by actor in ascending order. */
typedef struct Nap {
    uint32_t sleepers;   /* actors */
    uint32_t moving;     /* those before the current one that can move and may sleep */
    uint32_t most;       /* actors that may sleep */
    const Mover *before; /* of the state that this one was reached from */
    Mover *movers;
} Nap;

/* Begin to expand this state. */
static inline void sleep_in(const Sleep *sleep, uint32_t state, Nap *ret_nap)
{
    uint32_t i = state - sleep->now.first;
    *ret_nap = (Nap){0};
    if (!sleep->possible || i >= SLEEP_STATES) return;
    if (atomic_load_explicit(&sleep->is_over, memory_order_relaxed)) return;
    ret_nap->most = sleep->actors;
    ret_nap->movers = &sleep->moving.movers[(size_t)i * sleep->actors];
    ret_nap->sleepers = sleep->now.sleepers[i];
    if (!ret_nap->sleepers) return;
    uint32_t parent = sleep->now.parents[i] - sleep->before.first;
    ret_nap->before = &sleep->before.movers[(size_t)parent * sleep->actors];
    __builtin_prefetch(ret_nap->before);
}

static inline bool nap_sleeps(const Nap *nap, uint32_t actor)
{
    return nap->sleepers >> actor & 1;
}

/* Number by number: what is written in parts and soon read as a whole makes a processor wait. */
static inline void nap_note(Nap *nap, uint32_t actor, Scope scope, uint32_t step)
{
    Mover *mover = &nap->movers[actor];
    mover->scope.looks = scope.looks;
    mover->scope.changes = scope.changes;
    mover->step = step;
    nap->moving |= UINT32_C(1) << actor;
}

/* This actor, who has no choice, can make this move.  Who sleeps where it leads to? */
static inline Sleepers nap_move(Nap *nap, uint32_t actor, Scope scope, uint32_t step)
{
    uint32_t sleepers = 0, most = actor < nap->most ? actor : nap->most;
    for (uint32_t i = 0; i < most; i++) {
        const Scope *other = &nap->movers[i].scope;
        uint32_t shared = (other->looks & scope.changes) | (scope.looks & other->changes);
        sleepers |= (uint32_t)(shared == 0) << i;
    }
    sleepers &= nap->moving;
    if (actor < nap->most) nap_note(nap, actor, scope, step);
    return (Sleepers)sleepers;
}

/* This actor sleeps: its move is not made.  It is the step that it was one state before: returns
 * that. */
static inline uint32_t nap_pass(Nap *nap, uint32_t actor)
{
    const Mover *before = &nap->before[actor];
    nap_note(nap, actor, before->scope, before->step);
    return before->step;
}

#endif
