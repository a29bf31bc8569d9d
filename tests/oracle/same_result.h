/* Two searches that must have come to the same result: how they did must not show. */
#ifndef TESTS_ORACLE_SAME_RESULT_H
#define TESTS_ORACLE_SAME_RESULT_H

#include "checker/search/search.h"

#include <check.h>
#include <string.h>

static inline void same_schedule(const Schedule *a, const Schedule *b, const char *what)
{
    ck_assert_msg(a->length == b->length && a->initial == b->initial && a->cycle == b->cycle &&
                      a->aftermath == b->aftermath,
                  "%s: another counterexample", what);
    for (uint32_t i = 0; i < a->length; i++)
        ck_assert_msg(memcmp(&a->moves[i], &b->moves[i], sizeof(Move)) == 0, "%s: another move %u",
                      what, i);
}

static inline void same_counts(const uint64_t *a, const uint64_t *b, uint32_t count,
                               const char *what, const char *of)
{
    for (uint32_t i = 0; i < count; i++)
        ck_assert_msg(a[i] == b[i], "%s: %s of number %u: %lu, not %lu", what, of, i, b[i], a[i]);
}

/* `depth_is_luck`: several depth-first workers. */
static inline void same_result(const Question *question, const Result *a, const Result *b,
                               bool depth_is_luck, const char *what)
{
    const Statistics *old = &a->statistics, *new = &b->statistics;
    const Subject *subject = question->subject;
    ck_assert_msg(verdict_equal(a->verdict, b->verdict), "%s: verdict %d %s, not %d %s", what,
                  b->verdict.kind, b->verdict.name, a->verdict.kind, a->verdict.name);
    ck_assert_msg(a->has_schedule == b->has_schedule, "%s: with a schedule, or not", what);
    same_schedule(&a->schedule, &b->schedule, what);
    ck_assert_msg(old->states == new->states, "%s: %lu states, not %lu", what, new->states,
                  old->states);
    ck_assert_msg(old->transitions == new->transitions, "%s: %lu transitions, not %lu", what,
                  new->transitions, old->transitions);
    ck_assert_msg(old->other == new->other, "%s: %lu passed over, not %lu", what, new->other,
                  old->other);
    if (!depth_is_luck)
        ck_assert_msg(old->depth == new->depth, "%s: depth %u, not %u", what, new->depth,
                      old->depth);
    same_counts(&old->steps->ran, &new->steps->ran,
                (uint32_t)(subject->step_count * sizeof(StepCount) / sizeof(uint64_t)), what,
                "executions (ran, blocked, threw)");
    same_counts(old->together, new->together, subject->actor_count, what, "states together");
    same_counts(old->check_true, new->check_true, question->check_count, what, "states with");
    same_counts(old->check_false, new->check_false, question->check_count, what, "states without");
}

#endif
