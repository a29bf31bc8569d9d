/* Partial-order reduction against the search without it, on thousands of small random programs:
 * whatever can be asked, the reduced search itself must find it exactly if it is there. */
#include "checker/search/reduced.h"
#include "checker/search/suite.h"
#include "tests/oracle/negation.h"
#include "tests/oracle/random_system.h"

#define SYSTEMS ALL_OR_FEWER(1500, 200)
#define FIRST_SEED 1

/* Everything a random system can be asked to find; the first is any failure at all. */
static const Verdict wanted[] = {
    {VERDICT_HOLDS, NULL},  {VERDICT_VIOLATES, "first"}, {VERDICT_VIOLATES, "second"},
    {VERDICT_THROWS, NULL}, {VERDICT_DEADLOCK, NULL},    {VERDICT_STUCK, NULL},
};
#define WANTED (sizeof wanted / sizeof wanted[0])

static Result run_reduced(const Question *question, Strategy strategy)
{
    bool groundless;
    SearchOptions options = {.strategy = strategy};
    return search_only_reduced(question, &options, &groundless);
}

static Result run_full(const Question *question, Strategy strategy)
{
    SearchOptions options = {.strategy = strategy, .no_por = true};
    return search(question, &options);
}

static void compare_steps(const Question *question, const Result *full, const Result *reduced,
                          uint64_t seed)
{
    for (uint32_t step = 0; step < question->subject->step_count; step++) {
        const StepCount *a = &full->statistics.steps[step], *b = &reduced->statistics.steps[step];
        ck_assert_msg(!a->ran == !b->ran && !a->threw == !b->threw,
                      "seed %lu: whether anybody takes %s", seed,
                      question->subject->steps[step].name);
    }
}

static void replay_it(const Question *question, const Result *reduced, uint64_t seed)
{
    SearchOptions options = {0};
    Replay again = replay(question, &reduced->schedule, reduced->verdict, &options, NULL, NULL);
    /* One state may violate both invariants, and a replay names the first. */
    ck_assert_msg(again.verdict.kind == reduced->verdict.kind, "seed %lu: replay differs", seed);
    free(again.state);
}

static void compare(const Question *question, Strategy strategy, uint64_t seed)
{
    Result full = run_full(question, strategy), reduced = run_reduced(question, strategy);
    bool found = full.verdict.kind != VERDICT_HOLDS;

    ck_assert_msg((reduced.verdict.kind != VERDICT_HOLDS) == found,
                  "seed %lu: verdict %d, and %d when reduced", seed, full.verdict.kind,
                  reduced.verdict.kind);
    ck_assert(reduced.has_schedule == full.has_schedule);
    if (reduced.has_schedule) replay_it(question, &reduced, seed);
    else {
        ck_assert_uint_le(reduced.statistics.states, full.statistics.states);
        compare_steps(question, &full, &reduced, seed);
    }
    result_free(&full);
    result_free(&reduced);
}

START_TEST(finds_what_there_is)
{
    for (uint64_t seed = FIRST_SEED; seed < FIRST_SEED + SYSTEMS; seed++) {
        RandomSystem system;
        random_system(&system, seed);
        for (uint32_t i = 0; i < WANTED; i++) {
            system.question.find = i ? &wanted[i] : NULL;
            compare(&system.question, _i ? STRATEGY_DFS : STRATEGY_BFS, seed);
        }
    }
}
END_TEST

/* -------- what is true somewhere -------- */

START_TEST(sees_what_is_true_somewhere)
{
    static const Verdict nothing = {VERDICT_STUCK, NULL};
    for (uint64_t seed = FIRST_SEED; seed < FIRST_SEED + SYSTEMS; seed++) {
        RandomSystem system;
        random_system(&system, seed);
        Check check = {CHECK_SOMETIMES,   "both",        "",   negation_holds,
                       &system.checks[0], negation_sees, NULL, NULL};
        Question question = {
            .subject = &system.subject, .check_count = 1, .checks = &check, .find = &nothing};
        Result full = run_full(&question, STRATEGY_BFS);
        Result reduced = run_reduced(&question, STRATEGY_BFS);
        ck_assert_msg(!full.statistics.check_true[0] == !reduced.statistics.check_true[0],
                      "seed %lu: whether it is true somewhere", seed);
        result_free(&full);
        result_free(&reduced);
    }
}
END_TEST

/* -------- what is shown -------- */

/* A failure looks the same with and without; what holds is searched with less. */
START_TEST(shows_what_it_would_without)
{
    uint64_t all = 0, stored = 0;
    for (uint64_t seed = FIRST_SEED; seed < FIRST_SEED + SYSTEMS; seed++) {
        RandomSystem system;
        random_system(&system, seed);
        Result full = run_full(&system.question, STRATEGY_BFS);
        Result shown = search(&system.question, &(SearchOptions){.strategy = STRATEGY_BFS});
        ck_assert(verdict_equal(full.verdict, shown.verdict));
        ck_assert_uint_eq(full.schedule.length, shown.schedule.length);
        if (full.has_schedule)
            ck_assert_mem_eq(full.schedule.moves, shown.schedule.moves,
                             full.schedule.length * sizeof(Move));
        else all += full.statistics.states, stored += shown.statistics.states;
        result_free(&full);
        result_free(&shown);
    }
    ck_assert_uint_lt(2 * stored, all);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduction");
    TCase *tests = tcase_create("reduction");
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, finds_what_there_is, 0, 2);
    tcase_add_test(tests, sees_what_is_true_somewhere);
    tcase_add_test(tests, shows_what_it_would_without);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
