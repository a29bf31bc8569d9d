/* Print a schedule, and the initial world of its scenario, as a plan (plan.h).
 *
 *   describe TRACE                    the schedule of a trace
 *   describe SCENARIO VARIANT SEED    a random one, until somebody throws or nobody can move
 *   describe SCENARIO                 the names of its variants, instead of a plan */
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

static void print_fields(const Subject *subject)
{
    printf("fields");
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->index) printf(" %s%u.%s", field->object, field->index, field->member);
        else printf(" %s.%s", field->object, field->member);
    }
    printf("\n");
}

/* One step, and the state after it. */
static void print_step(const Subject *subject, const uint8_t *state, const Attempt *attempt)
{
    printf("step %u %s %u\nstate", attempt->actor + 1, subject->steps[attempt->step].name,
           attempt->choice);
    for (uint32_t i = 0; i < subject->field_count; i++)
        printf(" %d", field_value(&subject->fields[i], state));
    printf("\n");
}

/* A trace names its actors. */
static uint32_t actor_named(const Subject *subject, const char *name)
{
    for (uint32_t i = 0; i < subject->actor_count; i++)
        if (!strcmp(subject->actors[i], name)) return i;
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

static Scenario *read_scenario(const char *path)
{
    g_autoptr(GError) error = NULL;
    Scenario *scenario = scenario_read(path, NULL, 0, &error);
    if (!scenario) fail(error->message);
    return scenario;
}

static const Subject *begin(const Scenario *scenario, const char *variant)
{
    const Subject *subject = variant_named(scenario, variant)->question.subject;
    print_world(&((const GoModel *)subject->context)->config);
    print_fields(subject);
    return subject;
}

/* -------- the schedule of a trace -------- */

static void describe_trace(const char *file)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Trace) trace = trace_read(file, &error);

    if (!trace) fail(error->message);
    if (!trace->scenario) fail("a trace without a scenario");
    g_autofree char *path = trace_resolve_path(file, trace->scenario);
    Scenario *scenario = read_scenario(path);
    const Subject *subject = begin(scenario, trace->variant);
    g_autofree uint8_t *state = g_malloc0(subject->state_size);
    subject->initial(subject->context, trace->initial, state);
    for (guint i = 0; i < trace->steps->len; i++) {
        const TraceStep *step = trace_step(trace, i);
        Attempt attempt = {.actor = actor_named(subject, step->actor), .choice = step->choice};
        subject->attempt(subject->context, state, &attempt);
        if (strcmp(subject->steps[attempt.step].name, step->step)) fail("the trace is out of date");
        print_step(subject, state, &attempt);
    }
    scenario_free(scenario);
}

/* -------- a random one -------- */

enum { LONGEST = 600 };

/* Try to move this actor; true if it has moved, and then *ret_threw says how. */
static bool move(const Subject *subject, uint8_t *state, uint32_t actor, GRand *random,
                 bool *ret_threw)
{
    g_autofree uint8_t *after = g_memdup2(state, subject->state_size);
    Attempt attempt = {.actor = actor};

    if (subject->attempt(subject->context, after, &attempt) == BLOCKED) return false;
    memcpy(after, state, subject->state_size);
    attempt.choice = g_rand_int(random) % attempt.choices;
    *ret_threw = subject->attempt(subject->context, after, &attempt) == THREW;
    memcpy(state, after, subject->state_size);
    print_step(subject, state, &attempt);
    return true;
}

static void describe_random(const char *path, const char *variant, const char *seed)
{
    Scenario *scenario = read_scenario(path);
    const Subject *subject = begin(scenario, variant);
    g_autofree uint8_t *state = g_malloc0(subject->state_size);
    GRand *random = g_rand_new_with_seed((guint32)atoi(seed));
    bool moved = true, threw = false;

    subject->initial(subject->context, 0, state);
    for (int n = 0; n < LONGEST && moved && !threw; n++) {
        uint32_t first = g_rand_int(random) % subject->actor_count;
        moved = false;
        for (uint32_t i = 0; i < subject->actor_count && !moved; i++)
            moved = move(subject, state, (first + i) % subject->actor_count, random, &threw);
    }
    g_rand_free(random);
    scenario_free(scenario);
}

static void list_variants(const char *path)
{
    Scenario *scenario = read_scenario(path);
    for (guint i = 0; i < scenario->variants->len; i++)
        puts(((const Variant *)g_ptr_array_index(scenario->variants, i))->name);
    scenario_free(scenario);
}

int main(int argc, char **argv)
{
    if (argc == 4) describe_random(argv[1], argv[2], argv[3]);
    else if (argc == 2 && g_str_has_suffix(argv[1], ".trace")) describe_trace(argv[1]);
    else if (argc == 2) list_variants(argv[1]);
    else fail("a trace is wanted, or a scenario, or that with a variant and a seed");
    return 0;
}
