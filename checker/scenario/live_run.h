/* A variant of a live scenario: a real program is run, instead of asking a model (docs/live.md,
 * "Live scenarios"). */
#ifndef CHECKER_SCENARIO_LIVE_RUN_H
#define CHECKER_SCENARIO_LIVE_RUN_H

#include "checker/scenario/live_search.h"

typedef enum LiveFigure {
    LIVE_FIGURE_EXECUTIONS,
    LIVE_FIGURE_STATES,
    LIVE_FIGURE_TRANSITIONS,
    LIVE_FIGURES
} LiveFigure;
extern const char *const live_figures[LIVE_FIGURES]; /* "executions", ... */

/* The known answer; anything not given is not compared. */
typedef struct LiveExpectation {
    bool given;
    LiveVerdict verdict;
    const char *message; /* all of it; NULL: any */
    bool has[LIVE_FIGURES];
    uint64_t figure[LIVE_FIGURES];
} LiveExpectation;

/* The lists end with NULL, and are never NULL. */
typedef struct LiveRun {
    bool runtime; /* the real runtime, in the world of the variant's subject */
    bool one_m;   /* there: that two Ms run one G is a failure by itself */
    /* What is run, as a path that can be opened; or what checker-cc makes it of, in `folder`. */
    const char *program;
    const char *folder; /* the scenario's */
    const char *const *sources, *const *options, *const *arguments;
    LiveSearch search;
    LiveExpectation expect;
} LiveRun;

#endif
