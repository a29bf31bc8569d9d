/* After each step: does the world look as in the model? */
#ifndef RUNTIME_FOLLOW_COMPARE_H
#define RUNTIME_FOLLOW_COMPARE_H

#include <stddef.h>
#include <stdint.h>

/* The names of the model's fields, "p1.status", in the order of the values below. */
void compare_fields(char **names, size_t n);
/* The state after the next step of the plan. */
void compare_add(const int32_t *values);
/* Step `index`, from 0, has been taken, and nobody moves: compare.  Where they differ the process
 * ends with status 1 and says how. */
void compare_after(size_t index, const char *step);

#endif
