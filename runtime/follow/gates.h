/* Hold the threads of the runtime to a schedule of the model, step by step.  For a build with
 * RUNTIME_STEPS.
 *
 * An actor that comes to its next step waits there until all steps before it have been taken; a
 * step has been taken when its actor comes to its next mark. */
#ifndef RUNTIME_GATES_H
#define RUNTIME_GATES_H

#include "runtime/step.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Gate {
    int actor; /* from 1 */
    StepId step;
    uint32_t choice; /* for steps that leave something to chance */
} Gate;

/* From here on.  Every mark of an actor has to be its next step, and somebody has to come to each;
 * else the process ends with status 1 and says where they part.  An actor without further steps
 * waits for the end of the schedule; after that all run free. */
void gates_follow(const Gate *schedule, size_t n);
/* How many programs of the plan have ended. */
uint32_t gates_ended(void);
/* Has all of it been taken? */
bool gates_all_taken(void);

#endif
