/* Builds with CHECKER_FOOTPRINT run every step through here: it is held to all that is declared of
 * it. */
#ifndef MODEL_FOOTPRINT_H
#define MODEL_FOOTPRINT_H

#include "model/step.h"

/* Run the step at s->pc; abort with a sentence if it breaks a declaration: its row in steps.def,
 * what it touches of its own (own.def), which steps may follow (flow.def), whether it has
 * sched.lock, which claims it ends.  Footprints that s asks for are recorded as ever. */
Outcome footprint_run(Step *s);

#endif
