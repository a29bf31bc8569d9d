/* A libcheck suite whose cases are programs under `checker live`. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

/* The exit status of `checker live`: 0 if nothing is wrong in any execution. */
static int live(const char *program_and_arguments)
{
    char command[512];
    snprintf(command, sizeof command, "\"%s\" live -- ./%s >queue_test.log 2>&1", getenv("CHECKER"),
             program_and_arguments);
    return WEXITSTATUS(system(command));
}

START_TEST(every_value_arrives_once)
{
    ck_assert_int_eq(live("queue_program 2"), 0);
}
END_TEST

START_TEST(looking_without_the_lock_is_found)
{
    ck_assert_int_eq(live("queue_program 1 hasty"), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("queue");
    TCase *cases = tcase_create("queue");
    tcase_add_test(cases, every_value_arrives_once);
    tcase_add_test(cases, looking_without_the_lock_is_found);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
