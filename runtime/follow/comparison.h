/* How a field of the model's is compared with the runtime's.  Both sides use it, so it knows
 * nothing of either. */
#ifndef RUNTIME_FOLLOW_COMPARISON_H
#define RUNTIME_FOLLOW_COMPARISON_H

#include <stdbool.h>
#include <stdint.h>

typedef enum Comparison {
    EXACTLY,
    WHETHER,        /* the model knows who, the runtime only whether */
    UNLESS_NEGATIVE /* below zero both mean the same, by other numbers */
} Comparison;

static inline bool agree(Comparison comparison, int32_t expected, int32_t found)
{
    if (comparison == WHETHER) return !expected == !found;
    if (comparison == UNLESS_NEGATIVE && expected < 0) return found < 0;
    return expected == found;
}

#endif
