/* Marks that tie the code to the model: STEP(NAME) stands before the access that is the model's
 * step NAME (model/steps.def).
 *
 * Natively a mark is nothing, but a name that the model does not have does not compile.  In a build
 * with RUNTIME_STEPS each mark calls runtime_step, if anybody defines it, on the stack and thread
 * that is about to take the step. */
#ifndef RUNTIME_STEP_H
#define RUNTIME_STEP_H

typedef enum StepId {
#define STEP(name, procedure, reads, writes, source) STEP_##name,
#define AWAIT(name, procedure, reads, writes, source) STEP_##name,
#include "model/steps.def"
    RUNTIME_STEP_COUNT
} StepId;

#ifdef RUNTIME_STEPS
void runtime_step(StepId step) __attribute__((weak));
#endif

/* For a step whose name is a variable: a loop that tries again takes the same step again. */
static inline void at_step(StepId step)
{
#ifdef RUNTIME_STEPS
    if (runtime_step) runtime_step(step);
#else
    (void)step;
#endif
}

#define STEP(name) at_step(STEP_##name)

#endif
