/* The probability that one run of PCT fails, exactly.
 *
 * The scheduler is that of --strategy pct (search/policy.h) with a given number of change points:
 * the distribution over places, priorities and change points still to come is followed step by step
 * from all orders of priorities at once.
 */
#ifndef CHECKER_ANALYSIS_PCT_CHAIN_H
#define CHECKER_ANALYSIS_PCT_CHAIN_H

#include "checker/analysis/hitting.h"

#define PCT_CHAIN_MOST_ACTORS 8
#define PCT_CHAIN_MOST_CHANGES 8

typedef struct PctPlan {
    uint32_t actor_count;
    uint32_t changes;    /* change points in a run, at most PCT_CHAIN_MOST_CHANGES */
    uint32_t length;     /* the steps that they are drawn from, above 0 */
    uint32_t step_limit; /* runs are cut off after so many steps */
    uint64_t most_work;  /* how many situations may be looked at */
} PctPlan;

/* False: there are too many actors, or the work would be too much. */
bool pct_chain(const Chain *chain, const PctPlan *plan, Bounds *ret_fails);

#endif
