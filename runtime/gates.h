/* Hold the threads of the runtime to an order of steps: a schedule of the model, as far as it
 * matters, on the real thing.
 *
 * A script is a list of (actor, step).  An actor that comes to its next step of the script waits
 * there until all before it have been taken; between them it runs free, and so does who is no
 * actor. A step has been taken when its actor comes to its next mark.  For a build with
 * RUNTIME_STEPS. */
#ifndef RUNTIME_GATES_H
#define RUNTIME_GATES_H

#include "runtime/step.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Gate {
    int actor; /* from 1 */
    StepId step;
} Gate;

/* From here on; an actor that nobody is yet is who first comes to its first step and is none. */
void gates_open(const Gate *script, size_t n);
/* This thread is that actor, whatever it was before. */
void gates_be(int actor);
/* Everything in the script has been taken. */
bool gates_all_taken(void);
/* Nobody could take the next step for a second, so all were let go: they cannot be held to it. */
bool gates_abandoned(void);

#endif
