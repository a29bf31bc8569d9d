/* Where a schedule parts ways with the same schedule under another variant. */
#ifndef CHECKER_ANALYSIS_PARTS_H
#define CHECKER_ANALYSIS_PARTS_H

#include "checker/analysis/events.h"
#include "checker/search/search.h"

typedef struct Parting {
    uint32_t step; /* the first step that is taken otherwise; EVENT_NONE: only what comes after the
                    * path would be, or nothing */
    char *how;     /* a sentence: what happens there instead; NULL: nothing */
} Parting;

/* Let the actors of `other`, by their names, move in the order of these events.  Free `how` with
 * g_free. */
Parting parts_find(const Events *events, const Subject *other, uint32_t initial);

#endif
