/* Hold the threads of the runtime to an order of steps: a schedule of the model on the real thing.
 * For a build with RUNTIME_STEPS.
 *
 * An actor that comes to its next step of the script waits there until all before it have been
 * taken.  A step has been taken when its actor comes to its next mark. */
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

/* From here on, as far as it matters: between its steps of the script an actor runs free, and so
 * does who is no actor.  An actor that nobody is yet is who first comes to its first step and is
 * none. */
void gates_open(const Gate *script, size_t n);
/* From here on, step by step: every mark of an actor has to be its next step, else the process ends
 * with status 1 and says where they part.  An actor without further steps waits for the end of the
 * script; after that all run free. */
void gates_follow(const Gate *script, size_t n);
/* This thread is that actor, whatever it was before. */
void gates_be(int actor);
/* The choice of the step that this thread is taking. */
uint32_t gates_choice(void);
/* Everything in the script has been taken. */
bool gates_all_taken(void);
/* Nobody could take the next step for a while, so all were let go: they cannot be held to it. */
bool gates_abandoned(void);

#endif
