/* Stretches of a path: consecutive steps of one actor with steps of others between them. */
#ifndef CHECKER_ANALYSIS_STRETCHES_H
#define CHECKER_ANALYSIS_STRETCHES_H

#include "checker/analysis/events.h"

enum { STRETCH_MOST = 24 };

typedef struct Stretch {
    uint16_t actor;
    uint32_t length;              /* at least 2 */
    uint16_t steps[STRETCH_MOST]; /* indices into Subject.steps */
    uint32_t first;               /* event; the next ones are this actor's own */
    uint32_t last;                /* event, or EVENT_NONE: after the end of the path */
} Stretch;

/* Add the stretches of this length with an interruption in them, those of the same steps once;
 * `first` only: right after their first step.  The steps that the actor would take next if it were
 * alone after the end of the path belong to them.  `stretches` is of Stretch. */
void stretches_add(GArray *stretches, const Events *events, uint16_t actor, uint32_t length,
                   bool first);

#endif
