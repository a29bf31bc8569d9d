/* What a lost goal leads to.
 *
 * A stuck schedule ends in the first state beyond hope, where all may still look well.  So what
 * lies ahead of it is searched for the nearest state that every run comes back to for ever: where
 * nothing changes any more, or those that are left go round.
 */
#include "checker/search/components.h"
#include "checker/search/memory.h"
#include "checker/search/statistics.h"

#include <stdlib.h>

#define MOST_STATES 100000 /* how much of what lies ahead is searched */

/* -------- the states that runs come back to for ever -------- */

/* A component that no move leaves. */
static bool is_last(const Components *components, const Graph *graph, uint32_t component)
{
    for (uint32_t i = components->begin[component]; i < components->begin[component + 1]; i++) {
        uint32_t state = components->members[i];
        for (uint64_t edge = graph->first[state]; edge < graph->first[state + 1]; edge++)
            if (components->of[graph->target[edge]] != component) return false;
        if (graph->movable[state] == 0) return true;
    }
    return component_is_fair(components, graph, component);
}

/* A bit set that the caller frees.  Runs that end outside the graph have failed in another way. */
static uint8_t *last_states(const Graph *graph)
{
    Components components;
    uint8_t *subset = graph_inside(graph);
    uint8_t *last = graph_bits(graph);
    components_find(&components, graph, subset);
    for (uint32_t c = 0; c < components.count; c++)
        if (is_last(&components, graph, c)) component_mark(&components, c, last);
    components_free(&components);
    free(subset);
    return last;
}

/* -------- the way there -------- */

/* The level of the first state of a bit set, or `count` if it is empty. */
static uint32_t first_level(const uint32_t *levels, uint32_t count, const uint8_t *states)
{
    for (uint32_t level = 0; level < count; level++)
        for (uint32_t state = levels[level]; state < levels[level + 1]; state++)
            if (bit_is_set(states, state)) return level;
    return count;
}

static Schedule way_to_last(const Explored *ahead, const Graph *graph)
{
    Explored explored = *ahead;
    Schedule way = {0};
    uint8_t *last = last_states(graph);
    uint32_t *levels = graph_levels(graph, &explored.level_count);
    uint32_t depth = first_level(levels, explored.level_count, last);
    explored.levels = levels;
    explored.violating = graph->outside;
    if (depth < explored.level_count)
        way = canonical_schedule(&explored, &(Target){.states = last, .depth = depth});
    free(levels);
    free(last);
    return way;
}

static Schedule way_ahead(const Explored *ahead)
{
    Graph graph;
    Schedule way = {0};
    if (!graph_build(&graph, ahead, 1, &(GraphScope){.state_limit = MOST_STATES}))
        way = way_to_last(ahead, &graph);
    graph_free(&graph);
    return way;
}

static void append_way(Schedule *schedule, const Explored *ahead)
{
    Schedule way = way_ahead(ahead);
    for (uint32_t i = 0; i < way.length; i++)
        schedule_append(schedule, way.moves[i]);
    schedule->aftermath = way.length;
    schedule_free(&way);
}

/* False: there are more leaves of this size than numbers. */
static bool look_ahead(const Question *question, const SearchOptions *options, uint32_t leaf_size,
                       Schedule *schedule)
{
    uint8_t state[SUBJECT_MAX_STATE];
    Explored ahead = {.question = question,
                      .options = options,
                      .store = store_for(question->subject, leaf_size, STORE_PLAIN),
                      .started = clock_seconds()};
    schedule_run(question->subject, schedule, schedule->length, state);
    bool is_new;
    if (ahead.store && store_insert(ahead.store, state, (Likeness){0}, &is_new) != STORE_NONE)
        append_way(schedule, &ahead);
    bool has_leaves = !ahead.store || !store_lacks_leaves(ahead.store);
    store_free(ahead.store);
    return has_leaves;
}

void add_aftermath(const Question *question, const SearchOptions *options, Schedule *schedule)
{
    if (!look_ahead(question, options, STORE_USUAL_LEAF, schedule))
        look_ahead(question, options, STORE_SAFE_LEAF, schedule);
}
