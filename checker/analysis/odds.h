/* How likely is it that a test which runs once meets the failure? */
#ifndef CHECKER_ANALYSIS_ODDS_H
#define CHECKER_ANALYSIS_ODDS_H

#include "checker/analysis/horizon.h"
#include "checker/analysis/sample.h"

/* Of the intervals around what was simulated.  So high that a series which does not agree is a
 * mistake rather than bad luck. */
#define ODDS_CONFIDENCE 0.99999

/* A series of simulated runs, and whether what it shows agrees with what was computed. */
typedef struct Simulation {
    Sample sample;
    Bounds interval; /* with ODDS_CONFIDENCE; 0 and 1 without runs */
    bool agrees;     /* the computed probability may lie in it, or none was computed */
} Simulation;

/* Probabilistic concurrency testing. */
typedef struct PctOdds {
    uint32_t actors, length; /* n and k of the guarantee */
    /* With fewer change points no run fails.  If `fails` is known some do with so many: the depth d
     * of the failure is one more.  Else it was too much to follow them. */
    uint32_t changes;
    bool has_fails;
    Bounds fails;          /* the probability that a run with so many fails */
    double guarantee;      /* 1 / (n k^(d-1)); at most that if `fails` is not known */
    Simulation simulation; /* of runs with `changes` change points, at least 1 */
} PctOdds;

typedef struct Odds {
    const char *ended;    /* why nothing could be computed; NULL: all of these are there... */
    uint32_t state_count; /* ...of so many states */
    Bounds for_ever;      /* the probability that a run of any length fails */
    Horizon within; /* the same for runs that are cut off, as they are for --strategy random */
    uint32_t step_limit;
    Simulation uniform;
    PctOdds pct;
} Odds;

/* Compute and simulate.  `options->limits`: states, memory and seconds bound what is computed,
 * runs (0: 10,000) and depth (0: as --strategy random) what is simulated.  Nothing is owned. */
Odds odds_find(const Question *question, const SearchOptions *options);

/* The probability that a run of --strategy random fails: as computed, or else as simulated. */
Bounds odds_of_one_run(const Odds *odds);

#endif
