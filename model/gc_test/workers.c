/* go#13363: mark workers. */
#include "model/gc_test/races.h"
#include "model/view.h"

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
    ck_assert_int_eq(reach_stuck(&reach, nobody_waits_for_a_worker, &races_model), NOWHERE);
    ck_assert_int_ne(reach_first(&reach, marking_ended, &races_model, true), NOWHERE);
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
    ck_assert_int_ne(reach_stuck(&reach, nobody_waits_for_a_worker, &races_model), NOWHERE);
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
        ck_assert_int_eq(reach_stuck(&reach, nobody_waits_for_a_worker, &races_model), NOWHERE);
        reach_free(&reach);
    }
}
END_TEST

void worker_tests(TCase *tests)
{
    tcase_add_test(tests, worker_runs_twice);
    tcase_add_test(tests, worker_is_fixed);
    tcase_add_test(tests, worker_has_to_detach);
    tcase_add_test(tests, workers_share_and_compete);
}
