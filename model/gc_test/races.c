#include "model/gc_test/races.h"

GoModel races_model;
bool races_fired[STEP_COUNT];

/* Room for as many programs as a configuration has: the next but so many takes it again. */
static Instruction *next_room(void)
{
    static Instruction rooms[MAX_GS + MAX_MS][MAX_INSTRUCTIONS];
    static uint32_t taken;
    return rooms[taken++ % (MAX_GS + MAX_MS)];
}

void write_program(Program *program, const Call *calls)
{
    Instruction *code = next_room();
    *program = (Program){.code = code};
    for (; calls->operation >= 0; calls++)
        code[program->length++] = (Instruction){.kind = INSTRUCTION_OPERATION,
                                                .operation = (uint8_t)calls->operation,
                                                .argument = calls->argument};
    if (calls->operation == REPEAT)
        code[program->length++] = (Instruction){.kind = INSTRUCTION_JUMP};
    code[program->length++] = (Instruction){.kind = INSTRUCTION_END};
}

Config two_running(uint8_t gs)
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

Reach explore(const Config *config)
{
    ck_assert_ptr_null(config_mistake(config));
    static Futures futures;
    memset(&races_model, 0, sizeof races_model);
    memset(&futures, 0, sizeof futures);
    go_model_init(&races_model, config, &futures);
    Reach reach = reach_all(&races_model.subject);
    for (int step = 0; step < STEP_COUNT; step++)
        races_fired[step] |= reach.fired[step];
    return reach;
}

Reach explore_throws(const Config *config, Message expected)
{
    Reach reach = explore(config);
    for (int message = 1; message < MESSAGE_COUNT; message++)
        ck_assert_msg((reach.throws[message] != NOWHERE) == (message == (int)expected), "%s at %d",
                      message_text[message], reach.throws[message]);
    return reach;
}

int stuck_without(const Reach *reach, uint8_t g)
{
    DoneContext done = {.model = &races_model, .g = g};
    return reach_stuck(reach, go_done, &done);
}

int violated(const Reach *reach, const char *name)
{
    for (uint32_t i = 0; i < go_invariant_count; i++)
        if (strcmp(go_invariants[i].name, name) == 0)
            return reach_first(reach, go_invariants[i].holds, &races_model, false);
    ck_abort_msg("no invariant %s", name);
}

void expect_clean(const Config *config, uint8_t finishes)
{
    Reach reach = explore_throws(config, NO_MESSAGE);
    ck_assert_int_eq(reach.deadlock, NOWHERE);
    ck_assert_int_eq(stuck_without(&reach, finishes), NOWHERE);
    for (uint32_t i = 0; i < go_invariant_count; i++)
        ck_assert_msg(violated(&reach, go_invariants[i].name) == NOWHERE, "%s",
                      go_invariants[i].name);
    reach_free(&reach);
}
