/* go#10941: the stack scan handshake. */
#include "model/gc_test/races.h"

typedef struct Handshake {
    uint8_t scan, end, claims_syscall, clears, check;
} Handshake;

static const Handshake stopg_era = {SCAN_BY_STOPG, 1, 1, 0, 0};
static const Handshake scang_era = {SCAN_BY_SCANG, 1, 1, 1, 0};

static void set_handshake(Config *config, Handshake handshake)
{
    config->setting[SETTING_STACK_SCAN] = handshake.scan;
    config->setting[SETTING_SCANG_END] = handshake.end;
    config->setting[SETTING_SCANG_SYSCALL] = handshake.claims_syscall;
    config->setting[SETTING_NEWSTACK_CLEARS] = handshake.clears;
    config->setting[SETTING_CASTOGSCAN_CHECK] = handshake.check;
}

/* g2 goes into a system call that never returns. */
static Config syscall_world(Handshake handshake)
{
    Config config = two_running(2);
    config.g[1].daemon = true;
    PROGRAM(config.g[0].program, DO(START_ROUND), DO_WITH(SCAN_STACK, 1), DO_WITH(SCAN_STACK, 2),
            DO(END_ROUND));
    PROGRAM(config.g[1].program, DO(CALL), DO(ENTER_SYSCALL), DO(BLOCK_FOR_EVER));
    set_handshake(&config, handshake);
    return config;
}

/* g2 never blocks, and has only just been chosen to run. */
static Config loop_world(Handshake handshake)
{
    Config config = two_running(2);
    config.g[1] = (GConfig){.start = G_QUEUED, .p = 2, .daemon = true};
    config.m[1] = (MConfig){.start = M_SCHEDULE, .p = 2};
    PROGRAM(config.g[0].program, DO(START_ROUND), DO_WITH(SCAN_STACK, 2));
    PROGRAM_FOR_EVER(config.g[1].program, DO(CALL));
    set_handshake(&config, handshake);
    return config;
}

/* Two rounds with a stop between them.  The stop's own request reaches g2 through a system call. */
static Config rounds_world(Handshake handshake)
{
    Config config = two_running(3);
    PROGRAM(config.g[0].program, DO(START_ROUND), DO_WITH(SCAN_STACK, 2), DO(STOP_THE_WORLD),
            DO(START_THE_WORLD), DO(START_ROUND), DO_WITH(SCAN_STACK, 2));
    config.g[1].daemon = true;
    PROGRAM(config.g[1].program, DO(PARK), DO(ENTER_SYSCALL), DO(EXIT_SYSCALL), DO(CALL), DO(PARK));
    config.g[2] = (GConfig){.start = G_QUEUED, .p = 2, .daemon = true};
    PROGRAM(config.g[2].program, DO_WITH(READY, 2));
    set_handshake(&config, handshake);
    return config;
}

START_TEST(scan_hangs_through_a_system_call)
{
    Config config = syscall_world(stopg_era);
    Reach reach = explore_throws(&config, NO_MESSAGE);
    ck_assert_int_ne(stuck_without(&reach, 1), NOWHERE);
    reach_free(&reach);
}
END_TEST

START_TEST(scan_hangs_through_a_lost_request)
{
    Config config = loop_world(stopg_era);
    Reach reach = explore_throws(&config, NO_MESSAGE);
    ck_assert_int_eq(stuck_without(&reach, 1), 20);
    reach_free(&reach);
}
END_TEST

START_TEST(scan_twice)
{
    Config config = rounds_world(stopg_era);
    Reach reach = explore_throws(&config, NO_MESSAGE);
    ck_assert_int_ne(violated(&reach, "scanned-at-most-once"), NOWHERE);
    reach_free(&reach);
}
END_TEST

START_TEST(scan_is_fixed)
{
    Config system_call = syscall_world(scang_era);
    expect_clean(&system_call, 1);
    Config loop = loop_world(scang_era);
    expect_clean(&loop, 1);
    Config rounds = rounds_world(scang_era);
    expect_clean(&rounds, 1);
}
END_TEST

