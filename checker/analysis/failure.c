#include "checker/analysis/failure.h"

#include "checker/search/components.h"
#include "checker/search/liveness.h"
#include "checker/search/memory.h"

#include <stdlib.h>
#include <string.h>

static const Check *check_named(const Question *question, const char *name)
{
    for (uint32_t i = 0; i < question->check_count; i++)
        if (name && strcmp(question->checks[i].name, name) == 0) return &question->checks[i];
    return NULL;
}

Failure failure_of(const Question *question, Verdict verdict)
{
    bool named = verdict.kind != VERDICT_THROWS && verdict.kind != VERDICT_DEADLOCK;
    return (Failure){question, verdict, named ? check_named(question, verdict.name) : NULL};
}

bool failure_is_local(const Failure *failure)
{
    return failure->verdict.kind != VERDICT_STUCK && failure->verdict.kind != VERDICT_LIVELOCK;
}

bool failure_in_throw(const Failure *failure, uint32_t message)
{
    const char *name = failure->verdict.name;
    if (failure->verdict.kind != VERDICT_THROWS) return false;
    return !name || strcmp(failure->question->subject->messages[message], name) == 0;
}

bool failure_ends_run(const Failure *failure, const uint8_t *state, bool *ret_failed)
{
    uint16_t broken = atlas_first_broken(failure->question, state);
    *ret_failed = broken && failure->verdict.kind == VERDICT_VIOLATES &&
                  failure->check == &failure->question->checks[broken - 1];
    return broken;
}

static bool rests_without_goal(const Check *goal, const Atlas *atlas, uint32_t state)
{
    Opened opened;
    if (!atlas_halted(atlas, state) || atlas_deadlocked(atlas, state)) return false;
    atlas_open(atlas, state, &opened);
    return !goal->holds(goal->context, opened.bytes);
}

bool failure_in_state(const Failure *failure, const Atlas *atlas, uint32_t state)
{
    uint16_t broken = atlas->states[state].broken;
    const Check *check = failure->check;
    if (failure->verdict.kind == VERDICT_VIOLATES)
        return broken && check == &failure->question->checks[broken - 1];
    if (failure->verdict.kind == VERDICT_DEADLOCK) return atlas_deadlocked(atlas, state);
    bool ends = failure->verdict.kind == VERDICT_STUCK && check && check->kind == CHECK_EVENTUALLY;
    return ends && rests_without_goal(check, atlas, state);
}

static uint8_t *local_states(const Failure *failure, const Atlas *atlas)
{
    uint8_t *states = g_new0(uint8_t, atlas->count + 1);
    for (uint32_t state = 0; state < atlas->count; state++)
        states[state] = failure_in_state(failure, atlas, state);
    return states;
}

static uint8_t *lost_states(const Failure *failure, const Atlas *atlas)
{
    uint8_t *states = g_new0(uint8_t, atlas->count + 1);
    g_autofree uint8_t *goal = atlas_where(atlas, failure->check);
    Graph graph = atlas_graph(atlas);
    uint8_t *goal_bits = graph_bits(&graph);
    for (uint32_t state = 0; state < atlas->count; state++)
        if (goal[state]) set_bit(goal_bits, state);
    uint8_t *stuck = stuck_states(&graph, goal_bits);
    for (uint32_t state = 0; stuck && state < atlas->count; state++)
        states[state] = bit_is_set(stuck, state);
    free(stuck);
    free(goal_bits);
    graph_free(&graph);
    return states;
}

uint8_t *failure_states(const Failure *failure, const Atlas *atlas)
{
    if (failure_is_local(failure) || !failure->check) return local_states(failure, atlas);
    return lost_states(failure, atlas);
}

/* -------- no way around -------- */

/* Can a run that comes to this component stay in it, or come to rest there, without a failure? */
static bool lasts(const Components *components, const Graph *graph, uint32_t component)
{
    for (uint32_t i = components->begin[component]; i < components->begin[component + 1]; i++)
        if (graph->movable[components->members[i]] == 0) return true;
    return component_is_fair(components, graph, component);
}

static bool leads_to_one(const Components *components, const Graph *graph, uint32_t component,
                         const uint8_t *passes)
{
    for (uint32_t i = components->begin[component]; i < components->begin[component + 1]; i++) {
        uint32_t state = components->members[i];
        for (uint64_t edge = graph->first[state]; edge < graph->first[state + 1]; edge++) {
            uint32_t next = components->of[graph->target[edge]];
            if (next != STORE_NONE && passes[next]) return true;
        }
    }
    return false;
}

uint8_t *failure_certain(const Failure *failure, const Atlas *atlas)
{
    if (!failure_is_local(failure) && failure->check) return lost_states(failure, atlas);
    uint8_t *certain = g_new0(uint8_t, atlas->count + 1);
    Graph graph = atlas_graph(atlas);
    Components components;
    uint8_t *inside = graph_inside(&graph);
    components_find(&components, &graph, inside);
    g_autofree uint8_t *passes = g_new0(uint8_t, components.count + 1);
    for (uint32_t c = 0; c < components.count; c++)
        passes[c] = lasts(&components, &graph, c) || leads_to_one(&components, &graph, c, passes);
    for (uint32_t state = 0; state < atlas->count; state++) {
        uint32_t component = components.of[state];
        certain[state] = component == STORE_NONE || !passes[component];
    }
    components_free(&components);
    free(inside);
    graph_free(&graph);
    return certain;
}
