/* Where in a graph a goal is lost, for every state at once.
 *
 * search/prospect.h answers the same for one state by searching what lies ahead of it. */
#ifndef CHECKER_ANALYSIS_LOST_H
#define CHECKER_ANALYSIS_LOST_H

#include "checker/search/graph.h"

/* Bit set over the graph's states: those where a run that has not met the goal so far (it is one of
 * explored->question) may never meet it, and that is a failure that the question asks for.  With
 * CHECK_REACHABLE: can never meet it.  The caller frees it with free(). */
uint8_t *lost_states(const Graph *graph, const Explored *explored, const Check *goal);

#endif
