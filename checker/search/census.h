/* How much of the whole did several searches see together, if no search kept what it saw?
 *
 * A sample tells: all states whose hash is below a threshold, each with the number of searches that
 * met it.  The threshold sinks as the sample fills up, so the sample stays a fair one of all states
 * seen (Bar-Yossef and others, RANDOM 2002).  From the states of the sample that one search only
 * met, and those that two did, follows how many none has met, at least (Chao, Biometrics 1987).
 */
#ifndef CHECKER_CENSUS_H
#define CHECKER_CENSUS_H

#include "checker/search/state_hash.h"

#define CENSUS_MOST 4096 /* states in the sample: figures are good to 2 or 3 % */

typedef struct CensusEntry {
    uint64_t hash;
    uint32_t times; /* 0: an empty place */
} CensusEntry;

typedef struct Census {
    uint32_t searches;
    /* Private. */
    uint64_t threshold;
    uint32_t count;
    CensusEntry entries[2 * CENSUS_MOST];
} Census;

void census_init(Census *census);
/* Another search begins. */
void census_begin(Census *census);
/* This search has met a state for the first time; `hash` is the same in all searches. */
void census_meet(Census *census, StateHash hash);

/* How many different states were met in all, estimated. */
double census_met(const Census *census);
/* Their share of all there are, estimated and rather too high; 1 after a single search, which
 * tells nothing about what it did not meet. */
double census_coverage(const Census *census);

#endif
