/* Lossy searches: depth-first, and what was visited is remembered only in part.
 *
 * A failure that they find is real, with a schedule that leads there.  When they find none, that
 * says nothing for certain: a new state may have been taken for a known one, and what lies behind
 * it was not seen.  So they never answer VERDICT_HOLDS.  Goals are not judged, and what never
 * happened is no failure.
 */
#ifndef CHECKER_LOSSY_H
#define CHECKER_LOSSY_H

#include "checker/search/census.h"
#include "checker/search/explored.h"

#define LOSSY_DEFAULT_TABLE ((uint64_t)256 << 20) /* bytes */
#define LOSSY_DEFAULT_FUNCTIONS 3

/* The name of VERDICT_INCOMPLETE when a lossy search found nothing and no limit came first. */
const char *store_verdict(StoreKind store);
uint32_t store_fingerprint_bits(StoreKind store); /* 0: no fingerprints */

typedef struct LossyPlan {
    uint64_t seed;  /* chooses the hash functions and, with `shuffles`, the order */
    bool shuffles;  /* actors and choices in random order; otherwise in their own */
    Census *census; /* is told of every state stored; may be NULL */
} LossyPlan;

/* Search once.  The figures are added to result->statistics, which the caller makes; the verdict
 * and a schedule are set. */
void lossy_search(const Explored *explored, const LossyPlan *plan, Result *result);

/* One search, or SearchOptions.swarm of them. */
Result search_lossy(const Question *question, const SearchOptions *options);

#endif
