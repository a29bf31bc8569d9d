/* Goals that lie in the future, judged on the naive graph by its strongly connected components. */
#ifndef TESTS_ORACLE_NAIVE_GOALS_H
#define TESTS_ORACLE_NAIVE_GOALS_H

#include "tests/oracle/naive.h"

/* CHECK_REACHABLE: the states from which runs last, or come to rest, and none comes to the goal.
 * A byte for each state; the caller frees it with g_free. */
uint8_t *naive_stuck_states(const NaiveGraph *graph, const Check *goal, uint32_t actors);

/* CHECK_EVENTUALLY: what runs without the goal come to. */
typedef struct NaiveLost {
    bool stuck, livelock; /* one comes to rest; one goes on for ever, fair to all actors */
} NaiveLost;
NaiveLost naive_eventually(const NaiveGraph *graph, const Check *goal, uint32_t actors);

/* Do runs go on from this state, or rest there, for all that is said of it alone? */
static inline bool naive_is_inside(const NaiveGraph *graph, uint32_t state)
{
    const NaiveState *s = naive_state(graph, state);
    return !s->violating && !s->deadlocked;
}

static inline bool naive_is_true(const NaiveGraph *graph, const Check *check, uint32_t state)
{
    return check->holds(check->context, naive_bytes(graph, state));
}

#endif
