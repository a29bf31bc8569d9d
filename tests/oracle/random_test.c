/* The real search against the naive one, on thousands of small random programs. */
#include "checker/search/suite.h"
#include "tests/oracle/naive.h"
#include "tests/oracle/random_system.h"

#define SYSTEMS ALL_OR_FEWER(3000, 500)
#define FIRST_SEED 1

typedef struct Mode {
    const char *name;
    Strategy strategy;
    uint32_t depth_limit;
    bool counts_steps; /* every step from every state exactly once */
} Mode;

static const Mode modes[] = {
    {"bfs", STRATEGY_BFS, 0, true},
    {"dfs", STRATEGY_DFS, 0, true},
    {"bounded by a huge depth", STRATEGY_BOUNDED, 1000000, false},
};

static Result run(const Question *question, const Mode *mode)
{
    SearchOptions options = {
        .strategy = mode->strategy, .limits.depth = mode->depth_limit, .no_por = true};
    return search(question, &options);
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Does the reference know of a failure of this kind within so many steps? */
static bool is_confirmed(const Naive *naive, VerdictKind kind, uint32_t length)
{
    switch (kind) {
    case VERDICT_VIOLATES:
        return naive->violates_at <= length;
    case VERDICT_THROWS:
        return naive->throws_at <= length;
    case VERDICT_DEADLOCK:
        return naive->deadlock_at <= length;
    default:
        return false;
    }
}

static void compare_failure(const Naive *naive, const Result *result, const Question *question,
                            const Mode *mode, uint64_t seed)
{
    uint32_t shortest = least(least(naive->violates_at, naive->throws_at), naive->deadlock_at);
    ck_assert_msg(result->has_schedule, "seed %lu, %s: nothing found", seed, mode->name);
    uint32_t length = result->schedule.length;
    ck_assert_msg(is_confirmed(naive, result->verdict.kind, length),
                  "seed %lu, %s: verdict %d after %u steps", seed, mode->name, result->verdict.kind,
                  length);
    if (mode->strategy == STRATEGY_BFS)
        ck_assert_msg(length == shortest, "seed %lu: %u steps, not %u", seed, length, shortest);

    SearchOptions options = {0};
    Replay again = replay(question, &result->schedule, result->verdict, &options, NULL, NULL);
    ck_assert_msg(verdict_equal(again.verdict, result->verdict), "seed %lu, %s: replay differs",
                  seed, mode->name);
    free(again.state);
}

static void compare_counts(const Naive *naive, const Result *result, const Mode *mode,
                           uint64_t seed)
{
    const Statistics *found = &result->statistics;
    ck_assert_msg(result->verdict.kind == VERDICT_HOLDS, "seed %lu, %s: verdict %d", seed,
                  mode->name, result->verdict.kind);
    ck_assert_msg(found->states == naive->states, "seed %lu, %s: %lu states, not %lu", seed,
                  mode->name, found->states, naive->states);
    if (!mode->counts_steps) return;
    ck_assert_msg(found->transitions == naive->transitions, "seed %lu, %s: %lu transitions", seed,
                  mode->name, found->transitions);
    ck_assert_msg(found->other == naive->violating + naive->throws + naive->deadlocks,
                  "seed %lu, %s: %lu failures passed over", seed, mode->name, found->other);
    if (mode->strategy == STRATEGY_BFS) ck_assert_uint_eq(found->depth + 1, naive->levels);
}

/* The verdict; and, passing over every failure, the counts. */
static void compare(RandomSystem *system, const Mode *mode, uint64_t seed)
{
    static const Verdict nothing = {VERDICT_STUCK, NULL};
    Question question = system->question;
    Naive naive = naive_search(&system->subject, question.checks, question.check_count);

    Result result = run(&question, mode);
    if (naive.violating + naive.throws + naive.deadlocks > 0)
        compare_failure(&naive, &result, &question, mode, seed);
    else compare_counts(&naive, &result, mode, seed);
    result_free(&result);

    question.find = &nothing;
    result = run(&question, mode);
    compare_counts(&naive, &result, mode, seed);
    result_free(&result);
}

START_TEST(each_mode_agrees_with_the_reference)
{
    for (uint64_t seed = FIRST_SEED; seed < FIRST_SEED + SYSTEMS; seed++) {
        RandomSystem system;
        random_system(&system, seed);
        compare(&system, &modes[_i], seed);
    }
}
END_TEST

/* Comparing counts of trivial systems would prove nothing. */
START_TEST(the_systems_are_of_every_kind)
{
    uint32_t clean = 0, violating = 0, throwing = 0, deadlocked = 0, large = 0;
    for (uint64_t seed = FIRST_SEED; seed < FIRST_SEED + SYSTEMS; seed++) {
        RandomSystem system;
        random_system(&system, seed);
        Naive naive = naive_search(&system.subject, system.checks, system.question.check_count);
        violating += naive.violating > 0;
        throwing += naive.throws > 0;
        deadlocked += naive.deadlocks > 0;
        clean += naive.violating + naive.throws + naive.deadlocks == 0;
        large += naive.states > 300;
    }
    ck_assert_uint_gt(clean, SYSTEMS / 20);
    ck_assert_uint_gt(violating, SYSTEMS / 20);
    ck_assert_uint_gt(throwing, SYSTEMS / 20);
    ck_assert_uint_gt(deadlocked, SYSTEMS / 20);
    ck_assert_uint_gt(large, SYSTEMS / 20);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("random systems");
    TCase *tests = tcase_create("random systems");
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, each_mode_agrees_with_the_reference, 0,
                        sizeof(modes) / sizeof(modes[0]));
    tcase_add_test(tests, the_systems_are_of_every_kind);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
