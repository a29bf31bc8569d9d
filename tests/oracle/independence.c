#include "tests/oracle/independence.h"

#include <glib.h>
#include <string.h>

typedef struct Edge {
    uint32_t from, to, actor;
} Edge;

/* What came of one attempt. */
typedef struct Trial {
    Outcome outcome;
    Attempt attempt;
    uint8_t state[SUBJECT_MAX_STATE]; /* afterwards */
} Trial;

typedef struct Graph {
    const Subject *subject;
    uint32_t count;          /* of states */
    GArray *states;          /* of bytes: one state after another */
    GArray *numbers;         /* of uint32_t: a hash table, the number of a state + 1, or 0 */
    GArray *edges;           /* of Edge */
    GArray *runs, *in_order; /* of uint32_t, bit sets, by number: Independence.can_run; those whose
                              * step goes as well after any one move of another as before it */
} Graph;

static void try_move(const Graph *graph, const uint8_t *from, uint32_t actor, uint32_t choice,
                     Trial *ret_trial)
{
    const Subject *subject = graph->subject;
    memcpy(ret_trial->state, from, subject->state_size);
    ret_trial->attempt = (Attempt){.actor = actor, .choice = choice};
    ret_trial->outcome = subject->attempt(subject->context, ret_trial->state, &ret_trial->attempt);
    g_assert(ret_trial->outcome != NOT_MINE);
}

static bool is_same_move(const Trial *a, const Trial *b)
{
    if (a->outcome != b->outcome || a->attempt.step != b->attempt.step) return false;
    if (a->attempt.choices != b->attempt.choices) return false;
    return a->outcome != THREW || a->attempt.message == b->attempt.message;
}

/* Does the step from `before` to `after` change the same bytes from the same values to the same
 * values as the one from `other_before` to `other_after`? */
static bool is_same_change(const Graph *graph, const uint8_t *before, const uint8_t *after,
                           const uint8_t *other_before, const uint8_t *other_after)
{
    for (uint32_t i = 0; i < graph->subject->state_size; i++) {
        if (before[i] == after[i] && other_before[i] != other_after[i]) return false;
        if (before[i] == after[i]) continue;
        if (before[i] != other_before[i] || after[i] != other_after[i]) return false;
    }
    return true;
}

/* May `ahead`, a step possible in `state`, and `other`, a move of somebody else there, be taken in
 * either order? */
static bool is_diamond(const Graph *graph, const uint8_t *state, const Trial *ahead,
                       const Trial *other)
{
    if (other->outcome == BLOCKED) return true;
    Trial then, last;
    try_move(graph, ahead->state, other->attempt.actor, other->attempt.choice, &then);
    if (!is_same_move(other, &then)) return false;
    if (other->outcome == THREW) return true;
    try_move(graph, other->state, ahead->attempt.actor, 0, &last);
    return is_same_move(ahead, &last) &&
           memcmp(then.state, last.state, graph->subject->state_size) == 0 &&
           is_same_change(graph, state, ahead->state, other->state, last.state);
}

static bool is_in_order(const Graph *graph, const uint8_t *state, const Trial *ahead)
{
    for (uint32_t actor = 0; actor < graph->subject->actor_count; actor++) {
        if (actor == ahead->attempt.actor) continue;
        uint32_t choices = 1;
        for (uint32_t choice = 0; choice < choices; choice++) {
            Trial other; /* large, so left unset until it is tried */
            try_move(graph, state, actor, choice, &other);
            if (!is_diamond(graph, state, ahead, &other)) return false;
            choices = other.attempt.choices;
        }
    }
    return true;
}

/* -------- the graph -------- */

static const uint8_t *state_at(const Graph *graph, uint32_t number)
{
    return &g_array_index(graph->states, uint8_t, (size_t)number * graph->subject->state_size);
}

/* Where the number of `state` is, or 0 and room for it. */
static uint32_t *slot_of(const Graph *graph, const uint8_t *state)
{
    uint32_t size = graph->subject->state_size, mask = graph->numbers->len - 1;
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (uint32_t i = 0; i < size; i++)
        hash = (hash ^ state[i]) * 1099511628211u;
    for (uint32_t at = (uint32_t)(hash ^ hash >> 32);; at++) {
        uint32_t *slot = &g_array_index(graph->numbers, uint32_t, at & mask);
        if (*slot == 0 || memcmp(state_at(graph, *slot - 1), state, size) == 0) return slot;
    }
}

