/* Print a schedule, and the initial world of its scenario, as a plan (schedule_file.h).
 *
 *   describe TRACE                    the schedule of a trace
 *   describe SCENARIO VARIANT SEED    a random one, until somebody throws or nobody can move
 *   describe SCENARIO VARIANT         no schedule, only the plan's words
 * (checker/live/plan_words.h) describe SCENARIO                 the names of its variants, instead
 * of a plan */
#include "checker/live/plan_words.h"
#include "checker/scenario/scenario.h"
#include "checker/trace/trace.h"

#include <stdio.h>
#include <stdlib.h>

static _Noreturn void fail(const char *why)
{
    fprintf(stderr, "describe: %s\n", why);
    exit(2);
}

/* One step, and the state after it. */
static void print_step(const Subject *subject, const uint8_t *state, const Attempt *attempt)
{
    g_autoptr(GString) text = g_string_new(NULL);
    plan_step(text, subject, state, attempt->actor, attempt->step, attempt->choice);
    fputs(text->str, stdout);
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
    Scenario *scenario = scenario_read_any(path, NULL, 0, &error);
    if (!scenario) fail(error->message);
    return scenario;
}

static const Subject *subject_of(const Scenario *scenario, const char *variant)
{
    const Subject *subject = variant_named(scenario, variant)->question.subject;
    if (!subject || !plan_possible(subject)) fail("not the model of this runtime");
    return subject;
}

static const Subject *begin(const Scenario *scenario, const char *variant)
{
    const Subject *subject = subject_of(scenario, variant);
    g_autoptr(GString) text = g_string_new(NULL);
    plan_begin(text, subject);
    fputs(text->str, stdout);
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

static void print_words(const char *path, const char *variant)
{
    Scenario *scenario = read_scenario(path);
    g_autoptr(GString) text = g_string_new(NULL);
    plan_words(text, subject_of(scenario, variant));
    puts(text->str);
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
    else if (argc == 3) print_words(argv[1], argv[2]);
    else if (argc == 2 && g_str_has_suffix(argv[1], ".trace")) describe_trace(argv[1]);
    else if (argc == 2) list_variants(argv[1]);
    else fail("a trace is wanted, or a scenario, or that with a variant and a seed");
    return 0;
}
