#include "tests/oracle/naive_answer.h"
#include "tests/oracle/naive_goals.h"

#include <string.h>

static uint32_t state_on(const GArray *path, uint32_t index)
{
    return g_array_index(path, uint32_t, index);
}

/* The states along a schedule; one fewer if its last move throws. */
static const char *follow(const NaiveGraph *graph, const Subject *subject, const Schedule *schedule,
                          GArray *path, bool *ret_threw)
{
    uint8_t state[SUBJECT_MAX_STATE];
    *ret_threw = false;
    if (schedule->initial >= subject->initial_count) return "it begins nowhere";
    subject->initial(subject->context, schedule->initial, state);
    for (uint32_t i = 0;; i++) {
        g_autoptr(GBytes) bytes = g_bytes_new(state, subject->state_size);
        uint32_t number = GPOINTER_TO_UINT(g_hash_table_lookup(graph->numbers, bytes));
        if (number-- == 0) return "it comes to a state that cannot be reached";
        g_array_append_val(path, number);
        if (i == schedule->length) return NULL;
        if (!naive_is_inside(graph, number)) return "it goes on after a failure";
        const Move *move = &schedule->moves[i];
        Attempt attempt = {.actor = move->actor, .choice = move->choice};
        Outcome outcome = subject->attempt(subject->context, state, &attempt);
        if (outcome == BLOCKED) return "somebody is to move who cannot";
        if (attempt.step != move->step) return "somebody takes another step";
        if (move->choice >= attempt.choices) return "there is no such choice";
        *ret_threw = outcome == THREW;
        if (*ret_threw) return i + 1 == schedule->length ? NULL : "it goes on after a throw";
    }
}

static const Check *check_named(const Question *question, const char *name)
{
    for (uint32_t i = 0; i < question->check_count; i++)
        if (name && strcmp(question->checks[i].name, name) == 0) return &question->checks[i];
    return NULL;
}

static const char *objection_to_cycle(const NaiveGraph *graph, const Schedule *schedule,
                                      const GArray *path, uint32_t actors)
{
    uint32_t served = 0, all = (UINT32_C(1) << actors) - 1;
    if (schedule->cycle >= schedule->length) return "there is no cycle";
    if (state_on(path, schedule->cycle) != state_on(path, schedule->length))
        return "the cycle does not close";
    for (uint32_t i = schedule->cycle; i < schedule->length; i++) {
        served |= ~naive_state(graph, state_on(path, i))->movable;
        served |= UINT32_C(1) << schedule->moves[i].actor;
    }
    return (served & all) == all ? NULL : "the cycle is not fair";
}

static const char *objection_to_goal(const NaiveGraph *graph, const Question *question,
                                     const Schedule *schedule, Verdict verdict, const GArray *path)
{
    const Check *check = check_named(question, verdict.name);
    uint32_t actors = question->subject->actor_count;
    if (!check) return "there is no such goal";
    if (check->kind == CHECK_REACHABLE) {
        g_autofree uint8_t *stuck = naive_stuck_states(graph, check, actors);
        if (verdict.kind != VERDICT_STUCK) return "that is no verdict on such a goal";
        if (schedule->aftermath > schedule->length) return "it is all aftermath";
        uint32_t lost = state_on(path, schedule->length - schedule->aftermath);
        return stuck[lost] ? NULL : "the goal can still be reached";
    }
    if (check->kind != CHECK_EVENTUALLY) return "that is no goal";
    for (uint32_t i = 0; i < path->len; i++)
        if (naive_is_true(graph, check, state_on(path, i))) return "the goal is reached";
    if (verdict.kind == VERDICT_LIVELOCK) return objection_to_cycle(graph, schedule, path, actors);
    uint32_t last = state_on(path, schedule->length);
    return naive_state(graph, last)->movable == 0 ? NULL : "it does not come to rest";
}

static const char *objection_to_end(const NaiveGraph *graph, const Question *question,
                                    const Schedule *schedule, Verdict verdict, const GArray *path,
                                    bool threw)
{
    if (verdict.kind == VERDICT_THROWS) return threw ? NULL : "it does not throw";
    if (threw) return "it throws";
    uint32_t last = state_on(path, schedule->length);
    const Check *check = check_named(question, verdict.name);
    switch (verdict.kind) {
    case VERDICT_VIOLATES:
        if (!check || check->kind != CHECK_ALWAYS) return "there is no such invariant";
        return naive_is_true(graph, check, last) ? "the invariant is true at the end" : NULL;
    case VERDICT_DEADLOCK:
        return naive_state(graph, last)->deadlocked ? NULL : "there is no deadlock at the end";
    case VERDICT_STUCK:
    case VERDICT_LIVELOCK:
        return objection_to_goal(graph, question, schedule, verdict, path);
    default:
        return "no schedule shows such a verdict";
    }
}

const char *naive_objection(const NaiveGraph *graph, const Question *question,
                            const Schedule *schedule, Verdict verdict)
{
    bool threw;
    g_autoptr(GArray) path = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    const char *objection = follow(graph, question->subject, schedule, path, &threw);
    if (objection) return objection;
    return objection_to_end(graph, question, schedule, verdict, path, threw);
}