static void grow(Graph *graph)
{
    guint size = MAX(graph->numbers->len * 2, 1024);
    g_array_free(graph->numbers, TRUE);
    graph->numbers = g_array_sized_new(FALSE, TRUE, sizeof(uint32_t), size);
    g_array_set_size(graph->numbers, size);
    for (uint32_t i = 0; i < graph->count; i++)
        *slot_of(graph, state_at(graph, i)) = i + 1;
}

static uint32_t number_of(Graph *graph, const uint8_t *state)
{
    if (graph->count * 2 >= graph->numbers->len) grow(graph);
    uint32_t *slot = slot_of(graph, state);
    if (*slot == 0) {
        g_array_append_vals(graph->states, state, graph->subject->state_size);
        *slot = ++graph->count;
    }
    return *slot - 1;
}

static void expand_actor(Graph *graph, uint32_t from, const uint8_t *state, uint32_t actor)
{
    uint32_t choices = 1;
    for (uint32_t choice = 0; choice < choices; choice++) {
        Trial trial;
        try_move(graph, state, actor, choice, &trial);
        choices = trial.attempt.choices;
        if (trial.outcome != RAN) continue;
        Edge edge = {from, number_of(graph, trial.state), actor};
        g_array_append_val(graph->edges, edge);
    }
}

static void expand(Graph *graph, uint32_t from)
{
    const Subject *subject = graph->subject;
    uint8_t state[SUBJECT_MAX_STATE]; /* what is found may move those that are known */
    memcpy(state, state_at(graph, from), subject->state_size);
    uint32_t runs = 0, in_order = 0;
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        Trial trial;
        expand_actor(graph, from, state, actor);
        try_move(graph, state, actor, 0, &trial);
        if (trial.outcome != RAN || trial.attempt.choices > 1) continue;
        if (memcmp(state, trial.state, subject->state_size) == 0) continue;
        runs |= 1u << actor;
        if (is_in_order(graph, state, &trial)) in_order |= 1u << actor;
    }
    g_array_append_val(graph->runs, runs);
    g_array_append_val(graph->in_order, in_order);
}

static void explore(Graph *graph)
{
    uint8_t state[SUBJECT_MAX_STATE];
    for (uint32_t i = 0; i < graph->subject->initial_count; i++) {
        graph->subject->initial(graph->subject->context, i, state);
        number_of(graph, state);
    }
    for (uint32_t from = 0; from < graph->count; from++)
        expand(graph, from);
}

/* A step cannot be taken ahead where moves of others lead to a state where it cannot. */
static void look_ahead(const Graph *graph, uint32_t *can_ahead)
{
    for (bool changes = true; changes;) {
        changes = false;
        for (guint i = graph->edges->len; i-- > 0;) {
            const Edge *edge = &g_array_index(graph->edges, Edge, i);
            uint32_t left = can_ahead[edge->from] & (can_ahead[edge->to] | 1u << edge->actor);
            changes |= left != can_ahead[edge->from];
            can_ahead[edge->from] = left;
        }
    }
}

Independence independence_of(const Subject *subject)
{
    Graph graph = {.subject = subject,
                   .numbers = g_array_new(FALSE, TRUE, sizeof(uint32_t)),
                   .states = g_array_new(FALSE, FALSE, 1),
                   .edges = g_array_new(FALSE, FALSE, sizeof(Edge)),
                   .runs = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                   .in_order = g_array_new(FALSE, FALSE, sizeof(uint32_t))};
    explore(&graph);

    Independence result = {.subject = subject,
                           .state_count = graph.count,
                           .states = (uint8_t *)g_array_free(graph.states, FALSE),
                           .can_run = (uint32_t *)(void *)g_array_free(graph.runs, FALSE),
                           .can_ahead = (uint32_t *)(void *)g_array_free(graph.in_order, FALSE)};
    look_ahead(&graph, result.can_ahead);
    g_array_free(graph.edges, TRUE);
    g_array_free(graph.numbers, TRUE);
    return result;
}

void independence_free(Independence *independence)
{
    g_free(independence->states);
    g_free(independence->can_run);
    g_free(independence->can_ahead);
}
