/* The probability that a random run fails, from the places of its chain.
 *
 * Runs are as long as it takes.  What is computed is a lower and an upper bound: the components of
 * the chain are solved one after the other, those that moves lead to first, and within a component
 * both bounds are iterated until they meet (interval iteration: Haddad and Monmege, "Reachability
 * in MDPs: refining convergence of value iteration", 2014).  Rounding errors are part of the
 * bounds.
 */
#ifndef CHECKER_ANALYSIS_HITTING_H
#define CHECKER_ANALYSIS_HITTING_H

#include "checker/analysis/chain.h"

/* The true value lies between these. */
typedef struct Bounds {
    double lower, upper;
} Bounds;

/* Of a run that begins as runs do. */
Bounds hitting_probability(const Chain *chain);

/* The same from each place; the caller frees it with free(). */
Bounds *hitting_from_everywhere(const Chain *chain);

/* Both bounds moved apart by the rounding error of `operations` operations on numbers that are not
 * negative. */
Bounds bounds_widened(Bounds bounds, uint64_t operations);

#endif
