/* Simulated runs: how many of them fail.
 *
 * The runs are those of search_random and search_pct, with the same seeds, but none of them ends
 * the series.  Where a run ends without a goal, a search of what lies ahead decides
 * (search/prospect.h), so that nothing here rests on the chain of the question.
 */
#ifndef CHECKER_ANALYSIS_SAMPLE_H
#define CHECKER_ANALYSIS_SAMPLE_H

#include "checker/search/policy.h"
#include "checker/search/search.h"

typedef struct Sample {
    uint64_t runs, hits;
    uint64_t undecided; /* of the runs: too much lay ahead of where they ended */
    uint64_t steps;     /* of all runs together */
    const char *ended;  /* what ended the series early: "time", "interrupt", "memory"; or NULL */
} Sample;

/* Let `policy` walk `runs` times, with the seeds that follow from `options->seed`, each for at most
 * `step_limit` steps. */
Sample sample(const Question *question, const SearchOptions *options, Policy *policy, uint64_t runs,
              uint32_t step_limit);

#endif
