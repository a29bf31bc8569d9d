/* Each step that an M has taken, and the fields after it, told to `checker conform` (told_steps.h).
 * Others move at the marks only, so nobody is in the middle of a step when it is told. */
#ifndef RUNTIME_LIVE_TELLING_H
#define RUNTIME_LIVE_TELLING_H

#include "runtime/follow/plan.h"

/* The world is made, and nobody moves yet.  After so many steps the execution is cut. */
void telling_begin(const Plan *plan, uint32_t most_steps);
bool telling(void);
/* What the search chooses for the step that is being taken. */
uint32_t telling_choice(uint32_t alternatives);
/* The step that is being taken throws. */
_Noreturn void telling_throw(const char *text);

#endif
