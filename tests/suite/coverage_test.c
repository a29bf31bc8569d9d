/* Nothing is proved because nothing happens: every step that the model declares is taken somewhere
 * in scenarios/, and every guard is false somewhere, so that nobody takes a wait for a formality.
 */
#include "model/step.h"
#include "tests/suite/scenarios.h"

static StepCount total[STEP_COUNT];
static const SubjectStep *declared; /* the model's step table: the same for every scenario */

/* -------- run everything -------- */

static void count_variant(const Scenario *scenario, const Variant *variant)
{
    const Subject *subject = variant->question.subject;
    Result result = search(&variant->question, &variant->options);

    ck_assert_msg(subject->step_count == STEP_COUNT, "%s asks another model", scenario->path);
    declared = subject->steps;
    for (int step = 0; step < STEP_COUNT; step++) {
        total[step].ran += result.statistics.steps[step].ran;
        total[step].threw += result.statistics.steps[step].threw;
        total[step].blocked += result.statistics.steps[step].blocked;
    }
    result_free(&result);
}

static void count_suite(void)
{
    visit_scenarios(count_variant);
}

/* -------- what came of it -------- */

/* Where threads end up for good: nobody leaves, so being there is all there is to see. */
static bool is_resting_place(int step)
{
    return step == MEXIT_REST || step == KERNEL_BLOCK;
}

static bool never_taken(int step)
{
    return is_resting_place(step) ? !total[step].blocked : !total[step].ran && !total[step].threw;
}

static bool never_blocks(int step)
{
    return declared[step].awaits && !total[step].blocked;
}

/* The names of the steps that a predicate picks out, a line each. */
static char *steps_that(bool (*predicate)(int step))
{
    GString *names = g_string_new(NULL);
    for (int step = 0; step < STEP_COUNT; step++)
        if (predicate(step)) g_string_append_printf(names, "\n  %s", declared[step].name);
    return g_string_free(names, FALSE);
}

static void expect_none(bool (*predicate)(int step), const char *what)
{
    g_autofree char *names = steps_that(predicate);
    ck_assert_msg(!*names, "no scenario has these steps %s:%.3000s", what, names);
}

START_TEST(every_step_is_taken)
{
    expect_none(never_taken, "taken");
}
END_TEST

START_TEST(every_guard_is_false_somewhere)
{
    expect_none(never_blocks, "blocked");
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("coverage");
    TCase *tests = tcase_create("steps");

    tcase_add_unchecked_fixture(tests, count_suite, NULL);
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, every_step_is_taken);
    tcase_add_test(tests, every_guard_is_false_somewhere);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_set_fork_status(runner, CK_NOFORK); /* the suite is run once, for both */
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
