/* What is wrong with one state, and whether the question asks about it. */
#ifndef CHECKER_JUDGE_H
#define CHECKER_JUDGE_H

#include "checker/search/search.h"

typedef enum Judgement {
    JUDGED_FINE,
    JUDGED_OTHER, /* a failure, but not the one that Question.find wants */
    JUDGED_FAILURE
} Judgement;

/* Would this failure end the search? */
Judgement judge_verdict(const Question *question, Verdict failure);

/* Evaluate every check in a state.  On JUDGED_FAILURE *ret_failure names the first declared
 * invariant that is violated and wanted.  `statistics` counts the predicates; it may be NULL. */
Judgement judge_state(const Question *question, const uint8_t *state, Statistics *statistics,
                      Verdict *ret_failure);

/* The same for a state that was reached from one where every CHECK_ALWAYS is true, by a move that
 * only these checks can notice: a bit set by judge_bit.  Counts those that are false; *ret_untrue
 * are they, as a bit set, too. */
Judgement judge_noticed(const Question *question, const uint8_t *state, uint64_t noticed_by,
                        uint64_t *check_false, uint64_t *ret_untrue, Verdict *ret_failure);

#define JUDGE_ALL UINT64_MAX
#define JUDGE_LAST_BIT 63 /* stands for all checks from there on */

static inline uint64_t judge_bit(uint32_t check)
{
    return UINT64_C(1) << (check < JUDGE_LAST_BIT ? check : JUDGE_LAST_BIT);
}

/* The same for a THREW move, by its message. */
Judgement judge_throw(const Question *question, uint32_t message, Verdict *ret_failure);

/* The same for a state where no actor can move. */
Judgement judge_halt(const Question *question, const uint8_t *state, Verdict *ret_failure);

/* The first declared CHECK_SOMETIMES that no state satisfied, if it is wanted. */
Judgement judge_sometimes(const Question *question, const Statistics *statistics,
                          Verdict *ret_failure);

/* Follow a schedule that fits the subject and judge where it ends; VERDICT_HOLDS if nothing is
 * wrong there. */
Verdict judge_schedule(const Question *question, const Schedule *schedule);

#endif
