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
 * Somewhat more often an actor does not look at what has changed, but others look at what it
 * changes, or it is greater, or blocked.  Then it is awake, but does the same as in s, and that
 * need not be found out: it is constant.  What it does is named by the number of an edit (edits.h),
 * which only the worker knows who has expanded s.
 *
 * For breadth-first searches.  All workers note and read at once; a level is begun by one. */
#ifndef CHECKER_SLEEP_H
#define CHECKER_SLEEP_H

#include "checker/search/bytes.h"
#include "checker/search/memory.h"
#include "checker/search/reservation.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Only the first actors sleep, so who does in a state is a byte; and of a level only the first
 * states that each worker expands are noted. */
#define SLEEP_ACTORS 8
#define SLEEP_STATES (UINT32_C(1) << 27)

/* Actors of a state (bit sets): who sleeps, and who does the same as in the state that it was
 * reached from, because nothing has changed that they looked at. */
typedef struct Idle {
    uint8_t sleepers, constant;
} Idle;

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

/* What some actors do, side by side: they are looked at together. */
#define MOVERS_TOGETHER (SLEEP_ACTORS / 2)
typedef struct Movers {
    uint32_t looks[MOVERS_TOGETHER], changes[MOVERS_TOGETHER];
    uint32_t edit[MOVERS_TOGETHER]; /* (edits.h) */
} Movers;

/* What is noted of a state when it is found, by who has found it (finds.h). */
typedef struct SleepOrigin {
    uint32_t before; /* of the states that were expanded, the one that it was reached from... */
    uint16_t worker; /* ...by this one, one level ago */
    Idle idle;
} SleepOrigin;

/* And when it is expanded: whose numbers the movers' edits have (edits_tag); and which of them (bit
 * sets) can move, of these do not stay where they are, and have no choice.  With one group of
 * movers it is a cache line. */
typedef struct Moving {
    uint32_t tag;
    uint8_t movable, leading, plain;
    uint64_t spare;
    Movers movers[];
} Moving;

#define CACHE_LINE 64

/* Of the states of one level that one worker has expanded, one after the other. */
typedef struct SleepNotes {
    uint8_t *moving; /* Sleep.moving_size bytes each; NULL: there was no address space */
    uint32_t count;
    size_t touched; /* bytes, by this level and those before it */
    Reservation reservation;
} SleepNotes;

/* Where one worker writes nobody else does, so his notes stay in the cache of his processor. */
typedef struct SleepPages {
    _Alignas(MEMORY_APART) SleepNotes before; /* of the level before... */
    SleepNotes now;                           /* ...and of the current one */
} SleepPages;

typedef struct Sleep {
    bool possible;        /* or nobody ever sleeps */
    atomic_bool is_over;  /* nobody sleeps any more */
    uint32_t actors;      /* that may sleep, the first ones */
    uint32_t moving_size; /* bytes: one cache line or two */
    uint32_t workers;
    SleepPages *pages; /* of each worker */
} Sleep;

/* For searches of so many actors. */
void sleep_init(Sleep *sleep, uint32_t actor_count, uint32_t workers);
void sleep_clear(Sleep *sleep); /* also one that is all zero */

/* This worker is going to expand states. */
void sleep_begin(Sleep *sleep, uint32_t worker);
/* The next level begins, of which this worker is going to expand so many states, or more. */
void sleep_next_level(Sleep *sleep, uint32_t worker, uint32_t states);

/* -------- in the header, because every move of a search goes through it -------- */

static inline Moving *sleep_moving(const Sleep *sleep, const SleepNotes *notes, uint32_t i)
{
    return (Moving *)(notes->moving + (size_t)i * sleep->moving_size);
}

static inline const Moving *sleep_before(const Sleep *sleep, SleepOrigin origin)
{
    return sleep_moving(sleep, &sleep->pages[origin.worker].before, origin.before);
}

/* A state that is being expanded.  First it is noted what everybody does, then who is idle where
 * that leads to: what was written a moment ago cannot be read together at once. */
typedef struct Nap {
    uint32_t sleepers, constant;      /* actors */
    uint32_t movable, leading, plain; /* as of Moving: what is known so far */
    uint32_t most;                    /* actors that are noted, the first ones */
    uint32_t place;                   /* where, among the notes... */
    uint16_t worker;                  /* ...of this one */
    const Moving *before;             /* of the state that this one was reached from */
    Moving *moving;
} Nap;

