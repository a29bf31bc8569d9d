/* The collector's half of the model, by itself: four historic races, each broken, fixed, and fixed
 * with one line less; and every step of the collector fires. */
#include "model/gc_test/races.h"

/* Nothing is proved because nothing happens. */
START_TEST(every_step_fires)
{
    for (int step = PROLOGUE_CHECK; step < STEP_COUNT; step++)
        ck_assert_msg(races_fired[step], "%s", races_model.subject.steps[step].name);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("collector");
    TCase *tests = tcase_create("races");

    tcase_set_timeout(tests, 120);
    shrinking_tests(tests);
    scanning_tests(tests);
    worker_tests(tests);
    suspending_tests(tests);
    tcase_add_test(tests, every_step_fires);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_set_fork_status(runner, CK_NOFORK); /* the last test looks at what the others did */
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
