/* The moves out of one state: every enabled actor, every choice, in the order of actor and choice.
 */
#ifndef CHECKER_MOVES_H
#define CHECKER_MOVES_H

#include "checker/search/bytes.h"
#include "checker/search/search.h"

typedef struct Moves {
    /* Set by moves_begin. */
    const Subject *subject;
    const uint8_t *from;
    uint8_t *to; /* receives each successor; state_size bytes.  After a move that changed it, `to`
                  * may be pointed elsewhere */
    StepCount *counts; /* one for each step, or NULL: blocked, ran and threw are counted here */
    /* The current move, after moves_next returned true: outcome is RAN or THREW. */
    Move move;
    Outcome outcome;
    uint32_t message;
    bool changed;     /* `to` differs from `from` (otherwise the actor spins)... */
    uint64_t dirty;   /* ...bit i: in byte 64 i or one of the 63 after it */
    uint32_t movable; /* bit set of the actors that could move so far */
    /* Private. */
    Attempt attempt;
    bool pristine; /* `to` still equals `from` */
} Moves;

static inline void moves_begin(Moves *moves, const Subject *subject, const uint8_t *from,
                               uint8_t *to, StepCount *counts);
static inline bool moves_next(Moves *moves);

/* Can any actor move here? */
bool moves_any(const Subject *subject, const uint8_t *state);

/* -------- in the header, because every transition of every search goes through it -------- */

static inline void moves_begin(Moves *moves, const Subject *subject, const uint8_t *from,
                               uint8_t *to, StepCount *counts)
{
    *moves = (Moves){.subject = subject, .from = from, .to = to, .counts = counts};
}

/* Abort: this attempt breaks the contract of subject.h. */
_Noreturn void moves_accuse(const Subject *subject, const Attempt *attempt, Outcome outcome);

static inline bool moves_keep_contract(const Subject *subject, const Attempt *attempt,
                                       Outcome outcome)
{
    if (attempt->step >= subject->step_count || outcome == NOT_MINE) return false;
    Awaiting awaits = subject->steps[attempt->step].awaits;
    if (outcome == BLOCKED ? !awaits || attempt->choice > 0 : awaits == AWAITS_NOBODY) return false;
    return attempt->choices > attempt->choice && attempt->choices <= UINT16_MAX;
}

/* One attempt, in `to`, which equals `from`, held to the contract. */
static inline Outcome moves_try(const Subject *subject, const uint8_t *from, uint8_t *to,
                                Attempt *attempt)
{
    Outcome outcome = subject->attempt(subject->context, to, attempt);
    if (!moves_keep_contract(subject, attempt, outcome)) moves_accuse(subject, attempt, outcome);
#ifdef CHECKER_FOOTPRINT
    if (outcome == BLOCKED && memcmp(from, to, subject->state_size) != 0)
        moves_accuse(subject, attempt, outcome);
#else
    (void)from;
#endif
    return outcome;
}

static inline void moves_count(StepCount *counts, uint32_t step, Outcome outcome, uint64_t times)
{
    if (!counts) return;
    if (outcome == RAN) counts[step].ran += times;
    else if (outcome == THREW) counts[step].threw += times;
    else counts[step].blocked += times;
}

/* Bit i: byte 64 i or one of the 63 after it differs. */
static inline uint64_t moves_dirty_stretches(const uint8_t *from, const uint8_t *to, uint32_t size)
{
    uint64_t dirty = 0;
    uint32_t at = 0, stretch = 0;
    for (; at + BYTES_STRETCH <= size; at += BYTES_STRETCH, stretch++)
        dirty |= (uint64_t)!bytes_same_stretch(from + at, to + at) << stretch;
    if (at < size) dirty |= (uint64_t)!bytes_same(from + at, to + at, size - at) << stretch;
    return dirty;
}

/* Attempt the current choice of the current actor. */
static inline Outcome moves_attempt(Moves *moves)
{
    const Subject *subject = moves->subject;
    if (!moves->pristine) bytes_copy(moves->to, moves->from, subject->state_size);
    Outcome outcome = moves_try(subject, moves->from, moves->to, &moves->attempt);
    moves_count(moves->counts, moves->attempt.step, outcome, 1);

    moves->outcome = outcome;
    moves->dirty =
        outcome == BLOCKED ? 0 : moves_dirty_stretches(moves->from, moves->to, subject->state_size);
    moves->changed = moves->dirty != 0;
    /* Most attempts are blocked: they need no fresh copy after them. */
    moves->pristine = !moves->changed;
    return outcome;
}

static inline void moves_next_actor(Moves *moves)
{
    moves->attempt.actor++;
    moves->attempt.choice = 0;
}

static inline bool moves_next(Moves *moves)
{
    Attempt *at = &moves->attempt;
    while (at->actor < moves->subject->actor_count) {
        if (moves_attempt(moves) == BLOCKED) {
            moves_next_actor(moves);
            continue;
        }
        moves->move = (Move){
            .actor = (uint16_t)at->actor,
            .choice = (uint16_t)at->choice,
            .step = (uint16_t)at->step,
        };
        moves->message = at->message;
        moves->movable |= UINT32_C(1) << at->actor;
        if (++at->choice == at->choices) moves_next_actor(moves);
        return true;
    }
    return false;
}

#endif