/* This worker begins to expand a state of this origin, with edits whose tag is this. */
static inline void sleep_in(Sleep *sleep, uint32_t worker, SleepOrigin origin, uint32_t tag,
                            Nap *ret_nap)
{
    *ret_nap = (Nap){0};
    if (!sleep->possible) return;
    SleepNotes *notes = &sleep->pages[worker].now;
    if (!notes->moving || notes->count == SLEEP_STATES) return;
    ret_nap->most = sleep->actors;
    ret_nap->place = notes->count++;
    ret_nap->worker = (uint16_t)worker;
    ret_nap->moving = sleep_moving(sleep, notes, ret_nap->place);
    ret_nap->moving->tag = tag;
    Idle idle = origin.idle;
    if (!idle.constant) return;
    const Moving *before = sleep_before(sleep, origin);
    ret_nap->before = before;
    if (!atomic_load_explicit(&sleep->is_over, memory_order_relaxed))
        ret_nap->sleepers = idle.sleepers;
    if (before->tag != tag) return;
    ret_nap->constant = idle.constant;
    ret_nap->movable = before->movable & idle.constant;
    ret_nap->leading = before->leading & idle.constant;
    ret_nap->plain = before->plain & idle.constant;
}

/* A state with this origin will soon be expanded: ask memory for what is read of the one before. */
static inline void sleep_ask(const Sleep *sleep, SleepOrigin origin)
{
    if (!sleep->possible || !origin.idle.constant) return;
    const Moving *before = sleep_before(sleep, origin);
    __builtin_prefetch(before);
    __builtin_prefetch((const uint8_t *)before + sleep->moving_size - 1);
}

/* Who does the same as before does. */
static inline void nap_repeat(Nap *nap)
{
    if (!nap->constant) return;
    nap->moving->movers[0] = nap->before->movers[0];
    if (nap->constant >> MOVERS_TOGETHER) nap->moving->movers[1] = nap->before->movers[1];
}

/* This actor does that. */
static inline void nap_note(Nap *nap, uint32_t actor, Scope scope, uint32_t edit)
{
    Movers *movers = &nap->moving->movers[actor / MOVERS_TOGETHER];
    movers->looks[actor % MOVERS_TOGETHER] = scope.looks;
    movers->changes[actor % MOVERS_TOGETHER] = scope.changes;
    movers->edit[actor % MOVERS_TOGETHER] = edit;
}

static inline void nap_noted(const Nap *nap)
{
    if (!nap->most) return;
    nap->moving->movable = (uint8_t)nap->movable;
    nap->moving->leading = (uint8_t)nap->leading;
    nap->moving->plain = (uint8_t)nap->plain;
}

typedef uint32_t Together __attribute__((vector_size(sizeof(uint32_t[MOVERS_TOGETHER]))));

/* Bit i: there is none of these places in set i. */
static inline uint32_t sets_without(Together sets)
{
#ifdef __SSE2__
    __m128i none = _mm_cmpeq_epi32((__m128i)sets, _mm_setzero_si128());
    return (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(none));
#else
    uint32_t without = 0;
    for (uint32_t i = 0; i < MOVERS_TOGETHER; i++)
        without |= (uint32_t)(sets[i] == 0) << i;
    return without;
#endif
}

/* Of these: who does not look at what this move changes, and of those, of whom the reverse is also
 * true. */
static inline Idle movers_idle(const Movers *movers, Scope scope)
{
    Together looks, changes;
    memcpy(&looks, movers->looks, sizeof looks);
    memcpy(&changes, movers->changes, sizeof changes);
    uint32_t constant = sets_without(looks & scope.changes);
    return (Idle){(uint8_t)(constant & sets_without(changes & scope.looks)), (uint8_t)constant};
}

/* All are noted.  The origin of a state that this move leads to: who is idle there? */
static inline SleepOrigin nap_move(const Nap *nap, uint32_t actor, Scope scope)
{
    if (!nap->most) return (SleepOrigin){0};
    Idle idle = movers_idle(&nap->moving->movers[0], scope);
    uint32_t apart = idle.sleepers, constant = idle.constant;
    if (nap->most > MOVERS_TOGETHER) {
        idle = movers_idle(&nap->moving->movers[1], scope);
        apart |= (uint32_t)idle.sleepers << MOVERS_TOGETHER;
        constant |= (uint32_t)idle.constant << MOVERS_TOGETHER;
    }
    uint32_t lesser = (UINT32_C(1) << actor) - 1;
    constant &= (UINT32_C(1) << nap->most) - 1;
    return (SleepOrigin){
        nap->place, nap->worker, {(uint8_t)(apart & nap->plain & lesser), (uint8_t)constant}};
}

#endif
