/* Reductions, as a policy: what is searched less than fully, and what is answered then.
 *
 * Where everything holds, the answer and the figures are those of the reduced search.  A failure is
 * searched for once more without reductions, so that what is shown does not depend on them: the
 * same schedule and the same figures with and without.  Only where that would take too long the
 * schedule that the reduced search found is shown, which is a good one, but not the shortest.
 */
#ifndef CHECKER_REDUCE_H
#define CHECKER_REDUCE_H

#include "checker/search/search.h"

/* STRATEGY_BFS and STRATEGY_DFS, with every reduction that the question and the options allow. */
Result search_reduced(const Question *question, const SearchOptions *options);

#endif
