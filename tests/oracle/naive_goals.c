#include "tests/oracle/naive_goals.h"

/* A set of states: a byte each. */
typedef uint8_t Set;

static Set *set_new(const NaiveGraph *graph)
{
    return g_new0(Set, graph->states->len + 1);
}

static const NaiveMove *move_at(const NaiveGraph *graph, uint32_t index)
{
    return &g_array_index(graph->moves, NaiveMove, index);
}

/* Add to a set whatever leads to it, until nothing more does. */
static void close_backwards(const NaiveGraph *graph, Set *set)
{
    for (bool grows = true; grows;) {
        grows = false;
        for (uint32_t i = graph->moves->len; i-- > 0;) {
            const NaiveMove *move = move_at(graph, i);
            if (!set[move->to] || set[move->from]) continue;
            set[move->from] = true;
            grows = true;
        }
    }
}

/* -------- components, as Kosaraju finds them -------- */

typedef struct Tour {
    const NaiveGraph *graph;
    GArray **out, **in; /* by state: the numbers of the moves out of it and into it, in `subset` */
    Set *seen;
    GArray *order; /* states, each behind all that can be reached from it alone */
    uint32_t *component;
} Tour;

static uint32_t number_in(const GArray *array, uint32_t index)
{
    return g_array_index(array, uint32_t, index);
}

static void go_forward(Tour *tour, uint32_t state)
{
    if (tour->seen[state]) return;
    tour->seen[state] = true;
    for (uint32_t i = 0; i < tour->out[state]->len; i++)
        go_forward(tour, move_at(tour->graph, number_in(tour->out[state], i))->to);
    g_array_append_val(tour->order, state);
}

static void go_back(Tour *tour, uint32_t state, uint32_t component)
{
    if (tour->component[state] != NAIVE_NEVER) return;
    tour->component[state] = component;
    for (uint32_t i = 0; i < tour->in[state]->len; i++)
        go_back(tour, move_at(tour->graph, number_in(tour->in[state], i))->from, component);
}

static void tour_init(Tour *tour, const NaiveGraph *graph, const Set *subset)
{
    uint32_t count = graph->states->len;
    *tour = (Tour){graph,
                   g_new(GArray *, count),
                   g_new(GArray *, count),
                   set_new(graph),
                   g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                   g_new(uint32_t, count)};
    for (uint32_t state = 0; state < count; state++) {
        tour->out[state] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        tour->in[state] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        tour->component[state] = NAIVE_NEVER;
    }
    for (uint32_t i = 0; i < graph->moves->len; i++) {
        const NaiveMove *move = move_at(graph, i);
        if (!subset[move->from] || !subset[move->to]) continue;
        g_array_append_val(tour->out[move->from], i);
        g_array_append_val(tour->in[move->to], i);
    }
}

static void tour_free(Tour *tour)
{
    for (uint32_t state = 0; state < tour->graph->states->len; state++) {
        g_array_unref(tour->out[state]);
        g_array_unref(tour->in[state]);
    }
    g_free(tour->out);
    g_free(tour->in);
    g_free(tour->seen);
    g_free(tour->component);
    g_array_unref(tour->order);
}

/* Does somebody move in each component, and can every actor be served there: by a move that stays,
 * or because it cannot move somewhere?  The states of those where it is so. */
static Set *fair_states(const Tour *tour, const Set *subset, uint32_t actors)
{
    const NaiveGraph *graph = tour->graph;
    uint32_t count = graph->states->len;
    g_autofree uint32_t *served = g_new0(uint32_t, count + 1);
    g_autofree Set *moves = set_new(graph);
    for (uint32_t state = 0; state < count; state++)
        if (subset[state]) served[tour->component[state]] |= ~naive_state(graph, state)->movable;
    for (uint32_t i = 0; i < graph->moves->len; i++) {
        const NaiveMove *move = move_at(graph, i);
        if (!subset[move->from] || !subset[move->to]) continue;
        if (tour->component[move->from] != tour->component[move->to]) continue;
        served[tour->component[move->from]] |= UINT32_C(1) << move->actor;
        moves[tour->component[move->from]] = true;
    }
    Set *fair = set_new(graph);
    uint32_t all = (UINT32_C(1) << actors) - 1;
    for (uint32_t state = 0; state < count; state++)
        fair[state] = subset[state] && moves[tour->component[state]] &&
                      (served[tour->component[state]] & all) == all;
    return fair;
}

/* The states where a run can stay for ever, weakly fair to everybody, without leaving the subset.
 */
static Set *fair_within(const NaiveGraph *graph, const Set *subset, uint32_t actors)
{
    Tour tour;
    tour_init(&tour, graph, subset);
    for (uint32_t state = 0; state < graph->states->len; state++)
        if (subset[state]) go_forward(&tour, state);
    for (uint32_t i = tour.order->len; i-- > 0;)
        go_back(&tour, number_in(tour.order, i), number_in(tour.order, i));
    Set *fair = fair_states(&tour, subset, actors);
    tour_free(&tour);
    return fair;
}

/* -------- goals -------- */

uint8_t *naive_stuck_states(const NaiveGraph *graph, const Check *goal, uint32_t actors)
{
    uint32_t count = graph->states->len;
    g_autofree Set *inside = set_new(graph), *reaches = set_new(graph);
    for (uint32_t state = 0; state < count; state++) {
        inside[state] = naive_is_inside(graph, state);
        reaches[state] = naive_is_true(graph, goal, state);
    }
    Set *stuck = fair_within(graph, inside, actors);
    for (uint32_t state = 0; state < count; state++)
        stuck[state] |= inside[state] && naive_state(graph, state)->movable == 0;
    close_backwards(graph, stuck);
    close_backwards(graph, reaches);
    for (uint32_t state = 0; state < count; state++)
        stuck[state] &= inside[state] && !reaches[state];
    return stuck;
}

/* The states that runs come to without ever having reached the goal, as long as nothing else ends
 * them. */
static Set *goal_free_states(const NaiveGraph *graph, const Check *goal)
{
    Set *set = set_new(graph);
    for (uint32_t state = 0; state < graph->sources; state++)
        set[state] = naive_is_inside(graph, state) && !naive_is_true(graph, goal, state);
    for (bool grows = true; grows;) {
        grows = false;
        for (uint32_t i = 0; i < graph->moves->len; i++) {
            const NaiveMove *move = move_at(graph, i);
            if (!set[move->from] || set[move->to] || !naive_is_inside(graph, move->to)) continue;
            if (naive_is_true(graph, goal, move->to)) continue;
            set[move->to] = true;
            grows = true;
        }
    }
    return set;
}

NaiveLost naive_eventually(const NaiveGraph *graph, const Check *goal, uint32_t actors)
{
    NaiveLost lost = {false, false};
    g_autofree Set *free_of_it = goal_free_states(graph, goal);
    g_autofree Set *fair = fair_within(graph, free_of_it, actors);
    for (uint32_t state = 0; state < graph->states->len; state++) {
        lost.livelock |= fair[state];
        lost.stuck |= free_of_it[state] && naive_state(graph, state)->movable == 0;
    }
    return lost;
}
