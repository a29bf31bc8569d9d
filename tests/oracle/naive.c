#include "tests/oracle/naive.h"

#include <string.h>

typedef struct Pass {
    const Subject *subject;
    const Check *checks;
    uint32_t check_count;
    NaiveGraph graph;
} Pass;

static void note(uint32_t *first, uint32_t distance)
{
    if (*first == NAIVE_NEVER) *first = distance;
}

static bool violates(Pass *pass, const uint8_t *state, uint32_t distance)
{
    Naive *found = &pass->graph.found;
    bool violates = false;
    for (uint32_t i = 0; i < pass->check_count; i++) {
        const Check *check = &pass->checks[i];
        bool holds = check->holds(check->context, state);
        found->check_true[i] += holds;
        if (!holds) note(&found->check_false_at[i], distance);
        violates |= !holds && check->kind == CHECK_ALWAYS;
    }
    return violates;
}

/* The number of a state, which may be new. */
static uint32_t reach(Pass *pass, uint32_t distance, const uint8_t *state)
{
    NaiveGraph *graph = &pass->graph;
    Naive *found = &graph->found;
    GBytes *bytes = g_bytes_new(state, pass->subject->state_size);
    uint32_t number = GPOINTER_TO_UINT(g_hash_table_lookup(graph->numbers, bytes));
    if (number > 0) {
        g_bytes_unref(bytes);
        return number - 1;
    }
    number = graph->states->len;
    g_hash_table_insert(graph->numbers, bytes, GUINT_TO_POINTER(number + 1));
    NaiveState reached = {bytes, distance, 0, violates(pass, state, distance), false};
    g_array_append_val(graph->states, reached);
    found->states++;
    found->levels = distance + 1;
    if (reached.violating) {
        found->violating++;
        note(&found->violates_at, distance);
    }
    return number;
}

/* Take every move of one actor.  True if there was any. */
static bool take_moves(Pass *pass, uint32_t from, uint32_t actor)
{
    const Subject *subject = pass->subject;
    NaiveGraph *graph = &pass->graph;
    uint32_t distance = naive_state(graph, from)->distance + 1;
    uint8_t to[SUBJECT_MAX_STATE];
    Attempt attempt = {.actor = actor, .choices = 1};

    for (; attempt.choice < attempt.choices; attempt.choice++) {
        memcpy(to, naive_bytes(graph, from), subject->state_size);
        Outcome outcome = subject->attempt(subject->context, to, &attempt);
        StepCount *step = &graph->found.steps[attempt.step];
        g_assert(outcome != NOT_MINE && attempt.choices > 0);
        if (outcome == BLOCKED) {
            g_assert(attempt.choice == 0 &&
                     memcmp(to, naive_bytes(graph, from), subject->state_size) == 0);
            g_assert(subject->steps[attempt.step].awaits);
            step->blocked++;
            return false;
        }
        graph->found.transitions++;
        if (outcome == THREW) {
            step->threw++;
            graph->found.throws++;
            note(&graph->found.throws_at, distance);
            continue;
        }
        step->ran++;
        NaiveMove move = {from, reach(pass, distance, to), actor};
        g_array_append_val(graph->moves, move);
    }
    return true;
}

static void expand(Pass *pass, uint32_t number)
{
    const Subject *subject = pass->subject;
    Naive *found = &pass->graph.found;
    uint32_t movable = 0;
    bool may_rest = true;
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        if (take_moves(pass, number, actor)) movable |= UINT32_C(1) << actor;
        may_rest &= subject->may_rest(subject->context, naive_bytes(&pass->graph, number), actor);
    }
    NaiveState *state = naive_state(&pass->graph, number);
    state->movable = movable;
    state->deadlocked = movable == 0 && !may_rest;
    if (state->deadlocked) {
        found->deadlocks++;
        note(&found->deadlock_at, state->distance);
    }
    for (uint32_t actor = 0; actor < subject->actor_count; actor++)
        found->together[actor] += movable >> actor & 1 && movable != UINT32_C(1) << actor;
}

NaiveGraph naive_graph(const Subject *subject, const Check *checks, uint32_t check_count)
{
    Pass pass = {.subject = subject,
                 .checks = checks,
                 .check_count = check_count,
                 .graph = {.found = {.violates_at = NAIVE_NEVER,
                                     .throws_at = NAIVE_NEVER,
                                     .deadlock_at = NAIVE_NEVER},
                           .numbers = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
                                                            (GDestroyNotify)g_bytes_unref, NULL),
                           .states = g_array_new(FALSE, FALSE, sizeof(NaiveState)),
                           .moves = g_array_new(FALSE, FALSE, sizeof(NaiveMove))}};
    uint8_t state[SUBJECT_MAX_STATE];
    g_assert(check_count <= NAIVE_CHECKS && subject->step_count <= NAIVE_STEPS);
    for (uint32_t i = 0; i < NAIVE_CHECKS; i++)
        pass.graph.found.check_false_at[i] = NAIVE_NEVER;
    for (uint32_t i = 0; i < subject->initial_count; i++) {
        subject->initial(subject->context, i, state);
        reach(&pass, 0, state);
    }
    pass.graph.sources = pass.graph.states->len;
    /* In the order of discovery, which is that of the distances. */
    for (uint32_t i = 0; i < pass.graph.states->len; i++)
        if (!naive_state(&pass.graph, i)->violating) expand(&pass, i);
    return pass.graph;
}

void naive_graph_free(NaiveGraph *graph)
{
    g_hash_table_unref(graph->numbers);
    g_array_unref(graph->states);
    g_array_unref(graph->moves);
}

Naive naive_search(const Subject *subject, const Check *checks, uint32_t check_count)
{
    NaiveGraph graph = naive_graph(subject, checks, check_count);
    naive_graph_free(&graph);
    return graph.found;
}
