/* The tables of settings and operations, and what makes a configuration whole. */
#include "model/step.h"

#include <string.h>

#define LIST(...)                                                                                  \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
const SettingInfo setting_info[SETTING_COUNT] = {
#define SETTING(constant, name, standard, values, meaning)                                         \
    [SETTING_##constant] = {name, meaning, standard, LIST values},
#include "model/settings.def"
};

const OperationInfo operation_info[OPERATION_COUNT] = {
#define OPERATION(constant, name, who, argument, first, meaning)                                   \
    [OPERATION_##constant] = {name, meaning, who, argument, first},
#include "model/operations.def"
};

void config_init(Config *config)
{
    memset(config, 0, sizeof *config);
    for (int id = 0; id < SETTING_COUNT; id++)
        config->setting[id] = setting_info[id].standard;
}

uint8_t config_runs(const Config *config, uint8_t m)
{
    for (uint8_t g = 1; g <= config->gs; g++) {
        uint8_t start = config->g[g - 1].start;
        if ((start == G_RUNNING || start == G_IN_SYSCALL) && config->g[g - 1].m == m) return g;
    }
    return 0;
}

/* Who holds this P at the start, as a count: a G in a system call holds its P too. */
static int holders(const Config *config, uint8_t p)
{
    int count = 0;
    for (uint8_t m = 1; m <= config->ms; m++) {
        const MConfig *mc = &config->m[m - 1];
        uint8_t g = config_runs(config, m);
        if (mc->start == M_SCHEDULE) count += mc->p == p;
        if (mc->start == M_RUNS_G && g) count += config->g[g - 1].p == p;
    }
    return count;
}

static const char *g_mistake(const Config *config, const GConfig *g)
{
    bool on_m = g->start == G_RUNNING || g->start == G_IN_SYSCALL;

    if (g->p > config->ps) return "a goroutine names a P that does not exist";
    if (on_m && (g->m < 1 || g->m > config->ms)) return "a running goroutine names no M";
    if (on_m && config->m[g->m - 1].start != M_RUNS_G)
        return "a running goroutine names an M that does something else";
    if (g->start == G_RUNNING && !g->p) return "a running goroutine needs a P";
    return NULL;
}

static const char *m_mistake(const Config *config, uint8_t m)
{
    const MConfig *mc = &config->m[m - 1];
    int runs = 0;

    for (uint8_t g = 1; g <= config->gs; g++) {
        uint8_t start = config->g[g - 1].start;
        runs += (start == G_RUNNING || start == G_IN_SYSCALL) && config->g[g - 1].m == m;
    }
    if (runs > 1) return "two goroutines run on one M";
    if (mc->start == M_RUNS_G && !runs) return "an M runs no goroutine";
    if (mc->start == M_SCHEDULE && (mc->p < 1 || mc->p > config->ps)) return "an M needs a P";
    return NULL;
}

/* What cannot be so while the world is stopped. */
static const char *stop_mistake(const Config *config)
{
    int running = 0;

    for (uint8_t g = 0; g < config->gs; g++) {
        running += config->g[g].start == G_RUNNING;
        if (config->g[g].start == G_IN_SYSCALL && config->g[g].p)
            return "the world is stopped: a system call cannot hold a P";
    }
    for (uint8_t m = 0; m < config->ms; m++)
        if (config->m[m].start == M_SCHEDULE)
            return "the world is stopped: no M can be in schedule";
    return running > 1 ? "the world is stopped: only one goroutine can run" : NULL;
}

/* One M blocks in the poller, and then goes on as any other. */
static const char *netpoll_mistake(const Config *config)
{
    int pollers = 0;

    for (uint8_t m = 0; m < config->ms; m++) {
        const Program *program = &config->m[m].program;
        for (uint8_t i = 0; i < program->length; i++) {
            const Instruction *now = &program->code[i];
            const Instruction *then = program_at(program, i + 1);
            if (now->kind != INSTRUCTION_OPERATION || now->operation != OPERATION_NETPOLL) continue;
            pollers++;
            if (then->kind == INSTRUCTION_OPERATION || then->kind == INSTRUCTION_EITHER)
                return "nothing can come after `netpoll`: the M goes on in the scheduler";
        }
    }
    return pollers > 1 ? "only one M can block in the network poller" : NULL;
}

/* A goroutine on the run queue of a P that nobody runs would never be found. */
static const char *queue_mistake(const Config *config)
{
    for (uint8_t g = 0; g < config->gs && !config->stopped; g++)
        if (config->g[g].start == G_QUEUED && config->g[g].p && !holders(config, config->g[g].p))
            return "a goroutine is queued on a P that no M holds";
    return NULL;
}

const char *config_mistake(const Config *config)
{
    const char *mistake = NULL;

    if (config->ps < 1 || config->ps > MAX_PS) return "there must be 1 to 8 Ps";
    if (config->ms < 1 || config->ms > MAX_MS) return "there must be 1 to 8 Ms";
    if (config->gs < 1 || config->gs > MAX_GS) return "there must be 1 to 8 Gs";
    for (uint8_t g = 1; g <= config->gs && !mistake; g++)
        mistake = g_mistake(config, &config->g[g - 1]);
    for (uint8_t m = 1; m <= config->ms && !mistake; m++)
        mistake = m_mistake(config, m);
    for (uint8_t p = 1; p <= config->ps && !mistake; p++)
        if (holders(config, p) > 1) mistake = "two Ms hold one P";
    if (!mistake && config->stopped) mistake = stop_mistake(config);
    if (!mistake) mistake = netpoll_mistake(config);
    if (!mistake) mistake = queue_mistake(config);
    return mistake;
}
