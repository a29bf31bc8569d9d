/* Two searches that must have come to the same result: how they did must not show. */
#ifndef TESTS_ORACLE_SAME_RESULT_H
#define TESTS_ORACLE_SAME_RESULT_H

#include "checker/search/search.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* What differs, in words; empty if nothing does. */
typedef struct Difference {
    char text[160];
} Difference;

#define DIFFER(...)                                                                                \
    do {                                                                                           \
        Difference difference;                                                                     \
        snprintf(difference.text, sizeof difference.text, __VA_ARGS__);                            \
        return difference;                                                                         \
    } while (0)

static inline Difference schedule_difference(const Schedule *a, const Schedule *b)
{
    if (a->length != b->length || a->initial != b->initial || a->cycle != b->cycle ||
        a->aftermath != b->aftermath)
        DIFFER("another counterexample");
    for (uint32_t i = 0; i < a->length; i++)
        if (memcmp(&a->moves[i], &b->moves[i], sizeof(Move)) != 0) DIFFER("another move %u", i);
    return (Difference){0};
}

static inline Difference count_difference(const uint64_t *a, const uint64_t *b, uint32_t count,
                                          const char *of)
{
    for (uint32_t i = 0; i < count; i++)
        if (a[i] != b[i]) DIFFER("%s of number %u: %lu, not %lu", of, i, b[i], a[i]);
    return (Difference){0};
}

static inline Difference figure_difference(const Question *question, const Statistics *a,
                                           const Statistics *b, bool depth_is_luck)
{
    const uint32_t actors = question->subject->actor_count, checks = question->check_count;
    const uint64_t old[] = {a->states, a->transitions, a->other, depth_is_luck ? 0 : a->depth};
    const uint64_t new[] = {b->states, b->transitions, b->other, depth_is_luck ? 0 : b->depth};
    static const char *const names[] = {"states", "transitions", "failures passed over", "depth"};
    for (uint32_t i = 0; i < 4; i++)
        if (old[i] != new[i]) DIFFER("%s: %lu, not %lu", names[i], new[i], old[i]);
    const struct {
        const uint64_t *old, *new;
        uint32_t count;
        const char *of;
    } arrays[] = {
        {&a->steps->ran, &b->steps->ran,
         (uint32_t)(question->subject->step_count * sizeof(StepCount) / sizeof(uint64_t)),
         "executions (ran, blocked, threw)"},
        {a->together, b->together, actors, "states together"},
        {a->alone, b->alone, actors, "states alone"},
        {a->check_true, b->check_true, checks, "states with"},
        {a->check_false, b->check_false, checks, "states without"},
    };
    for (uint32_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        Difference found =
            count_difference(arrays[i].old, arrays[i].new, arrays[i].count, arrays[i].of);
        if (*found.text) return found;
    }
    return (Difference){0};
}

static inline Difference verdict_difference(const Result *a, const Result *b)
{
    if (!verdict_equal(a->verdict, b->verdict))
        DIFFER("verdict %d %s, not %d %s", b->verdict.kind, b->verdict.name ? b->verdict.name : "",
               a->verdict.kind, a->verdict.name ? a->verdict.name : "");
    if (a->has_schedule != b->has_schedule) DIFFER("with a schedule, or not");
    return (Difference){0};
}

/* `b`'s beside `a`'s.  `depth_is_luck`: several depth-first workers. */
static inline Difference result_difference(const Question *question, const Result *a,
                                           const Result *b, bool depth_is_luck)
{
    Difference found = verdict_difference(a, b);
    if (!*found.text) found = schedule_difference(&a->schedule, &b->schedule);
    if (!*found.text)
        found = figure_difference(question, &a->statistics, &b->statistics, depth_is_luck);
    return found;
}

static inline void same_result(const Question *question, const Result *a, const Result *b,
                               bool depth_is_luck, const char *what)
{
    Difference found = result_difference(question, a, b, depth_is_luck);
    ck_assert_msg(!*found.text, "%s: %s", what, found.text);
}

#endif
