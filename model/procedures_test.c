/* A procedure answers for its own steps and for no other: what steps.def says of a step is what
 * takes it. */
#include "model/go.h"
#include "model/step.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static GoModel model;
static Futures futures;

static void two_running(void)
{
    Config config;
    config_init(&config);
    config.ps = config.ms = config.gs = 2;
    for (uint8_t i = 0; i < 2; i++) {
        config.g[i] = (GConfig){.start = G_RUNNING, .m = (uint8_t)(i + 1), .p = (uint8_t)(i + 1)};
        config.m[i].start = M_RUNS_G;
    }
    ck_assert_ptr_null(config_mistake(&config));
    go_model_init(&model, &config, &futures);
}

/* M 1, in the initial world, at step `pc` of some procedure that was called for object 1. */
static Outcome ask(uint16_t procedure_of, uint16_t pc)
{
    uint8_t world[SUBJECT_MAX_STATE];
    Frame frame = {.pc = pc, .argument = 1, .local = 1};
    model.subject.initial(&model, 0, world);
    Step step = step_open(&model.config, world, 1);
    step.pc = pc;
    step.frame = &frame;
    return step_info[procedure_of].run(&step);
}

START_TEST(takes_no_step_of_another)
{
    uint32_t asked = 0;
    for (uint16_t own = 0; own < STEP_COUNT; own++)
        for (uint16_t other = 0; other < STEP_COUNT; other++) {
            if (step_info[own].run == step_info[other].run) continue;
            ck_assert_msg(ask(own, other) == NOT_MINE, "%s takes %s", model.subject.steps[own].name,
                          model.subject.steps[other].name);
            asked++;
        }
    ck_assert_uint_gt(asked, STEP_COUNT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("procedures");
    TCase *cases = tcase_create("procedures");
    tcase_add_checked_fixture(cases, two_running, NULL);
    tcase_add_test(cases, takes_no_step_of_another);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
