/* Which checks are false in a state, of those that need not be true everywhere: it is counted how
 * often they are.  Where a move changes nothing that a check watches, it is what it was one state
 * before, and need not be evaluated (Effect.noticed_by).
 *
 * For breadth-first searches: for the states of the current level and the next.  All workers note
 * and read at once; a level is begun by one. */
#ifndef CHECKER_TRUTHS_H
#define CHECKER_TRUTHS_H

#include "checker/search/reservation.h"
#include "checker/search/search.h"

/* Of the first checks, in the first states of a level. */
#define TRUTHS_CHECKS 8
#define TRUTHS_STATES (UINT32_C(1) << 27)

typedef struct LevelTruths {
    uint8_t *untrue; /* checks that are false, a bit set; of each state from `first` on */
    uint32_t first;
    Reservation reservation;
} LevelTruths;

/* All zero: nothing is kept. */
typedef struct Truths {
    uint64_t kept;   /* checks, as by judge_bit... */
    uint64_t unkept; /* ...and those that are not, though it is counted how often they are true */
    LevelTruths now, next;
} Truths;

/* `keeps`: for breadth-first.  Without address space nothing is kept. */
void truths_init(Truths *truths, const Question *question, bool keeps);
void truths_clear(Truths *truths);

/* The states first <= number < end are expanded now; those from `end` on will be found. */
void truths_next_level(Truths *truths, uint32_t first, uint32_t end);

/* What was noted of a state of the current level.  False: nothing. */
static inline bool truths_of(const Truths *truths, uint32_t state, uint64_t *ret_untrue)
{
    uint32_t i = state - truths->now.first;
    if (!truths->kept || i >= TRUTHS_STATES) return false;
    *ret_untrue = truths->now.untrue[i];
    return true;
}

/* A new state, where these are false. */
static inline void truths_note(Truths *truths, uint32_t state, uint64_t untrue)
{
    uint32_t i = state - truths->next.first;
    if (truths->kept && i < TRUTHS_STATES)
        truths->next.untrue[i] = (uint8_t)(untrue & truths->kept);
}

#endif
