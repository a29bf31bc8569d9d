/* What stopTheWorld and forEachP have in common. */
#ifndef RUNTIME_STOP_H
#define RUNTIME_STOP_H

#include "runtime/step.h"
#include "runtime/world.h"

/* Sleep until the note is set, renewing the requests to stop from time to time; then clear it.
 * `step` is the model's name for each of the sleeps. */
void sleep_for_all_ps(StepId step, Note *note);
/* Ask the goroutine that runs on p to give way. */
void preemptone(P *p);

#endif
