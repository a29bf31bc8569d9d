#include "runtime/follow/compare.h"

#include "runtime/follow/fields.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -------- the plan's side -------- */

static struct {
    char **names;
    const FieldRow **row; /* NULL: the runtime does not have it */
    uint32_t *id;
    size_t fields, states;
    int32_t *values;
} plan;

void compare_fields(char **names, size_t n)
{
    plan.names = names;
    plan.fields = n;
    plan.row = calloc(n, sizeof *plan.row);
    plan.id = calloc(n, sizeof *plan.id);
    if (!plan.row || !plan.id) abort();
    for (size_t i = 0; i < n; i++) {
        size_t letters = strcspn(names[i], "0123456789.");
        plan.id[i] = (uint32_t)atoi(names[i] + letters);
        plan.row[i] = field_row(names[i], letters, strchr(names[i], '.') + 1);
    }
}

void compare_add(const int32_t *values)
{
    size_t size = plan.fields * sizeof *values;
    plan.values = realloc(plan.values, (plan.states + 1) * size);
    if (!plan.values) abort();
    memcpy(plan.values + plan.states++ * plan.fields, values, size);
}

void compare_after(size_t index, const char *step)
{
    if (index >= plan.states) return;
    const int32_t *expected = plan.values + index * plan.fields;
    bool differs = false;
    for (size_t i = 0; i < plan.fields; i++) {
        const FieldRow *row = plan.row[i];
        if (!row) continue;
        int32_t found = row->value(plan.id[i]);
        if (agree(row->comparison, expected[i], found)) continue;
        fprintf(stderr, "compare: after step %zu, %s, %s is %d, not %d as in the model\n",
                index + 1, step, plan.names[i], found, expected[i]);
        differs = true;
    }
    if (differs) _exit(1);
}
