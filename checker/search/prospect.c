#include "checker/search/prospect.h"

#include "checker/search/liveness.h"
#include "checker/search/require.h"

#include <stdlib.h>

static Prospect lost(VerdictKind kind, const Check *goal)
{
    return (Prospect){.kind = PROSPECT_LOST, .verdict = {kind, goal->name}};
}

static Prospect unknown(const char *ended)
{
    return (Prospect){.kind = PROSPECT_UNKNOWN, .ended = ended};
}

static Prospect of_reachable(const Explored *ahead, const Graph *graph, const Check *goal)
{
    uint8_t *reached = graph_goal(graph, ahead, goal);
    uint8_t *stuck = stuck_states(graph, reached);
    bool is_stuck = stuck && bit_is_set(stuck, 0);
    free(stuck);
    free(reached);
    return is_stuck ? lost(VERDICT_STUCK, goal) : (Prospect){.kind = PROSPECT_GOOD};
}

/* What was not expanded is outside the graph: a run that is found without it is a run all the same.
 */
static Prospect of_eventually(const Explored *ahead, const Graph *graph, const Check *goal,
                              const char *ended)
{
    uint8_t *reached = graph_goal(graph, ahead, goal);
    Lasso lasso = goal_free_run(graph, reached);
    Prospect prospect = ended ? unknown(ended) : (Prospect){.kind = PROSPECT_GOOD};
    if (lasso.found) {
        prospect = lost(lasso_verdict(&lasso, goal).kind, goal);
        prospect.rest = lasso_schedule(&lasso, graph, ahead);
    }
    free(lasso.route.hops);
    free(reached);
    return prospect;
}

static Prospect judge(const Explored *ahead, const Graph *graph, const Check *goal,
                      const char *ended)
{
    bool usable = !ended || ended == graph_states_limit;
    if (!usable) return unknown(ended);
    if (goal->kind == CHECK_EVENTUALLY) return of_eventually(ahead, graph, goal, ended);
    if (graph->reached) return (Prospect){.kind = PROSPECT_GOOD};
    return ended ? unknown(ended) : of_reachable(ahead, graph, goal);
}

Prospect prospect(const Question *question, const SearchOptions *options, double started,
                  const Check *goal, const uint8_t *state, uint64_t state_limit)
{
    Explored ahead = {.question = question,
                      .options = options,
                      .store = store_for(question->subject, STORE_SAFE_LEAF, STORE_PLAIN),
                      .started = started};
    bool is_new;
    if (!ahead.store || store_insert(ahead.store, state, (Likeness){0}, &is_new) == STORE_NONE) {
        store_free(ahead.store);
        return unknown("memory");
    }

    GraphScope scope = {
        .goal = goal, .until_reached = goal->kind == CHECK_REACHABLE, .state_limit = state_limit};
    Graph graph;
    const char *ended = graph_build(&graph, &ahead, 1, &scope);
    Prospect answer = judge(&ahead, &graph, goal, ended);
    graph_free(&graph);
    store_free(ahead.store);
    return answer;
}
