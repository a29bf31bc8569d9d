/* What random runs have in common, whoever counts them. */
#ifndef CHECKER_RUNS_H
#define CHECKER_RUNS_H

#include "checker/search/search.h"

#define RUNS_DEFAULT_STEPS 1000     /* of one run, unless Limits.depth says something else */
#define RUNS_PROSPECT_STATES 200000 /* how much of what lies ahead of a run's end is searched */

/* How long runs are: the longest of a few.  PCT draws its change points from so many steps. */
uint32_t runs_longest_pilot(const Question *question, const SearchOptions *options);

#endif
