/* Complete searches with reductions, and what becomes of a failure that one finds.
 *
 * A reduced search answers for the whole.  Where it finds a failure, the question is searched again
 * without reductions, so that the counterexample is the canonical one, whatever reductions there
 * are, and the figures are those of an unreduced search.  Where that would take too long, the
 * schedule of the reduced search is translated instead. */
#ifndef CHECKER_REDUCED_H
#define CHECKER_REDUCED_H

#include "checker/search/search.h"

/* STRATEGY_BFS and STRATEGY_DFS. */
Result search_reduced(const Question *question, const SearchOptions *options);

/* untwist.c: a schedule of the original question for one of its quotient by the symmetry: from the
 * same initial state, at each step a move to a state whose representative is the next one.  False
 * if representatives are too coarse to find one; then *ret_schedule is empty. */
bool untwist(const Question *question, const Schedule *of_quotient, Schedule *ret_schedule);

#endif
