/* Everything that is computed about one counterexample. */
#ifndef CHECKER_ANALYSIS_INSIGHT_H
#define CHECKER_ANALYSIS_INSIGHT_H

#include "checker/analysis/constraints.h"
#include "checker/analysis/no_return.h"
#include "checker/analysis/parts.h"
#include "checker/analysis/stale.h"
#include "checker/analysis/window.h"

typedef struct Insight {
    Failure failure;
    Events *events;
    uint32_t decided; /* so many of the events count: those after them show what a lost goal, or a
                       * cycle, leads to */
    NoReturn no_return;
    Window window;
    GArray *stale; /* of Stale, within the window */
    GArray *wiped; /* of Wiped, within the window */
    GArray *pairs; /* of Order: the best of them first (pair.h) */
    Parting parting;
    Constraints constraints;
    const char *left_out; /* the limit that some of this was not computed for, or NULL */
} Insight;

typedef enum InsightWish {
    INSIGHT_MARKS, /* without the constraints, which take longest */
    INSIGHT_EVERYTHING
} InsightWish;

/* `fixed` is the question of the variant to compare with, or NULL.  Free with insight_clear. */
Insight insight_find(const Question *question, const Path *path, Verdict verdict,
                     const SearchOptions *options, const Question *fixed, InsightWish wish);
void insight_clear(Insight *insight);

#endif
