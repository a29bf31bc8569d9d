/* Least ways through an atlas: fewest context switches first, then fewest steps. */
#ifndef CHECKER_ANALYSIS_LEAST_H
#define CHECKER_ANALYSIS_LEAST_H

#include "checker/analysis/atlas.h"

/* Where a way may end, and what it must avoid. */
typedef struct LeastScope {
    Atlas *atlas; /* is charted as far as the ways go */
    uint32_t start;
    /* Does a way end in this charted state?  By this throw?  Is this state not to be entered? */
    bool (*ends)(void *data, uint32_t state);
    bool (*ends_by)(void *data, uint32_t message);
    bool (*avoids)(void *data, uint32_t state);
    void *data;
} LeastScope;

/* The least way, and of several such the first in the canonical order.  False: a limit is in the
 * way, or there is none; atlas->ended tells.  The caller frees the moves with schedule_free. */
bool least_way(const LeastScope *scope, Schedule *ret_way);

/* Costs are ordered as numbers: context switches, then steps. */
typedef uint64_t LeastCost;
static inline LeastCost least_cost(uint32_t switches, uint32_t steps)
{
    return (LeastCost)switches << 32 | steps;
}

/* Nodes in the order of their costs.  A node may be in it several times. */
typedef struct LeastQueue {
    struct LeastItem {
        LeastCost cost;
        uint64_t node;
    } * items; /* a heap */
    uint32_t count, room;
} LeastQueue;

void least_push(LeastQueue *queue, LeastCost cost, uint64_t node);
/* There must be one. */
uint64_t least_pop(LeastQueue *queue, LeastCost *ret_cost);
void least_clear(LeastQueue *queue);

/* Actor name, step name, choice. */
int least_compare_moves(const Subject *subject, Move a, Move b);

#endif
