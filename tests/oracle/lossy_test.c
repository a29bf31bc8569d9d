/* Lossy searches against the reference, on random programs. */
#include "checker/search/suite.h"
#include "tests/oracle/naive.h"
#include "tests/oracle/random_system.h"

#define SYSTEMS ALL_OR_FEWER(1000, 300)
#define AMPLE (1 << 17) /* bytes: a hundred times what most of the systems need */
#define TINY 8

typedef struct Mode {
    const char *name;
    StoreKind store;
    uint32_t swarm;
    uint64_t memory;
} Mode;

static const Mode modes[] = {
    {"hash64", STORE_HASH64, 0, AMPLE},         {"hash48", STORE_HASH48, 0, AMPLE},
    {"hash40", STORE_HASH40, 0, AMPLE},         {"bitstate", STORE_BITSTATE, 0, AMPLE},
    {"swarm", STORE_BITSTATE, 2, AMPLE},        {"tiny hash64", STORE_HASH64, 0, TINY},
    {"tiny bitstate", STORE_BITSTATE, 0, TINY}, {"tiny swarm", STORE_BITSTATE, 3, TINY},
};
#define MODES (sizeof modes / sizeof *modes)

/* What came of all the systems together. */
typedef struct Tally {
    uint32_t found, missed, lost_states;
} Tally;

static Result run(const Question *question, const Mode *mode)
{
    SearchOptions options = {
        .store = mode->store, .swarm = mode->swarm, .seed = 7, .limits.memory = mode->memory};
    return search(question, &options);
}

static void expect_replay(const Question *question, const Result *result)
{
    SearchOptions options = {0};
    Replay again = replay(question, &result->schedule, result->verdict, &options, NULL, NULL);
    ck_assert(verdict_equal(again.verdict, result->verdict));
    free(again.state);
}

static bool exists(const Naive *naive, VerdictKind kind)
{
    return (kind == VERDICT_VIOLATES && naive->violating) ||
           (kind == VERDICT_THROWS && naive->throws) ||
           (kind == VERDICT_DEADLOCK && naive->deadlocks);
}

/* Nothing that is not there is found, and nothing is called holding; with room enough whatever is
 * there is found. */
static void compare_verdict(const Question *question, const Naive *naive, const Mode *mode,
                            Tally *tally)
{
    Result result = run(question, mode);
    bool fails = naive->violating + naive->throws + naive->deadlocks > 0;
    ck_assert_int_ne(result.verdict.kind, VERDICT_HOLDS);
    if (result.has_schedule) {
        ck_assert(exists(naive, result.verdict.kind));
        expect_replay(question, &result);
    } else {
        ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
        ck_assert_msg(!fails || mode->memory == TINY, "%s: nothing found", mode->name);
    }
    tally->found += result.has_schedule;
    tally->missed += fails && !result.has_schedule;
    result_free(&result);
}

/* Past every failure. */
static void compare_counts(const Question *asked, const Naive *naive, const Mode *mode,
                           Tally *tally)
{
    static const Verdict nothing = {VERDICT_STUCK, NULL};
    Question question = *asked;
    question.find = &nothing;
    Result result = run(&question, mode);
    const Statistics *found = &result.statistics;
    uint64_t searches = mode->swarm ? mode->swarm : 1;
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_uint_le(found->states, naive->states * searches);
    tally->lost_states += found->states < naive->states * searches;
    if (mode->memory == AMPLE) {
        ck_assert_uint_eq(found->states, naive->states * searches);
        ck_assert_uint_eq(found->transitions, naive->transitions * searches);
        ck_assert_uint_eq(found->other,
                          (naive->violating + naive->throws + naive->deadlocks) * searches);
        ck_assert_double_lt(found->loss.omitted, 0.01);
    }
    result_free(&result);
}

START_TEST(each_mode_agrees_with_the_reference)
{
    const Mode *mode = &modes[_i];
    Tally tally = {0};
    for (uint64_t seed = 1; seed <= SYSTEMS; seed++) {
        RandomSystem system;
        random_system(&system, seed);
        const Question *question = &system.question;
        Naive naive = naive_search(&system.subject, question->checks, question->check_count);
        compare_verdict(question, &naive, mode, &tally);
        compare_counts(question, &naive, mode, &tally);
    }
    ck_assert_uint_gt(tally.found, SYSTEMS / 10);
    /* That a tiny table loses something must really have happened. */
    ck_assert((tally.missed > SYSTEMS / 100) == (mode->memory == TINY));
    ck_assert((tally.lost_states > SYSTEMS / 4) == (mode->memory == TINY));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lossy searches of random systems");
    TCase *tests = tcase_create("lossy");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, each_mode_agrees_with_the_reference, 0, MODES);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
