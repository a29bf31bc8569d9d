#include "checker/analysis/lost.h"

#include "checker/search/judge.h"
#include "checker/search/liveness.h"
#include "checker/search/memory.h"

#include <stdlib.h>

/* How a run from a component may go on without the goal. */
enum { RESTS = 1, GOES_ROUND = 2 };

static bool is_asked_for(const Explored *explored, VerdictKind kind, const Check *goal)
{
    return judge_verdict(explored->question, (Verdict){kind, goal->name}) == JUDGED_FAILURE;
}

static uint8_t *stuck(const Graph *graph, const Explored *explored, const Check *goal)
{
    uint8_t *reached = graph_goal(graph, explored, goal);
    uint8_t *states =
        is_asked_for(explored, VERDICT_STUCK, goal) ? stuck_states(graph, reached) : NULL;
    free(reached);
    return states ? states : graph_bits(graph);
}

/* The states inside the graph where the goal does not hold. */
static uint8_t *goal_free(const Graph *graph, const Explored *explored, const Check *goal)
{
    uint8_t *reached = graph_goal(graph, explored, goal);
    uint8_t *subset = graph_inside(graph);
    for (uint32_t state = 0; state < graph->state_count; state++)
        if (bit_is_set(reached, state)) subset[state / 8] &= (uint8_t) ~(1u << state % 8);
    free(reached);
    return subset;
}

/* Components with lower numbers are known: a move leads there or stays. */
static uint8_t ways_on(const Graph *graph, const Components *components, const uint8_t *known,
                       uint32_t component)
{
    uint8_t ways = component_is_fair(components, graph, component) ? GOES_ROUND : 0;
    for (uint32_t i = components->begin[component]; i < components->begin[component + 1]; i++) {
        uint32_t state = components->members[i];
        if (graph->movable[state] == 0) ways |= RESTS;
        for (uint64_t edge = graph->first[state]; edge < graph->first[state + 1]; edge++) {
            uint32_t next = components->of[graph->target[edge]];
            if (next != STORE_NONE && next != component) ways |= known[next];
        }
    }
    return ways;
}

/* A run that can come to rest is said to be stuck, one that can only go round a livelock. */
static uint8_t *missed(const Graph *graph, const Explored *explored, const Check *goal)
{
    bool stuck_counts = is_asked_for(explored, VERDICT_STUCK, goal);
    bool livelock_counts = is_asked_for(explored, VERDICT_LIVELOCK, goal);
    uint8_t *subset = goal_free(graph, explored, goal);
    uint8_t *lost = graph_bits(graph);
    Components components;
    components_find(&components, graph, subset);
    uint8_t *ways = memory_new(components.count, 1);
    for (uint32_t c = 0; c < components.count; c++) {
        ways[c] = ways_on(graph, &components, ways, c);
        if (ways[c] & RESTS ? stuck_counts : ways[c] && livelock_counts)
            component_mark(&components, c, lost);
    }
    components_free(&components);
    free(ways);
    free(subset);
    return lost;
}

uint8_t *lost_states(const Graph *graph, const Explored *explored, const Check *goal)
{
    return goal->kind == CHECK_REACHABLE ? stuck(graph, explored, goal)
                                         : missed(graph, explored, goal);
}
