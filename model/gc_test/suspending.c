/* CL 533455: forEachP against suspendG. */
#include "model/gc_test/races.h"

static Config suspend_world(uint8_t caller)
{
    Config config = two_running(2);
    PROGRAM(config.g[0].program, DO(CALL), DO(FOR_EACH_P));
    PROGRAM(config.g[1].program, DO_WITH(SCAN_STACK, 1), DO(CALL));
    config.setting[SETTING_STACK_SCAN] = SCAN_BY_SUSPENDG;
    config.setting[SETTING_FOREACHP_CALLER] = caller;
    return config;
}

START_TEST(for_each_p_and_suspendg_wait_for_each_other)
{
    Config config = suspend_world(0);
    Reach reach = explore_throws(&config, NO_MESSAGE);
    ck_assert_int_ne(stuck_without(&reach, 1), NOWHERE);
    reach_free(&reach);
}
END_TEST

START_TEST(for_each_p_in_disguise)
{
    Config config = suspend_world(1);
    expect_clean(&config, 1);
}
END_TEST

/* Two scanners of each other's goroutines: fine if these wait in disguise, in every era. */
START_TEST(scanners_scan_each_other)
{
    for (uint8_t scan = SCAN_BY_STOPG; scan <= SCAN_BY_SUSPENDG; scan++)
        for (uint8_t waits = 0; waits <= 1; waits++) {
            Config config = two_running(2);
            PROGRAM(config.g[0].program, DO(GROW_STACK), DO_WITH(SCAN_STACK, 2));
            PROGRAM(config.g[1].program, DO_WITH(SCAN_STACK, 1), DO(CALL));
            config.setting[SETTING_STACK_SCAN] = scan;
            config.setting[SETTING_SCAN_CALLER] = waits;
            bool throws = scan == SCAN_BY_SUSPENDG && !waits;
            Reach reach =
                explore_throws(&config, throws ? THROW_SUSPENDG_NONPREEMPTIBLE : NO_MESSAGE);
            ck_assert_int_eq(stuck_without(&reach, 1) == NOWHERE, waits);
            reach_free(&reach);
        }
}
END_TEST

void suspending_tests(TCase *tests)
{
    tcase_add_test(tests, for_each_p_and_suspendg_wait_for_each_other);
    tcase_add_test(tests, for_each_p_in_disguise);
    tcase_add_test(tests, scanners_scan_each_other);
}
