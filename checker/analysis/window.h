/* The window of a race: the shortest stretch of one actor's steps that would have to be one step.
 *
 * A stretch is made atomic wherever anybody takes its steps in this order: it begins only when it
 * can be gone through to its end, and nobody else moves in between.  If then no schedule at all
 * leads to the failure, the failure needs somebody to move in the middle of it: that is the window.
 * Where no stretch of one actor is enough, two stretches of two actors are tried, each for its
 * actor.
 */
#ifndef CHECKER_ANALYSIS_WINDOW_H
#define CHECKER_ANALYSIS_WINDOW_H

#include "checker/analysis/events.h"
#include "checker/analysis/failure.h"

enum { STRETCH_MOST = 24 };

typedef struct Stretch {
    uint16_t actor;
    uint32_t length;              /* at least 2 */
    uint16_t steps[STRETCH_MOST]; /* indices into Subject.steps */
    uint32_t first;               /* event; the next ones are this actor's own */
    uint32_t last;                /* event, or EVENT_NONE: after the end of the path */
} Stretch;

typedef struct Window {
    uint32_t count; /* 0: there is none of this kind; 1; or 2: together */
    Stretch stretches[2];
    bool gave_up; /* with count 0: not everything was tried */
} Window;

/* `atlas` is complete, from state `start` on; `failing` as by failure_states. */
Window window_find(const Atlas *atlas, const Failure *failure, const uint8_t *failing,
                   uint32_t start, const Events *events);

#endif
