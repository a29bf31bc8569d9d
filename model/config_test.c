/* Configurations that cannot be: each is answered with its sentence, and not with an abort. */
#include "model/config.h"

#include <check.h>
#include <stdlib.h>

static Config config;

/* Two goroutines that run, and nothing to complain of. */
static void two_running(void)
{
    config_init(&config);
    config.ps = config.ms = config.gs = 2;
    for (uint8_t i = 0; i < 2; i++) {
        config.g[i] = (GConfig){.start = G_RUNNING, .m = (uint8_t)(i + 1), .p = (uint8_t)(i + 1)};
        config.m[i].start = M_RUNS_G;
    }
}

/* M `m` executes these instructions. */
static void give_program(uint8_t m, const Instruction *code, uint8_t length)
{
    config.m[m - 1] = (MConfig){.start = M_PROGRAM, .program = {code, length}};
}

static const Instruction netpoll = {.kind = INSTRUCTION_OPERATION, .operation = OPERATION_NETPOLL};
static const Instruction retake = {.kind = INSTRUCTION_OPERATION, .operation = OPERATION_RETAKE};
static const Instruction end = {.kind = INSTRUCTION_END};
static const Instruction from_the_top = {.kind = INSTRUCTION_JUMP};

static void expect_mistake(const char *expected)
{
    const char *mistake = config_mistake(&config);
    ck_assert_msg(mistake, "not found: %s", expected);
    ck_assert_str_eq(mistake, expected);
}

START_TEST(who_starts_where)
{
    ck_assert_ptr_null(config_mistake(&config));
    config.g[1].p = 3;
    expect_mistake("a goroutine names a P that does not exist");
    config.g[1].p = 1;
    expect_mistake("two Ms hold one P");
    config.g[1].p = 0;
    expect_mistake("a running goroutine needs a P");
    config.g[1].m = 1;
    config.g[1].p = 2;
    expect_mistake("two goroutines run on one M");
    config.gs = MAX_GS + 1;
    expect_mistake("there must be 1 to 8 Gs");
}
END_TEST

START_TEST(work_that_nobody_finds)
{
    config.g[1] = (GConfig){.start = G_QUEUED, .p = 2};
    config.m[1].start = M_IDLE;
    expect_mistake("a goroutine is queued on a P that no M holds");
    config.m[1] = (MConfig){.start = M_SCHEDULE, .p = 2};
    ck_assert_ptr_null(config_mistake(&config));
}
END_TEST

/* The start of the world hands out Ps with work. */
START_TEST(work_during_a_stop)
{
    config.stopped = true;
    config.g[1] = (GConfig){.start = G_QUEUED, .p = 2};
    config.m[1].start = M_IDLE;
    ck_assert_ptr_null(config_mistake(&config));
}
END_TEST

START_TEST(a_stop_stops)
{
    config.stopped = true;
    expect_mistake("the world is stopped: only one goroutine can run");
    config.g[1].start = G_IN_SYSCALL;
    expect_mistake("the world is stopped: a system call cannot hold a P");
    config.g[1].p = 0;
    ck_assert_ptr_null(config_mistake(&config));
    config.g[1] = (GConfig){.start = G_ABSENT};
    config.m[1] = (MConfig){.start = M_SCHEDULE, .p = 2};
    expect_mistake("the world is stopped: no M can be in schedule");
}
END_TEST

START_TEST(one_poller_that_goes_on_as_any_other)
{
    config.ms = 4;
    give_program(3, (Instruction[]){netpoll, end}, 2);
    ck_assert_ptr_null(config_mistake(&config));
    give_program(3, (Instruction[]){netpoll, from_the_top, end}, 3);
    ck_assert_ptr_null(config_mistake(&config));
    give_program(3, (Instruction[]){netpoll, retake, end}, 3);
    expect_mistake("nothing can come after `netpoll`: the M goes on in the scheduler");
    give_program(3, (Instruction[]){retake, netpoll, end}, 3);
    ck_assert_ptr_null(config_mistake(&config));
    give_program(4, (Instruction[]){netpoll, end}, 2);
    expect_mistake("only one M can block in the network poller");
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("config");
    TCase *t = tcase_create("mistakes");

    tcase_add_checked_fixture(t, two_running, NULL);
    tcase_add_test(t, who_starts_where);
    tcase_add_test(t, work_that_nobody_finds);
    tcase_add_test(t, work_during_a_stop);
    tcase_add_test(t, a_stop_stops);
    tcase_add_test(t, one_poller_that_goes_on_as_any_other);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
