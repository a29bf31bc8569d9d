#include "checker/search/judge.h"

#include "checker/search/moves.h"
#include "checker/search/require.h"

#include <string.h>

Judgement judge_verdict(const Question *question, Verdict failure)
{
    const Verdict *find = question->find;
    if (!find) return JUDGED_FAILURE;
    if (find->kind != failure.kind) return JUDGED_OTHER;
    return !find->name || verdict_equal(*find, failure) ? JUDGED_FAILURE : JUDGED_OTHER;
}

static void count(Statistics *statistics, uint32_t check, bool holds)
{
    if (!statistics) return;
    uint64_t *counts = holds ? statistics->check_true : statistics->check_false;
    counts[check]++;
}

/* A check is false: is that a failure, and the first? */
static void worsen(const Question *question, uint32_t check, Judgement *judgement,
                   Verdict *ret_failure)
{
    const Check *broken = &question->checks[check];
    if (broken->kind != CHECK_ALWAYS || *judgement == JUDGED_FAILURE) return;
    Verdict failure = {VERDICT_VIOLATES, broken->name};
    *judgement = judge_verdict(question, failure);
    if (*judgement == JUDGED_FAILURE) *ret_failure = failure;
}

Judgement judge_state(const Question *question, const uint8_t *state, Statistics *statistics,
                      Verdict *ret_failure)
{
    Judgement judgement = JUDGED_FINE;
    for (uint32_t i = 0; i < question->check_count; i++) {
        bool holds = question->checks[i].holds(question->checks[i].context, state);
        count(statistics, i, holds);
        if (!holds) worsen(question, i, &judgement, ret_failure);
    }
    return judgement;
}

Judgement judge_noticed(const Question *question, const uint8_t *state, uint64_t noticed_by,
                        uint64_t *check_false, uint64_t *ret_untrue, Verdict *ret_failure)
{
    Judgement judgement = JUDGED_FINE;
    *ret_untrue = 0;
    for (; noticed_by; noticed_by &= noticed_by - 1) {
        uint32_t i = (uint32_t)__builtin_ctzll(noticed_by);
        if (i >= question->check_count) break;
        for (uint32_t end = i < JUDGE_LAST_BIT ? i + 1 : question->check_count; i < end; i++) {
            if (question->checks[i].holds(question->checks[i].context, state)) continue;
            check_false[i]++;
            *ret_untrue |= judge_bit(i);
            worsen(question, i, &judgement, ret_failure);
        }
    }
    return judgement;
}

Judgement judge_throw(const Question *question, uint32_t message, Verdict *ret_failure)
{
    const Subject *subject = question->subject;
    REQUIRE(message < subject->message_count, "%s: threw message %u of %u", subject->name, message,
            subject->message_count);
    *ret_failure = (Verdict){VERDICT_THROWS, subject->messages[message]};
    return judge_verdict(question, *ret_failure);
}

Judgement judge_halt(const Question *question, const uint8_t *state, Verdict *ret_failure)
{
    const Subject *subject = question->subject;
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        if (subject->may_rest(subject->context, state, actor)) continue;
        *ret_failure = (Verdict){VERDICT_DEADLOCK, NULL};
        return judge_verdict(question, *ret_failure);
    }
    return JUDGED_FINE;
}

Judgement judge_sometimes(const Question *question, const Statistics *statistics,
                          Verdict *ret_failure)
{
    Judgement judgement = JUDGED_FINE;
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (check->kind != CHECK_SOMETIMES || statistics->check_true[i] > 0) continue;
        *ret_failure = (Verdict){VERDICT_VIOLATES, check->name};
        judgement = judge_verdict(question, *ret_failure);
        if (judgement == JUDGED_FAILURE) break;
    }
    return judgement;
}

Verdict judge_schedule(const Question *question, const Schedule *schedule)
{
    const Subject *subject = question->subject;
    uint8_t state[SUBJECT_MAX_STATE];
    Verdict failure = {VERDICT_HOLDS, NULL};
    subject->initial(subject->context, schedule->initial, state);
    for (uint32_t i = 0; i < schedule->length; i++) {
        Attempt attempt = {.actor = schedule->moves[i].actor, .choice = schedule->moves[i].choice};
        Outcome outcome = subject->attempt(subject->context, state, &attempt);
        if (outcome == THREW) {
            judge_throw(question, attempt.message, &failure);
            return failure;
        }
        REQUIRE(outcome == RAN, "%s: move %u of the schedule cannot be made", subject->name, i);
    }
    if (judge_state(question, state, NULL, &failure) == JUDGED_FINE && !moves_any(subject, state))
        judge_halt(question, state, &failure);
    return failure;
}
