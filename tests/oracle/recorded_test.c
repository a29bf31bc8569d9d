/* Steps looked up against steps taken, on many small random programs: it must not show. */
#include "checker/search/suite.h"
#include "tests/oracle/random_system.h"
#include "tests/oracle/same_result.h"

#include <stdio.h>

#define SYSTEMS ALL_OR_FEWER(1500, 100)
#define FIRST_SEED 1

typedef struct Mode {
    Strategy strategy;
    uint32_t workers;
    StoreKind store;
} Mode;

static const Mode modes[] = {
    {STRATEGY_BFS, 1, STORE_EXACT},   {STRATEGY_DFS, 1, STORE_EXACT},
    {STRATEGY_BFS, 2, STORE_EXACT},   {STRATEGY_DFS, 2, STORE_EXACT},
    {STRATEGY_BFS, 1, STORE_COMPACT}, {STRATEGY_DFS, 2, STORE_COMPACT},
};

static Result run(const Question *question, const Mode *mode)
{
    SearchOptions options = {.strategy = mode->strategy,
                             .workers = mode->workers,
                             .crew_from = 1,
                             .store = mode->store,
                             .no_por = true};
    return search(question, &options);
}

/* States of few bytes are not worth recording: these have more. */
#define STATE_SIZE 72

static void wide_initial(const void *context, uint32_t index, uint8_t *state)
{
    const RandomSystem *system = context;
    memset(state, 0, STATE_SIZE);
    system->subject.initial(context, index, state);
}

/* The same question about a subject that does not tell what its steps look at, with checks that do
 * not say what they watch. */
static void compare(const RandomSystem *system, const Mode *mode, const Verdict *find,
                    uint64_t seed)
{
    char what[80];
    Subject wide = system->subject;
    wide.state_size = STATE_SIZE;
    wide.initial = wide_initial;
    Subject silent = wide;
    Check checks[RANDOM_CHECKS];
    Question question = system->question, silent_question = system->question;
    memcpy(checks, system->checks, sizeof checks);
    for (uint32_t i = 0; i < RANDOM_CHECKS; i++) {
        checks[i].watches = NULL;
        checks[i].breaks = NULL;
    }
    silent.tells_footprint = false;
    question.subject = &wide;
    silent_question.subject = &silent;
    silent_question.checks = checks;
    question.find = silent_question.find = find;
    Result taken = run(&silent_question, mode), recorded = run(&question, mode);
    snprintf(what, sizeof what, "seed %lu%s", seed, find ? ", passing over failures" : "");
    bool depth_is_luck = mode->strategy == STRATEGY_DFS && mode->workers > 1;
    same_result(&question, &taken, &recorded, depth_is_luck, what);
    result_free(&taken);
    result_free(&recorded);
}

START_TEST(looking_up_does_not_show)
{
    static const Verdict nothing = {VERDICT_STUCK, NULL}, first = {VERDICT_VIOLATES, "first"};
    const Verdict *const finds[] = {NULL, &nothing, &first};
    for (uint64_t seed = FIRST_SEED; seed < FIRST_SEED + SYSTEMS; seed++) {
        RandomSystem system;
        random_system(&system, seed);
        /* Not all checks ask the same of their predicates. */
        if (seed % 5 == 1) system.checks[0].kind = CHECK_SOMETIMES;
        if (seed % 5 == 2) system.checks[1].kind = CHECK_REACHABLE;
        compare(&system, &modes[_i], finds[seed % 3], seed);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("recorded");
    TCase *tests = tcase_create("recorded");
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, looking_up_does_not_show, 0, sizeof modes / sizeof *modes);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
