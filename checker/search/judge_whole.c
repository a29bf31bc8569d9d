/* The questions about all states together, on a finished exploration. */
#include "checker/search/hope.h"
#include "checker/search/judge.h"
#include "checker/search/liveness.h"
#include "checker/search/memory.h"

#include <stdlib.h>

/* -------- what is shared by all goals -------- */

/* Initial states have the lowest numbers. */
static uint32_t count_initial_states(const Explored *explored)
{
    const Subject *subject = explored->question->subject;
    uint8_t state[SUBJECT_MAX_STATE];
    uint32_t count = 0;
    for (uint32_t index = 0; index < subject->initial_count; index++) {
        subject->initial(subject->context, index, state);
        uint32_t number = store_find(explored->store, state, (Likeness){0});
        if (number != STORE_NONE && number >= count) count = number + 1;
    }
    return count;
}

static bool asks_for_goals(const Question *question)
{
    for (uint32_t i = 0; i < question->check_count; i++) {
        CheckKind kind = question->checks[i].kind;
        if (kind == CHECK_REACHABLE || kind == CHECK_EVENTUALLY) return true;
    }
    return false;
}

/* Is this the failure to report?  If it is not the one asked for, it is counted. */
static bool wanted(const Explored *explored, Verdict failure, Result *result)
{
    if (judge_verdict(explored->question, failure) == JUDGED_FAILURE) return true;
    result->statistics.other++;
    return false;
}

static bool conclude(Result *result, Verdict verdict, Schedule schedule)
{
    result->verdict = verdict;
    result->has_schedule = true;
    result->schedule = schedule;
    return true;
}

/* -------- one goal -------- */

static uint32_t lowest(const Graph *graph, const uint8_t *states)
{
    uint32_t state = 0;
    while (state < graph->state_count && !bit_is_set(states, state))
        state++;
    return state;
}

static uint32_t level_of(const Explored *explored, uint32_t state)
{
    uint32_t level = 0;
    while (explored->levels[level + 1] <= state)
        level++;
    return level;
}

/* The canonical way to the nearest of them; the numbers of a graph grow with the distance. */
static Schedule canonical_way(const Explored *explored, const Graph *graph, const uint8_t *states)
{
    Target target = {.depth = level_of(explored, graph->stored[lowest(graph, states)])};
    uint8_t *stored = memory_new(store_count(explored->store) / 8 + UINT64_C(1), 1);
    for (uint32_t state = 0; state < graph->state_count; state++)
        if (bit_is_set(states, state)) set_bit(stored, graph->stored[state]);
    target.states = stored;
    Schedule schedule = canonical_schedule(explored, &target);
    free(stored);
    return schedule;
}

static Schedule way_to_stuck(const Explored *explored, const Graph *graph, const uint8_t *stuck)
{
    if (explored->levels) return canonical_way(explored, graph, stuck);
    uint8_t *everywhere = graph_bits(graph);
    for (uint32_t state = 0; state < graph->state_count; state++)
        set_bit(everywhere, state);
    Route route = route_from_sources(graph, everywhere, stuck);
    Schedule schedule = route_schedule(&route, graph, explored);
    free(route.hops);
    free(everywhere);
    return schedule;
}

static bool judge_reachable(const Explored *explored, const Graph *graph, const Check *check,
                            const uint8_t *goal, Result *result)
{
    uint8_t *stuck = stuck_states(graph, goal);
    if (!stuck) return false;
    Verdict failure = {VERDICT_STUCK, check->name};
    bool fails = wanted(explored, failure, result) &&
                 conclude(result, failure, way_to_stuck(explored, graph, stuck));
    free(stuck);
    return fails;
}

/* Whoever asks for a livelock is not answered by a run that comes to rest. */
static Lasso lost_run(const Explored *explored, const Graph *graph, const Check *check,
                      const uint8_t *goal)
{
    Lasso lasso = goal_free_run(graph, goal);
    if (!lasso.found) return lasso;
    if (judge_verdict(explored->question, lasso_verdict(&lasso, check)) == JUDGED_FAILURE)
        return lasso;
    Lasso cycle = goal_free_cycle(graph, goal);
    if (!cycle.found) return lasso;
    free(lasso.route.hops);
    return cycle;
}

static bool judge_eventually(const Explored *explored, const Graph *graph, const Check *check,
                             const uint8_t *goal, Result *result)
{
    Lasso lasso = lost_run(explored, graph, check, goal);
    if (!lasso.found) return false;
    Verdict failure = lasso_verdict(&lasso, check);
    bool fails = wanted(explored, failure, result) &&
                 conclude(result, failure, lasso_schedule(&lasso, graph, explored));
    free(lasso.route.hops);
    return fails;
}

static bool judge_check(const Explored *explored, const Graph *graph, const Check *check,
                        Result *result)
{
    if (check->kind != CHECK_REACHABLE && check->kind != CHECK_EVENTUALLY) return false;
    uint8_t *goal = graph_goal(graph, explored, check);
    bool fails = check->kind == CHECK_REACHABLE
                     ? judge_reachable(explored, graph, check, goal, result)
                     : judge_eventually(explored, graph, check, goal, result);
    free(goal);
    return fails;
}

/* -------- all goals -------- */

/* Nothing that was passed over, so that no state is outside; and no failure is expected, for which
 * a graph would be needed in the end. */
static bool may_be_hopeful(const Explored *explored, const Result *result)
{
    return result->statistics.other == 0 && !explored->options->expects_failure &&
           hope_is_asked_for(explored->question);
}

static void judge_goals(const Explored *explored, Result *result)
{
    const Question *question = explored->question;
    Graph graph;
    if (may_be_hopeful(explored, result) && hope_everywhere(explored)) return;
    const char *ended =
        graph_build(&graph, explored, count_initial_states(explored), &(GraphScope){0});
    if (!ended)
        ended = search_ended(explored, graph_bytes(&graph) + components_bytes(graph.state_count));
    if (ended) result->verdict = (Verdict){VERDICT_INCOMPLETE, ended};
    for (uint32_t i = 0; !ended && i < question->check_count; i++)
        if (judge_check(explored, &graph, &question->checks[i], result)) break;
    graph_free(&graph);
}

/* What never happened is known for sure even if there was no room to judge the goals. */
static void judge_unreached(const Explored *explored, Result *result)
{
    Verdict failure;
    Judgement judgement = judge_sometimes(explored->question, &result->statistics, &failure);
    if (judgement == JUDGED_OTHER) result->statistics.other++;
    if (judgement == JUDGED_FAILURE) result->verdict = failure;
}

void judge_whole(const Explored *explored, Result *result)
{
    result->verdict = (Verdict){VERDICT_HOLDS, NULL};
    if (asks_for_goals(explored->question)) judge_goals(explored, result);
    /* A failure that can be shown says more than something that did not happen. */
    if (!result->has_schedule) judge_unreached(explored, result);
}
