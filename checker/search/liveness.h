/* Goals that lie in the future: what a graph says about them. */
#ifndef CHECKER_LIVENESS_H
#define CHECKER_LIVENESS_H

#include "checker/search/components.h"
#include "checker/search/route.h"

/* CHECK_REACHABLE: the states from which no run reaches the goal.  Runs that end outside the graph
 * are not counted against it: a state is stuck only if some fair run goes on from it, or comes to
 * rest, without leaving the graph.  They count for it: reached is reached, even in a state where
 * the run fails.  Returns a bit set that the caller frees with free(), or NULL if there is none. */
uint8_t *stuck_states(const Graph *graph, const uint8_t *goal);

/* A run on which a goal never holds: it comes to rest at its end, or it goes round for ever. */
typedef struct Lasso {
    bool found;
    Route route;
    uint32_t cycle; /* its end is the state before hop `cycle`; route.length if it comes to rest */
} Lasso;

/* CHECK_EVENTUALLY: a run from a source on which the goal never holds.  A run that comes to rest
 * goes first, then the weakly fair cycle that is entered soonest; both shortest.  The caller frees
 * route.hops. */
Lasso goal_free_run(const Graph *graph, const uint8_t *goal);
/* The cycle, even if there is a run that comes to rest. */
Lasso goal_free_cycle(const Graph *graph, const uint8_t *goal);

/* A violated goal, as a verdict. */
Verdict lasso_verdict(const Lasso *lasso, const Check *goal);
Schedule lasso_schedule(const Lasso *lasso, const Graph *graph, const Explored *explored);

#endif
