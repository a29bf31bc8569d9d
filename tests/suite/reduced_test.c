/* The reduced search against the full one on every variant of scenarios/, goals left out: whatever
 * can fail is looked for by itself, and what never fails has to be searched with the same steps. */
#include "checker/search/exploration.h"
#include "checker/search/reduced.h"
#include "checker/search/suite.h"
#include "model/go.h"
#include "tests/suite/scenarios.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_CHECKS = 64, MOST_STATES = 15000 };

static const SearchOptions options = {.strategy = STRATEGY_BFS, .limits.states = MOST_STATES};
static uint64_t full_states, reduced_states;
static uint32_t compared, groundless, failures;

/* A question about the same variant, with checks of its own. */
typedef struct Asked {
    const Variant *variant;
    Question question;
    Check checks[MOST_CHECKS];
} Asked;

static void compare_steps(const Asked *asked, const Result *full, const Result *reduced)
{
    const Subject *subject = asked->question.subject;
    for (uint32_t step = 0; step < subject->step_count; step++) {
        const StepCount *a = &full->statistics.steps[step], *b = &reduced->statistics.steps[step];
        ck_assert_msg(!a->ran == !b->ran && !a->threw == !b->threw, "%s: %s is %s",
                      asked->variant->name, subject->steps[step].name,
                      b->ran || b->threw ? "taken only when reduced" : "lost");
    }
    for (uint32_t i = 0; i < asked->question.check_count; i++)
        if (asked->checks[i].kind == CHECK_SOMETIMES)
            ck_assert_msg(!full->statistics.check_true[i] == !reduced->statistics.check_true[i],
                          "%s: whether %s", asked->variant->name, asked->checks[i].name);
}

static void compare_answers(const Asked *asked, const Result *full, const Result *reduced)
{
    const char *name = asked->variant->name;
    char *a = verdict_text(full->verdict), *b = verdict_text(reduced->verdict);
    ck_assert_msg((full->verdict.kind == VERDICT_HOLDS) == (reduced->verdict.kind == VERDICT_HOLDS),
                  "%s: %s, and reduced %s", name, a, b);
    ck_assert_msg(full->has_schedule == reduced->has_schedule, "%s: %s, %s", name, a, b);
    failures += full->has_schedule;
    free(a);
    free(b);
    if (full->has_schedule) return;
    ck_assert_uint_le(reduced->statistics.states, full->statistics.states);
    full_states += full->statistics.states;
    reduced_states += reduced->statistics.states;
    compare_steps(asked, full, reduced);
}

static void ask_for(Asked *asked, const Verdict *find)
{
    asked->question.find = find;
    asked->question.checks = asked->checks;
}

static void compare_reduced(const Asked *asked, const Result *full)
{
    bool ungrounded;
    if (full->verdict.kind == VERDICT_INCOMPLETE) return;
    Result reduced = search_only_reduced(&asked->question, &options, &ungrounded);

    compared++;
    groundless += ungrounded;
    if (!ungrounded) compare_answers(asked, full, &reduced);
    result_free(&reduced);
}

/* Ask for one failure, or (NULL) for any. */
static void compare(Asked *asked, const Verdict *find)
{
    ask_for(asked, find);
    Result full = search_complete(&asked->question, &options);
    compare_reduced(asked, &full);
    result_free(&full);
}

/* The full search for what is nowhere is the one for nothing. */
static void compare_each(Asked *asked)
{
    static const Verdict nothing = {VERDICT_STUCK, NULL}, throws = {VERDICT_THROWS, NULL},
                         deadlock = {VERDICT_DEADLOCK, NULL};
    ask_for(asked, &nothing);
    Result whole = search_complete(&asked->question, &options);
    compare_reduced(asked, &whole);
    compare(asked, NULL);
    compare(asked, &throws);
    compare(asked, &deadlock);
    for (uint32_t i = 0; i < asked->question.check_count; i++) {
        Verdict violated = {VERDICT_VIOLATES, asked->checks[i].name};
        if (asked->checks[i].kind != CHECK_ALWAYS) continue;
        if (whole.statistics.check_false[i] > 0) compare(asked, &violated);
        else {
            ask_for(asked, &violated);
            compare_reduced(asked, &whole);
        }
    }
    result_free(&whole);
}

/* -------- the questions -------- */

static bool is_goal(const Check *check)
{
    return check->kind == CHECK_REACHABLE || check->kind == CHECK_EVENTUALLY;
}

static void ask_its_own(const Scenario *scenario, const Variant *variant)
{
    (void)scenario;
    Asked asked = {.variant = variant, .question = variant->question};
    asked.question.check_count = 0;
    for (uint32_t i = 0; i < variant->question.check_count; i++)
        if (!is_goal(&variant->question.checks[i]))
            asked.checks[asked.question.check_count++] = variant->question.checks[i];
    compare_each(&asked);
}

static void ask_every_invariant(const Scenario *scenario, const Variant *variant)
{
    (void)scenario;
    Asked asked = {.variant = variant, .question = variant->question};
    asked.question.check_count = go_invariant_count;
    for (uint32_t i = 0; i < go_invariant_count; i++)
        asked.checks[i] = check_of(CHECK_ALWAYS, asked.question.subject, &go_invariants[i]);
    compare_each(&asked);
}

static void expect_a_comparison(void)
{
    printf("%u comparisons, %u with a failure, %u groundless; %lu states, reduced %lu\n", compared,
           failures, groundless, full_states, reduced_states);
    ck_assert_uint_gt(failures, compared / 40);
    ck_assert_uint_lt(groundless, compared / 5);
    ck_assert_uint_lt(reduced_states, full_states);
}

START_TEST(its_own_checks)
{
    visit_scenarios(ask_its_own);
    expect_a_comparison();
}
END_TEST

START_TEST(every_invariant)
{
    visit_scenarios(ask_every_invariant);
    expect_a_comparison();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduced");
    TCase *tests = tcase_create("reduced");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, its_own_checks);
    tcase_add_test(tests, every_invariant);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
