/* The reference checker: no cleverness, full states in a hash table.
 *
 * Slow and obviously right; the real search is compared with it.  naive_goals.h says what it makes
 * of goals.
 */
#ifndef TESTS_ORACLE_NAIVE_H
#define TESTS_ORACLE_NAIVE_H

#include "checker/search/search.h"

#include <glib.h>

#define NAIVE_NEVER UINT32_MAX
#define NAIVE_CHECKS 4
#define NAIVE_STEPS 64

/* What a complete breadth-first pass found.  Failures end their own run and the pass goes on: a
 * violating state is counted but not expanded; a throwing step is a transition without a successor.
 * The distances are steps from an initial state to the first failure of each kind (a throw counts
 * its own step), NAIVE_NEVER if there is none. */
typedef struct Naive {
    uint64_t states, transitions, deadlocks, violating, throws;
    uint32_t levels; /* one more than the longest of the shortest distances */
    uint32_t violates_at, throws_at, deadlock_at;
    /* By check: the states where it is true, and the distance to the first where it is not. */
    uint64_t check_true[NAIVE_CHECKS];
    uint32_t check_false_at[NAIVE_CHECKS];
    StepCount steps[NAIVE_STEPS];
    uint64_t together[SUBJECT_MAX_ACTORS]; /* as in Statistics */
} Naive;

/* Only CHECK_ALWAYS is looked at, but for the counts by check. */
Naive naive_search(const Subject *subject, const Check *checks, uint32_t check_count);

/* -------- with all states and moves -------- */

typedef struct NaiveState {
    GBytes *bytes;     /* borrowed */
    uint32_t distance; /* from an initial state, in steps */
    uint32_t movable;  /* bit set of actors, those that throw included; 0 if it was not expanded */
    bool violating, deadlocked;
} NaiveState;

typedef struct NaiveMove {
    uint32_t from, to, actor; /* states by number */
} NaiveMove;

typedef struct NaiveGraph {
    Naive found;
    GHashTable *numbers; /* owned GBytes to number + 1 */
    GArray *states;      /* of NaiveState, in the order of their distances */
    GArray *moves;       /* of NaiveMove, in the order of `from` */
    uint32_t sources;    /* so many states are initial, the first ones */
} NaiveGraph;

NaiveGraph naive_graph(const Subject *subject, const Check *checks, uint32_t check_count);
void naive_graph_free(NaiveGraph *graph);

static inline NaiveState *naive_state(const NaiveGraph *graph, uint32_t number)
{
    return &g_array_index(graph->states, NaiveState, number);
}

static inline const uint8_t *naive_bytes(const NaiveGraph *graph, uint32_t number)
{
    return g_bytes_get_data(naive_state(graph, number)->bytes, NULL);
}

#endif
