/* go#9186: shrinking a stack against a netpoll wakeup. */
#include "model/gc_test/races.h"
#include "model/view.h"

static Config shrink_world(uint8_t copystack_cas, uint8_t check)
{
    Config config;
    config_init(&config);
    config.ps = 1;
    config.ms = 3; /* the third is spare, for startm */
    config.gs = 2;
    config.stopped = true;
    config.g[0] = (GConfig){.start = G_RUNNING, .m = 1, .p = 1};
    PROGRAM(config.g[0].program, DO_WITH(SHRINK_STACK, 2), DO(START_THE_WORLD));
    config.g[1] = (GConfig){.start = G_NETWORK};
    PROGRAM(config.g[1].program, DO(CALL));
    config.m[0].start = M_RUNS_G;
    config.m[1].start = M_PROGRAM;
    config.m[1].daemon = true;
    PROGRAM(config.m[1].program, DO(NETPOLL));
    config.setting[SETTING_COPYSTACK_CAS] = copystack_cas;
    config.setting[SETTING_CASGSTATUS_CHECK] = check;
    return config;
}

START_TEST(shrinking_hangs)
{
    Config config = shrink_world(0, 0);
    Reach reach = explore_throws(&config, NO_MESSAGE);
    ck_assert_int_eq(stuck_without(&reach, 1), 11);
    reach_free(&reach);
}
END_TEST

START_TEST(shrinking_throws)
{
    Config config = shrink_world(0, 1);
    Reach reach = explore_throws(&config, THROW_CASGSTATUS_RUNNABLE);
    ck_assert_int_eq(reach.throws[THROW_CASGSTATUS_RUNNABLE], 12);
    reach_free(&reach);
}
END_TEST

START_TEST(shrinking_is_fixed)
{
    Config config = shrink_world(1, 1);
    expect_clean(&config, 1);
}
END_TEST

/* A goroutine in a system call is left alone: its stack may be in use. */
START_TEST(shrinking_spares_system_calls)
{
    Config config = shrink_world(1, 1);
    config.g[1] = (GConfig){.start = G_IN_SYSCALL, .m = 2};
    PROGRAM(config.g[1].program, DO(EXIT_SYSCALL));
    config.m[1] = (MConfig){.start = M_RUNS_G};
    Reach reach = explore_throws(&config, NO_MESSAGE);
    for (uint32_t i = 0; i < reach.state_count; i++)
        ck_assert(!view_of(&races_model.config, reach_state(&reach, i)).g[1].moved);
    reach_free(&reach);
}
END_TEST

void shrinking_tests(TCase *tests)
{
    tcase_add_test(tests, shrinking_hangs);
    tcase_add_test(tests, shrinking_throws);
    tcase_add_test(tests, shrinking_is_fixed);
    tcase_add_test(tests, shrinking_spares_system_calls);
}
