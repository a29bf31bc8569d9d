/* Print a trace, and the initial world of its scenario, as a plan (plan.h): describe TRACE. */
#include "checker/scenario/scenario.h"
#include "checker/trace/trace.h"
#include "model/go.h"

#include <stdio.h>
#include <stdlib.h>

static _Noreturn void fail(const char *why)
{
    fprintf(stderr, "describe: %s\n", why);
    exit(2);
}

static void print_program(char who, unsigned id, const Program *program)
{
    for (unsigned i = 0; i < program->length; i++) {
        const Instruction *now = &program->code[i];
        printf("code %c %u %u %u %u", who, id, now->kind, now->operation, now->argument);
        for (unsigned t = 0; t < MAX_TARGETS; t++)
            printf(" %u", now->target[t]);
        printf("\n");
    }
}

static void print_world(const Config *config)
{
    printf("world %u %u %u\n", config->ps, config->ms, config->gs);
    for (int i = 0; i < SETTING_COUNT; i++)
        printf("set %s=%s\n", setting_info[i].name, setting_info[i].values[config->setting[i]]);
    printf("stopped %u\nblacken %u\nmarkwork %u\nphase %u\nnetwork %u\nsysmon %u\n",
           config->stopped, config->blacken, config->markwork, config->phase, config->network,
           config->sysmon);
    for (unsigned g = 1; g <= config->gs; g++) {
        const GConfig *place = &config->g[g - 1];
        printf("g %u %u %u %u\n", g, place->start, place->m, place->p);
        print_program('g', g, &place->program);
    }
    for (unsigned m = 1; m <= config->ms; m++) {
        const MConfig *place = &config->m[m - 1];
        printf("m %u %u %u\n", m, place->start, place->p);
        print_program('m', m, &place->program);
    }
}

/* The steps name actors; a plan numbers them, as the model does its Ms. */
static unsigned actor_named(const Subject *subject, const char *name)
{
    for (unsigned i = 0; i < subject->actor_count; i++)
        if (!strcmp(subject->actors[i], name)) return i + 1;
    fail("a step of nobody's");
}

static const Variant *variant_named(const Scenario *scenario, const char *name)
{
    for (guint i = 0; i < scenario->variants->len; i++) {
        const Variant *variant = g_ptr_array_index(scenario->variants, i);
        if (!strcmp(variant->name, name)) return variant;
    }
    fail("no such variant");
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;

    if (argc != 2) fail("one trace is wanted");
    g_autoptr(Trace) trace = trace_read(argv[1], &error);
    if (!trace) fail(error->message);
    if (!trace->scenario) fail("a trace without a scenario");
    g_autofree char *path = trace_resolve_path(argv[1], trace->scenario);
    Scenario *scenario = scenario_read(path, NULL, 0, &error);
    if (!scenario) fail(error->message);
    const Subject *subject = variant_named(scenario, trace->variant)->question.subject;

    print_world(&((const GoModel *)subject->context)->config);
    for (guint i = 0; i < trace->steps->len; i++) {
        const TraceStep *step = trace_step(trace, i);
        printf("step %u %s %u\n", actor_named(subject, step->actor), step->step, step->choice);
    }
    scenario_free(scenario);
    return 0;
}
