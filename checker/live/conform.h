/* Is what the real runtime did allowed by the model?  Executions are checked one after the other,
 * step by step (told_steps.h): each has to be the step that the model has next for that M, with as
 * many alternatives, and to leave the fields that both have as the model's step leaves them; where
 * one throws the other does, and where nobody can move nobody can. */
#ifndef CHECKER_LIVE_CONFORM_H
#define CHECKER_LIVE_CONFORM_H

#include "checker/subject.h"

#include <glib.h>

typedef struct Conform Conform;

/* Of a subject for which plan_possible (plan_words.h). */
Conform *conform_new(const Subject *subject);
void conform_free(Conform *conform); /* NULL is fine */

/* What one execution has told.  False if the model does not allow it; then nothing more may be
 * asked but what follows. */
bool conform_execution(Conform *conform, const uint8_t *told, size_t size, bool at_rest);
/* "m2 comes to X, step 12; the model has it at Y": one or more lines. */
const char *conform_deviation(const Conform *conform);
/* The model's schedule so far, the step where they part included, as a plan for `follow`. */
char *conform_plan(const Conform *conform);

/* So many steps were checked, of all executions. */
uint64_t conform_steps(const Conform *conform);
/* So many different steps of the model's were seen. */
uint32_t conform_covered(const Conform *conform);

#endif
