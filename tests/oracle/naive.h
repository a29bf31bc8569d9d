/* The reference checker: one page, no cleverness, full states in a hash table.
 *
 * Slow and obviously right; the real search is compared with it.
 */
#ifndef TESTS_ORACLE_NAIVE_H
#define TESTS_ORACLE_NAIVE_H

#include "checker/search/search.h"

#define NAIVE_NEVER UINT32_MAX

/* What a complete breadth-first pass found.  Failures end their own run and the pass goes on: a
 * violating state is counted but not expanded; a throwing step is a transition without a successor.
 * The distances are steps from an initial state to the first failure of each kind (a throw counts
 * its own step), NAIVE_NEVER if there is none. */
typedef struct Naive {
    uint64_t states, transitions, deadlocks, violating, throws;
    uint32_t levels; /* one more than the longest of the shortest distances */
    uint32_t violates_at, throws_at, deadlock_at;
} Naive;

/* Only CHECK_ALWAYS is looked at. */
Naive naive_search(const Subject *subject, const Check *checks, uint32_t check_count);

#endif
