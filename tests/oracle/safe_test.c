/* The textbook models keep their word: Subject.safe against brute force, and Predicate.sees against
 * what moves do to predicates, in every state of small sizes, right ones and broken ones. */
#include "checker/search/reduced.h"
#include "checker/search/suite.h"
#include "tests/oracle/independence.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef struct Row {
    const char *model;
    const char *parameters[4]; /* NULL-terminated */
    uint32_t states;           /* at least: larger ones are left to builds without sanitizers */
} Row;

/* clang-format off */
static const Row rows[] = {
    {"anderson",     {"n=3"},                          1000},
    {"anderson",     {"n=4"},                         29000},
    {"bakery",       {"n=2", "max=9"},                 1000},
    {"bakery",       {"n=3", "max=2"},                 1000},
    {"bakery",       {"n=3", "max=4"},                32000},
    {"filter",       {"n=3"},                          1000},
    {"filter",       {"n=4"},                        137000},
    {"fischer",      {"n=3"},                           600},
    {"fischer",      {"n=3", "k1=3", "k2=3"},          1000}, /* does not exclude */
    {"fischer",      {"n=4", "k1=3", "k2=2"},         10000}, /* still less */
    {"lamport",      {"n=2"},                           300},
    {"lamport",      {"n=3"},                         29000},
    {"mcs",          {"n=2"},                           100},
    {"mcs",          {"n=3"},                          7000},
    {"mcs",          {"n=4"},                        571000},
    {"peterson",     {"n=3"},                         12000},
    {"philosophers", {"n=4"},                            80},
    {"philosophers", {"n=5", "left=1", "slow=1"},      2000},
    {"szymanski",    {"n=2"},                           200},
    {"szymanski",    {"n=3"},                         20000},
    {"szymanski",    {"n=4"},                       1128000},
};
/* clang-format on */

#define ROWS (sizeof rows / sizeof rows[0])

#ifdef __SANITIZE_ADDRESS__
#define MOST_STATES 25000
#else
#define MOST_STATES 2000000
#endif

/* NULL: this row is not for this build. */
static const Subject *open_row(int index)
{
    const Row *row = &rows[index];
    if (row->states > MOST_STATES) return NULL;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.so", EXAMPLES, row->model);
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    ck_assert_msg(module, "%s", dlerror());
    SubjectEntry *entry;
    *(void **)&entry = dlsym(module, SUBJECT_ENTRY);
    ck_assert(entry);
    const char *error = NULL;
    const Subject *subject = entry(row->parameters, &error);
    ck_assert_msg(subject, "%s", error);
    return subject;
}

/* -------- safe -------- */

static uint32_t safe_in(const Subject *subject, const uint8_t *state)
{
    uint32_t actors;
    ck_assert_uint_eq(subject->safe_memory, 0);
    ck_assert(subject->safe(subject->context, state, NULL, &actors));
    return actors;
}

static const char *step_of(const Subject *subject, const uint8_t *state, uint32_t actor)
{
    uint8_t after[SUBJECT_MAX_STATE];
    Attempt attempt = {.actor = actor};
    memcpy(after, state, subject->state_size);
    subject->attempt(subject->context, after, &attempt);
    return subject->steps[attempt.step].name;
}

START_TEST(safe_steps_are_independent)
{
    const Subject *subject = open_row(_i);
    if (!subject) return;
    Independence truth = independence_of(subject);
    uint64_t could = 0, said = 0;
    ck_assert_uint_ge(truth.state_count, rows[_i].states);
    for (uint32_t i = 0; i < truth.state_count; i++) {
        const uint8_t *state = independence_state(&truth, i);
        uint32_t safe = safe_in(subject, state) & truth.can_run[i];
        uint32_t wrong = safe & ~truth.can_ahead[i];
        if (wrong) {
            uint32_t actor = (uint32_t)__builtin_ctz(wrong);
            ck_abort_msg("state %u: %s of %s is not independent", i, step_of(subject, state, actor),
                         subject->actors[actor]);
        }
        said += (uint64_t)__builtin_popcount(safe);
        could += (uint64_t)__builtin_popcount(truth.can_ahead[i]);
    }
    printf("%s %s: %lu of %lu independent steps are declared\n", rows[_i].model,
           rows[_i].parameters[0], said, could);
    ck_assert_uint_gt(said, 0);
    independence_free(&truth);
}
END_TEST

/* -------- sees -------- */

static void judge_notice(const Predicate *predicate, Notice notice, bool was, bool is)
{
    bool breaks = was && !is, mends = !was && is;
    ck_assert_msg(!(breaks && notice == NOTICES_NOTHING), "%s is broken and does not notice",
                  predicate->name);
    ck_assert_msg(!(mends && notice != MAY_CHANGE), "%s is mended and does not notice",
                  predicate->name);
}

/* A move that somebody else may come before is seen there as here. */
static void compare_later(const Subject *subject, const Predicate *predicate, Notice notice,
                          const uint8_t *before, const Attempt *move)
{
    const void *context = subject->context;
    uint8_t later[SUBJECT_MAX_STATE], then[SUBJECT_MAX_STATE];
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        Attempt other = {.actor = actor}, again = *move;
        memcpy(later, before, subject->state_size);
        if (actor == move->actor || subject->attempt(context, later, &other) != RAN) continue;
        memcpy(then, later, subject->state_size);
        if (subject->attempt(context, then, &again) != RAN) continue;
        ck_assert_msg(predicate->sees(context, later, then, move->actor) == notice,
                      "%s sees %s differently later", predicate->name,
                      subject->steps[move->step].name);
    }
}

static void check_moves(const Subject *subject, const uint8_t *before, uint32_t safe)
{
    const void *context = subject->context;
    uint8_t after[SUBJECT_MAX_STATE];
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        Attempt move = {.actor = actor};
        memcpy(after, before, subject->state_size);
        if (subject->attempt(context, after, &move) != RAN) continue;
        for (uint32_t i = 0; i < subject->predicate_count; i++) {
            const Predicate *predicate = &subject->predicates[i];
            if (!predicate->sees) continue;
            Notice notice = predicate->sees(context, before, after, actor);
            judge_notice(predicate, notice, predicate->holds(context, before),
                         predicate->holds(context, after));
            if (safe >> actor & 1 && move.choices == 1)
                compare_later(subject, predicate, notice, before, &move);
        }
    }
}

START_TEST(predicates_see_what_is_done_to_them)
{
    const Subject *subject = open_row(_i);
    if (!subject) return;
    Independence truth = independence_of(subject);
    for (uint32_t i = 0; i < truth.state_count; i++) {
        const uint8_t *state = independence_state(&truth, i);
        check_moves(subject, state, safe_in(subject, state) & truth.can_run[i]);
    }
    independence_free(&truth);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("safe steps");
    TCase *tests = tcase_create("safe steps");
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, safe_steps_are_independent, 0, ROWS);
    tcase_add_loop_test(tests, predicates_see_what_is_done_to_them, 0, ROWS);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
