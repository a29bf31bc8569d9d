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

#include "checker/analysis/failure.h"
#include "checker/analysis/stretches.h"

typedef struct Window {
    uint32_t count; /* 0: there is none of this kind; 1; or 2: together */
    Stretch stretches[2];
    bool gave_up; /* with count 0: not everything was tried */
} Window;

/* `atlas` is complete, from state `start` on; `failing` as by failure_states. */
Window window_find(const Atlas *atlas, const Failure *failure, const uint8_t *failing,
                   uint32_t start, const Events *events);

#endif
