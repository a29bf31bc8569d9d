#include "tests/oracle/naive_answer.h"

#include "tests/oracle/naive_goals.h"

#include <string.h>

/* The distance of the nearest stuck state. */
static uint32_t reachable(const NaiveGraph *graph, const Check *goal, uint32_t actors)
{
    g_autofree uint8_t *stuck = naive_stuck_states(graph, goal, actors);
    for (uint32_t state = 0; state < graph->states->len; state++)
        if (stuck[state]) return naive_state(graph, state)->distance;
    return NAIVE_NEVER;
}

static bool is_wanted(const Verdict *find, VerdictKind kind, const char *name)
{
    if (!find) return true;
    return find->kind == kind && (!find->name || (name && strcmp(find->name, name) == 0));
}

static uint32_t failure_at(const Naive *found, const Question *question)
{
    uint32_t at = NAIVE_NEVER;
    if (is_wanted(question->find, VERDICT_THROWS, question->find ? question->find->name : NULL))
        at = found->throws_at;
    if (is_wanted(question->find, VERDICT_DEADLOCK, NULL)) at = MIN(at, found->deadlock_at);
    for (uint32_t i = 0; i < question->check_count; i++)
        if (question->checks[i].kind == CHECK_ALWAYS &&
            is_wanted(question->find, VERDICT_VIOLATES, question->checks[i].name))
            at = MIN(at, found->check_false_at[i]);
    return at;
}

/* Rest is told before livelock, unless only the other one was asked for. */
static VerdictKind lost(const NaiveGraph *graph, const Question *question, const Check *check)
{
    NaiveLost lost = naive_eventually(graph, check, question->subject->actor_count);
    bool rather_livelock = !is_wanted(question->find, VERDICT_STUCK, check->name);
    if (lost.stuck && !(lost.livelock && rather_livelock)) return VERDICT_STUCK;
    return lost.livelock ? VERDICT_LIVELOCK : VERDICT_HOLDS;
}

/* What becomes of one goal. */
static VerdictKind judge_goal(const NaiveGraph *graph, const Question *question, const Check *check,
                              uint32_t *ret_shortest)
{
    uint32_t actors = question->subject->actor_count;
    *ret_shortest = NAIVE_NEVER;
    if (check->kind == CHECK_EVENTUALLY) return lost(graph, question, check);
    if (check->kind != CHECK_REACHABLE) return VERDICT_HOLDS;
    *ret_shortest = reachable(graph, check, actors);
    return *ret_shortest == NAIVE_NEVER ? VERDICT_HOLDS : VERDICT_STUCK;
}

/* The first wanted one; whatever else fails before is counted. */
static void judge_goals(const NaiveGraph *graph, const Question *question, NaiveAnswer *answer)
{
    for (uint32_t i = 0; i < question->check_count; i++) {
        const char *name = question->checks[i].name;
        VerdictKind kind = judge_goal(graph, question, &question->checks[i], &answer->shortest);
        if (kind == VERDICT_HOLDS) continue;
        if (is_wanted(question->find, kind, name)) {
            answer->otherwise = (Verdict){kind, name};
            return;
        }
        answer->others++;
    }
    answer->shortest = NAIVE_NEVER;
}

/* What never was true. */
static void judge_unreached(const NaiveGraph *graph, const Question *question, NaiveAnswer *answer)
{
    bool other = false;
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (check->kind != CHECK_SOMETIMES || graph->found.check_true[i] > 0) continue;
        if (is_wanted(question->find, VERDICT_VIOLATES, check->name)) {
            answer->otherwise = (Verdict){VERDICT_VIOLATES, check->name};
            return;
        }
        other = true;
    }
    answer->others += other;
}

NaiveAnswer naive_answer(const NaiveGraph *graph, const Question *question)
{
    const Naive *found = &graph->found;
    NaiveAnswer answer = {.failure_at = failure_at(found, question),
                          .otherwise = {VERDICT_HOLDS, NULL},
                          .shortest = NAIVE_NEVER,
                          .others = found->violating + found->throws + found->deadlocks};
    if (answer.failure_at != NAIVE_NEVER) return answer;
    judge_goals(graph, question, &answer);
    if (answer.otherwise.kind == VERDICT_HOLDS) judge_unreached(graph, question, &answer);
    return answer;
}