/* castogscanstatus looked at gcscanvalid, before the fix and as committed; newstack clears that one
 * step late. */
START_TEST(scan_throws_in_vain)
{
    Handshake eras[] = {stopg_era, scang_era};
    for (int era = 0; era < 2; era++) {
        eras[era].check = 1;
        Config config = loop_world(eras[era]);
        Reach reach = explore_throws(&config, THROW_CASTOGSCANSTATUS);
        reach_free(&reach);
    }
}
END_TEST

START_TEST(scan_fix_needs_to_cancel)
{
    Handshake keeps = scang_era;
    keeps.end = 0;
    Config config = rounds_world(keeps);
    Reach reach = explore_throws(&config, NO_MESSAGE);
    ck_assert_int_ne(violated(&reach, "scanned-at-most-once"), NOWHERE);
    reach_free(&reach);
}
END_TEST

START_TEST(scan_fix_needs_to_claim_system_calls)
{
    Handshake waits = scang_era;
    waits.claims_syscall = 0;
    Config config = syscall_world(waits);
    Reach reach = explore_throws(&config, NO_MESSAGE);
    ck_assert_int_ne(stuck_without(&reach, 1), NOWHERE);
    reach_free(&reach);
}
END_TEST

/* Clearing late is not caught: scang asks again. */
START_TEST(scan_fix_survives_late_clearing)
{
    Handshake late = scang_era;
    late.clears = 0;
    Config config = rounds_world(late);
    expect_clean(&config, 1);
}
END_TEST

START_TEST(round_end_misses_nobody)
{
    Config config = two_running(2);
    PROGRAM(config.g[0].program, DO(START_ROUND), DO_WITH(SCAN_STACK, 1), DO(END_ROUND));
    PROGRAM_FOR_EVER(config.g[1].program, DO(CALL));
    Reach reach = explore_throws(&config, THROW_SCAN_MISSED);
    reach_free(&reach);
}
END_TEST

/* A request that comes too late stays, and reaches the goroutine when it has stopped the world:
 * then it is not preempted.  While it stops the world its stack can be scanned: it waits in
 * disguise. */
START_TEST(newstack_refuses_during_a_stop)
{
    Config config = two_running(2);
    PROGRAM(config.g[0].program, DO(ENTER_SYSCALL), DO(EXIT_SYSCALL), DO(STOP_THE_WORLD), DO(CALL),
            DO_WITH(SET_PHASE, GCOFF), DO(STOP_MARKING), DO(START_THE_WORLD));
    PROGRAM(config.g[1].program, DO_WITH(SCAN_STACK, 1));
    config.setting[SETTING_STOP_CALLER] = 1;
    Reach reach = explore(&config);
    ck_assert(reach.fired[NEWSTACK_REFUSE]);
    reach_free(&reach);
    expect_clean(&config, 1);
    config.setting[SETTING_STOP_CALLER] = 0;
    reach = explore(&config);
    ck_assert_int_ne(stuck_without(&reach, 1), NOWHERE);
    reach_free(&reach);
}
END_TEST

void scanning_tests(TCase *tests)
{
    tcase_add_test(tests, scan_hangs_through_a_system_call);
    tcase_add_test(tests, scan_hangs_through_a_lost_request);
    tcase_add_test(tests, scan_twice);
    tcase_add_test(tests, scan_is_fixed);
    tcase_add_test(tests, scan_throws_in_vain);
    tcase_add_test(tests, scan_fix_needs_to_cancel);
    tcase_add_test(tests, scan_fix_needs_to_claim_system_calls);
    tcase_add_test(tests, scan_fix_survives_late_clearing);
    tcase_add_test(tests, round_end_misses_nobody);
    tcase_add_test(tests, newstack_refuses_during_a_stop);
}
