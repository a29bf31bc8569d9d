#include "checker/search/liveness.h"

#include "checker/search/memory.h"

#include <stdlib.h>
#include <string.h>

/* -------- stays reachable -------- */

/* What the runs from a component may come to. */
typedef enum Future {
    REACHES = 1, /* the goal */
    LASTS = 2    /* rest, or a fair run for ever, without leaving the graph */
} Future;

static uint8_t future_of(const Components *components, const Graph *graph, const uint8_t *goal,
                         const uint8_t *known, uint32_t component)
{
    uint8_t future = component_is_fair(components, graph, component) ? LASTS : 0;
    for (uint32_t i = components->begin[component]; i < components->begin[component + 1]; i++) {
        uint32_t state = components->members[i];
        if (bit_is_set(goal, state)) future |= REACHES;
        if (graph->movable[state] == 0) future |= LASTS;
        for (uint64_t edge = graph->first[state]; edge < graph->first[state + 1]; edge++) {
            if (bit_is_set(goal, graph->target[edge])) future |= REACHES;
            uint32_t next = components->of[graph->target[edge]];
            if (next != STORE_NONE && next != component) future |= known[next];
        }
    }
    return future;
}

uint8_t *stuck_states(const Graph *graph, const uint8_t *goal)
{
    Components components;
    uint8_t *subset = graph_inside(graph);
    components_find(&components, graph, subset);
    uint8_t *futures = memory_new(components.count, 1);
    uint8_t *stuck = graph_bits(graph);

    bool any = false;
    for (uint32_t c = 0; c < components.count; c++) {
        futures[c] = future_of(&components, graph, goal, futures, c);
        if (futures[c] != LASTS) continue;
        component_mark(&components, c, stuck);
        any = true;
    }
    free(futures);
    free(subset);
    components_free(&components);
    if (any) return stuck;
    free(stuck);
    return NULL;
}

/* -------- comes eventually -------- */

/* The states that runs from the sources reach while the goal does not hold. */
static uint8_t *goal_free_states(const Graph *graph, const uint8_t *goal)
{
    uint8_t *reached = graph_bits(graph);
    uint32_t *stack = memory_new(graph->state_count, sizeof *stack);
    uint32_t height = 0;
    for (uint32_t source = 0; source < graph->source_count; source++) {
        if (bit_is_set(goal, source) || bit_is_set(graph->outside, source)) continue;
        set_bit(reached, source);
        stack[height++] = source;
    }
    while (height > 0) {
        uint32_t state = stack[--height];
        for (uint64_t edge = graph->first[state]; edge < graph->first[state + 1]; edge++) {
            uint32_t next = graph->target[edge];
            if (bit_is_set(goal, next) || bit_is_set(graph->outside, next)) continue;
            if (bit_is_set(reached, next)) continue;
            set_bit(reached, next);
            stack[height++] = next;
        }
    }
    free(stack);
    return reached;
}

/* The states of the subset where a run comes to rest. */
static bool resting_states(const Graph *graph, const uint8_t *subset, uint8_t *ret_states)
{
    bool any = false;
    for (uint32_t state = 0; state < graph->state_count; state++) {
        if (!bit_is_set(subset, state) || graph->movable[state] != 0) continue;
        set_bit(ret_states, state);
        any = true;
    }
    return any;
}

static bool fair_states(const Graph *graph, const Components *components, uint8_t *ret_states)
{
    bool any = false;
    for (uint32_t c = 0; c < components->count; c++)
        if (component_is_fair(components, graph, c)) {
            component_mark(components, c, ret_states);
            any = true;
        }
    return any;
}

/* Strike out the actors that the route's hops since `since` do justice to. */
static uint32_t still_neglected(const Graph *graph, const Route *route, uint32_t since,
                                uint32_t neglected)
{
    for (uint32_t i = since; i < route->length; i++) {
        const Hop *hop = &route->hops[i];
        neglected &= graph->movable[hop->to] & ~(UINT32_C(1) << hop->actor);
    }
    return neglected;
}

/* From the end of the route, go to the nearest place that does justice to an actor not yet served,
 * again and again, then home. */
static void append_fair_cycle(Route *route, const Graph *graph, const uint8_t *component)
{
    uint32_t home = route_end(route);
    uint32_t cycle = route->length;
    uint32_t neglected = graph->all_actors & graph->movable[home];
    uint8_t *home_set = graph_bits(graph);
    set_bit(home_set, home);

    while (neglected != 0) {
        uint32_t since = route->length;
        route_extend(route, graph, component, &(Destination){.actors = neglected});
        neglected = still_neglected(graph, route, since, neglected);
    }
    if (route->length == cycle || route_end(route) != home)
        route_extend(route, graph, component, &(Destination){.states = home_set});
    free(home_set);
}

static uint8_t *component_states(const Graph *graph, const Components *components, uint32_t state)
{
    uint8_t *states = graph_bits(graph);
    component_mark(components, components->of[state], states);
    return states;
}

static Lasso run_for_ever(const Graph *graph, const uint8_t *subset)
{
    Lasso lasso = {0};
    Components components;
    uint8_t *targets = graph_bits(graph);
    components_find(&components, graph, subset);
    if (fair_states(graph, &components, targets)) {
        lasso.found = true;
        lasso.route = route_from_sources(graph, subset, targets);
        lasso.cycle = lasso.route.length;
        uint8_t *component = component_states(graph, &components, route_end(&lasso.route));
        append_fair_cycle(&lasso.route, graph, component);
        free(component);
    }
    components_free(&components);
    free(targets);
    return lasso;
}

static Lasso run_to_rest(const Graph *graph, const uint8_t *subset)
{
    Lasso lasso = {0};
    uint8_t *targets = graph_bits(graph);
    if (resting_states(graph, subset, targets)) {
        lasso.found = true;
        lasso.route = route_from_sources(graph, subset, targets);
        lasso.cycle = lasso.route.length;
    }
    free(targets);
    return lasso;
}

Lasso goal_free_run(const Graph *graph, const uint8_t *goal)
{
    uint8_t *subset = goal_free_states(graph, goal);
    Lasso lasso = run_to_rest(graph, subset);
    if (!lasso.found) lasso = run_for_ever(graph, subset);
    free(subset);
    return lasso;
}

Lasso goal_free_cycle(const Graph *graph, const uint8_t *goal)
{
    uint8_t *subset = goal_free_states(graph, goal);
    Lasso lasso = run_for_ever(graph, subset);
    free(subset);
    return lasso;
}

Verdict lasso_verdict(const Lasso *lasso, const Check *goal)
{
    bool rests = lasso->cycle == lasso->route.length;
    return (Verdict){rests ? VERDICT_STUCK : VERDICT_LIVELOCK, goal->name};
}

Schedule lasso_schedule(const Lasso *lasso, const Graph *graph, const Explored *explored)
{
    Schedule schedule = route_schedule(&lasso->route, graph, explored);
    schedule.cycle = lasso->cycle;
    return schedule;
}
