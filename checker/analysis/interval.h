/* What so many hits in so many trials say about the probability of one. */
#ifndef CHECKER_ANALYSIS_INTERVAL_H
#define CHECKER_ANALYSIS_INTERVAL_H

#include "checker/analysis/hitting.h"

/* The interval of Clopper and Pearson (1934): whatever the probability is, it lies inside in at
 * least the share `confidence` of all series of trials.  `hits` <= `trials`, trials > 0. */
Bounds interval(uint64_t hits, uint64_t trials, double confidence);

/* The probability of at most `hits` hits if each of `trials` has probability `p`. */
double interval_at_most(uint64_t hits, uint64_t trials, double p);

#endif
