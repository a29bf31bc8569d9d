/* For the tests of the reader: a small model of one's own, and pieces of scenarios. */
#ifndef CHECKER_SCENARIO_SAMPLES_H
#define CHECKER_SCENARIO_SAMPLES_H

#include "checker/scenario/scenario.h"

#include <string.h>

static void toy_initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context, (void)index;
    state[0] = 0;
}

static Outcome toy_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context, (void)state;
    attempt->step = 0;
    attempt->choices = 1;
    return BLOCKED;
}

static bool toy_may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context, (void)state, (void)actor;
    return true;
}

static bool toy_small(const void *context, const uint8_t *state)
{
    (void)context;
    return state[0] < 9;
}

static const SubjectStep toy_steps[] = {{"WAIT", "toy", "wait", true}};
static const char *const toy_actors[] = {"a"};
static const ValueKind toy_number = {"number", NULL, 0, false};
static const Field toy_fields[] = {{"toy", 0, "x", "", &toy_number, 0, 1, false}};
static const Predicate toy_predicates[] = {{"small", "x < 9", toy_small, NULL, NULL, NULL}};
static const Subject toy = {
    .version = SUBJECT_VERSION,
    .name = "toy",
    .state_size = 1,
    .initial_count = 1,
    .actor_count = 1,
    .actors = toy_actors,
    .step_count = 1,
    .steps = toy_steps,
    .field_count = 1,
    .fields = toy_fields,
    .predicate_count = 1,
    .predicates = toy_predicates,
    .initial = toy_initial,
    .attempt = toy_attempt,
    .may_rest = toy_may_rest,
};

/* Accepts n=1 to n=9 and nothing else. */
static const Subject *toy_entry(const char *const *parameters, const char **ret_error)
{
    for (; *parameters; parameters++) {
        bool fits = strlen(*parameters) == 3 && strncmp(*parameters, "n=", 2) == 0;
        if (fits) continue;
        *ret_error = "n is a digit";
        return NULL;
    }
    return &toy;
}

static const SubjectModule modules[] = {{"toy", toy_entry}};

/* -------- pieces of scenarios -------- */

#define TWO_ACTORS                                                                                 \
    "actors:\n"                                                                                    \
    "  gc: {g: g1, m: m1, p: p1, does: [stop-the-world, start-the-world]}\n"                       \
    "  g2: {m: m2, p: p2, does: [syscall]}\n"
#define START "title: t\n" TWO_ACTORS
#define DOES(does) "title: t\nactors: {g1: {m: m1, p: p1, does: " does "}}\n"

#endif
