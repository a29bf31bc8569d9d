/* The fields that both the model and the runtime have (fields.def), as the runtime has them. */
#ifndef RUNTIME_FOLLOW_FIELDS_H
#define RUNTIME_FOLLOW_FIELDS_H

#include "checker/live/told_steps.h"
#include "runtime/follow/comparison.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct FieldRow {
    const char *object, *member;
    Comparison comparison;
    int32_t (*value)(uint32_t id); /* of the P, M or G of this id, from 1; nobody moves meanwhile */
} FieldRow;

extern const FieldRow field_rows[];
extern const uint32_t field_row_count;

/* The Ps, Ms and Gs that there are now are those that fields are of. */
void fields_begin(void);
/* Which of them are not as in `values` any more, or all; and put down what they are now.  Numbered
 * as told_steps.h says. */
uint32_t fields_changed(int32_t *values, ToldChange *ret, bool all);
/* NULL: the runtime does not have it. */
const FieldRow *field_row(const char *object, size_t length, const char *member);

#endif
