/* What becomes of random runs within so many steps: the distribution over the places of a chain,
 * step by step. */
#ifndef CHECKER_ANALYSIS_HORIZON_H
#define CHECKER_ANALYSIS_HORIZON_H

#include "checker/analysis/hitting.h"

typedef struct Horizon {
    uint32_t step_limit;
    Bounds fails;     /* the probability that a run fails, cut off after so many steps */
    double cut;       /* the probability that a run is cut off */
    double steps;     /* expected length of a run */
    double failing;   /* expected length of a run that fails; 0 if none does */
    uint32_t longest; /* of all runs, in steps; at most the limit */
} Horizon;

/* What --strategy random does with --max-depth `step_limit`. */
Horizon horizon(const Chain *chain, uint32_t step_limit);

#endif
