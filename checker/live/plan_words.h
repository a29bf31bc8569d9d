/* The initial world of a model, and a schedule, for the real runtime (runtime/follow/plan.c,
 * schedule_file.c): the two know each other by these words only, because they define functions of
 * the same names and cannot be linked together. */
#ifndef CHECKER_LIVE_PLAN_WORDS_H
#define CHECKER_LIVE_PLAN_WORDS_H

#include "checker/subject.h"

#include <glib.h>

/* Is this the model of Go's scheduler, which the runtime is the code of? */
bool plan_possible(const Subject *subject);
/* The world as decimal numbers, one space between them. */
void plan_words(GString *out, const Subject *subject);
/* For `follow`: "plan" and the words, "fields" and their names; then for each step "step ACTOR NAME
 * CHOICE", and "state" with the values after it. */
void plan_begin(GString *out, const Subject *subject);
void plan_step(GString *out, const Subject *subject, const uint8_t *after, uint32_t actor,
               uint32_t step, uint32_t choice);

#endif
