/* The collector's half of the model, by itself: four historic races, each broken, fixed, and fixed
 * with one line less; and every step of the collector fires. */
#include "model/collector.h"
#include "model/reach.h"
#include "model/view.h"

#include <check.h>

/* -------- small worlds -------- */

typedef struct Call {
    int operation; /* OperationId, or one of the below */
    uint8_t argument;
} Call;

enum { NO_MORE = -1, REPEAT = -2 }; /* REPEAT: from the first instruction on, for ever */

static GoModel model;
static bool fired[STEP_COUNT];

static void write_program(Program *program, const Call *calls)
{
    program->length = 0;
    for (; calls->operation >= 0; calls++)
        program->code[program->length++] = (Instruction){.kind = INSTRUCTION_OPERATION,
                                                         .operation = (uint8_t)calls->operation,
                                                         .argument = calls->argument};
    if (calls->operation == REPEAT)
        program->code[program->length++] = (Instruction){.kind = INSTRUCTION_JUMP};
    program->code[program->length++] = (Instruction){.kind = INSTRUCTION_END};
}

#define DO(operation)                                                                              \
    {                                                                                              \
        OPERATION_##operation, 0                                                                   \
    }
#define DO_WITH(operation, argument)                                                               \
    {                                                                                              \
        OPERATION_##operation, argument                                                            \
    }
#define PROGRAM(program, ...) write_program(&(program), (const Call[]){__VA_ARGS__, {NO_MORE, 0}})
#define PROGRAM_FOR_EVER(program, ...)                                                             \
    write_program(&(program), (const Call[]){__VA_ARGS__, {REPEAT, 0}})

/* g1 runs on m1 and p1, g2 on m2 and p2. */
static Config two_running(uint8_t gs)
{
    Config config;
    config_init(&config);
    config.ps = config.ms = 2;
    config.gs = gs;
    config.phase = GCSCAN;
    for (uint8_t i = 0; i < 2; i++) {
        config.g[i] = (GConfig){.start = G_RUNNING, .m = i + 1, .p = i + 1};
        config.m[i].start = M_RUNS_G;
    }
    return config;
}

static Reach explore(const Config *config)
{
    ck_assert_ptr_null(config_mistake(config));
    memset(&model, 0, sizeof model);
    go_model_init(&model, config);
    Reach reach = reach_all(&model.subject);
    for (int step = 0; step < STEP_COUNT; step++)
        fired[step] |= reach.fired[step];
    return reach;
}

/* Explore, and expect exactly one throw, or none at all for NO_MESSAGE. */
static Reach explore_throws(const Config *config, Message expected)
{
    Reach reach = explore(config);
    for (int message = 1; message < MESSAGE_COUNT; message++)
        ck_assert_msg((reach.throws[message] != NOWHERE) == (message == (int)expected), "%s at %d",
                      message_text[message], reach.throws[message]);
    return reach;
}

static int stuck_without(const Reach *reach, uint8_t g)
{
    DoneContext done = {.model = &model, .g = g};
    return reach_stuck(reach, go_done, &done);
}

static int violated(const Reach *reach, const char *name)
{
    for (uint32_t i = 0; i < go_invariant_count; i++)
        if (strcmp(go_invariants[i].name, name) == 0)
            return reach_first(reach, go_invariants[i].holds, &model, false);
    ck_abort_msg("no invariant %s", name);
}

static void expect_clean(const Config *config, uint8_t finishes)
{
    Reach reach = explore_throws(config, NO_MESSAGE);
    ck_assert_int_eq(reach.deadlock, NOWHERE);
    ck_assert_int_eq(stuck_without(&reach, finishes), NOWHERE);
    for (uint32_t i = 0; i < go_invariant_count; i++)
        ck_assert_msg(violated(&reach, go_invariants[i].name) == NOWHERE, "%s",
                      go_invariants[i].name);
    reach_free(&reach);
}

/* -------- go#9186: shrinking against a netpoll wakeup -------- */

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
        ck_assert(!view_of(&model.config, reach_state(&reach, i)).g[1].moved);
    reach_free(&reach);
}
END_TEST

/* -------- go#10941: the stack scan handshake -------- */

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

/* -------- go#13363: mark workers -------- */

/* g1 works for p2, but runs on p1 when it attaches. */
static Config worker_world(uint8_t attach, uint8_t detaches)
{
    Config config = two_running(1);
    config.g[0].daemon = true;
    config.m[1] = (MConfig){.start = M_SCHEDULE, .p = 2};
    config.blacken = 1;
    config.markwork = 1;
    PROGRAM(config.g[0].program, DO_WITH(MARK_WORKER, 2));
    config.setting[SETTING_WORKER_ATTACH] = attach;
    config.setting[SETTING_WORKER_EXIT] = detaches;
    return config;
}

