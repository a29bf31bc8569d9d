/* Complete searches with reductions, and what becomes of a failure that one finds.
 *
 * A reduced search answers for the whole.  Where it finds a failure, the question is searched again
 * without reductions, so that the counterexample is the canonical one, whatever reductions there
 * are, and the figures are those of an unreduced search.  Where that would take too long, the
 * schedule of the reduced search is translated instead: a good one, but not the shortest.
 */
#ifndef CHECKER_REDUCED_H
#define CHECKER_REDUCED_H

#include "checker/search/search.h"

/* STRATEGY_BFS and STRATEGY_DFS, with every reduction that the question and the options allow. */
Result search_reduced(const Question *question, const SearchOptions *options);

/* The reduced search by itself, whatever it finds, for comparing it with the unreduced one: its
 * schedule is translated, its figures are its own.  VERDICT_INCOMPLETE and *ret_groundless: safe
 * steps have no grounds in some state, so it is worth nothing.  Some reduction must be possible. */
Result search_only_reduced(const Question *question, const SearchOptions *options,
                           bool *ret_groundless);

#endif