static bool marking_ended(const void *context, const uint8_t *state)
{
    return !view_of(&((const GoModel *)context)->config, state).gc->blackenEnabled;
}

/* An M that waits for a worker to park spins. */
static bool nobody_waits_for_a_worker(const void *context, const uint8_t *state)
{
    View v = view_of(&((const GoModel *)context)->config, state);
    for (uint8_t m = 1; m <= v.config->ms; m++)
        if (view_step(&v, m) == FINDWORKER_RUNNABLE) return false;
    return true;
}

START_TEST(worker_runs_twice)
{
    static const int expected[] = {[ATTACH_BEFORE_PARK] = 28, [ATTACH_BEFORE_DROPG] = 30};
    for (uint8_t attach = ATTACH_BEFORE_PARK; attach <= ATTACH_BEFORE_DROPG; attach++) {
        Config config = worker_world(attach, 1);
        Reach reach = explore_throws(&config, THROW_NIL_G_M);
        ck_assert_int_eq(reach.throws[THROW_NIL_G_M], expected[attach]);
        ck_assert_int_ne(violated(&reach, "g-on-one-m"), NOWHERE);
        ck_assert_int_ne(violated(&reach, "attached-worker-is-parked"), NOWHERE);
        reach_free(&reach);
    }
}
END_TEST

START_TEST(worker_is_fixed)
{
    Config config = worker_world(ATTACH_AFTER_PARK, 1);
    Reach reach = explore_throws(&config, NO_MESSAGE);
    for (uint32_t i = 0; i < go_invariant_count; i++)
        ck_assert_int_eq(violated(&reach, go_invariants[i].name), NOWHERE);
    ck_assert_int_eq(reach_stuck(&reach, nobody_waits_for_a_worker, &model), NOWHERE);
    ck_assert_int_ne(reach_first(&reach, marking_ended, &model, true), NOWHERE);
    reach_free(&reach);
}
END_TEST

/* A worker that stays attached in gcMarkDone takes its failure to attach again for the token to
 * run; attaching before it parks, it ends instead, and its P waits for the dead. */
START_TEST(worker_has_to_detach)
{
    Config config = worker_world(ATTACH_AFTER_PARK, 0);
    Reach reach = explore_throws(&config, THROW_BLACKENING_DISABLED);
    reach_free(&reach);
    config = worker_world(ATTACH_BEFORE_PARK, 0);
    reach = explore(&config);
    ck_assert_int_ne(violated(&reach, "attached-worker-lives"), NOWHERE);
    ck_assert_int_ne(reach_stuck(&reach, nobody_waits_for_a_worker, &model), NOWHERE);
    reach_free(&reach);
}
END_TEST

/* Two workers for one P: one wins, the other ends.  Two for two: both phases, with markDoneSema. */
START_TEST(workers_share_and_compete)
{
    for (uint8_t home = 1; home <= 2; home++) {
        Config config = two_running(3);
        config.g[0].daemon = config.g[1].daemon = true;
        config.g[2] = (GConfig){.start = G_QUEUED, .p = 1};
        PROGRAM(config.g[0].program, DO_WITH(MARK_WORKER, home));
        PROGRAM(config.g[1].program, DO_WITH(MARK_WORKER, 2));
        PROGRAM(config.g[2].program, DO(STOP_THE_WORLD), DO(START_MARKING), DO(START_THE_WORLD));
        Reach reach = explore_throws(&config, NO_MESSAGE);
        for (uint32_t i = 0; i < go_invariant_count; i++)
            ck_assert_int_eq(violated(&reach, go_invariants[i].name), NOWHERE);
        ck_assert_int_eq(reach_stuck(&reach, nobody_waits_for_a_worker, &model), NOWHERE);
        reach_free(&reach);
    }
}
END_TEST

/* -------- CL 533455: forEachP against suspendG -------- */

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

/* -------- nothing is proved because nothing happens -------- */

START_TEST(every_step_fires)
{
    for (int step = PROLOGUE_CHECK; step < STEP_COUNT; step++)
        ck_assert_msg(fired[step], "%s", model.subject.steps[step].name);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("collector");
    TCase *tests = tcase_create("races");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, shrinking_hangs);
    tcase_add_test(tests, shrinking_throws);
    tcase_add_test(tests, shrinking_is_fixed);
    tcase_add_test(tests, shrinking_spares_system_calls);
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
    tcase_add_test(tests, worker_runs_twice);
    tcase_add_test(tests, worker_is_fixed);
    tcase_add_test(tests, worker_has_to_detach);
    tcase_add_test(tests, workers_share_and_compete);
    tcase_add_test(tests, for_each_p_and_suspendg_wait_for_each_other);
    tcase_add_test(tests, for_each_p_in_disguise);
    tcase_add_test(tests, scanners_scan_each_other);
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
