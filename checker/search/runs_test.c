/* Random walks and PCT. */
#include "checker/search/suite.h"
#include "checker/search/table_by_hand.h"

#include <string.h>

#define SYSTEMS ALL_OR_FEWER(1000, 200)

static const Strategy sampling[] = {STRATEGY_RANDOM, STRATEGY_PCT};
#define SAMPLING_COUNT 2

static Result sample(const TableSystem *system, Strategy strategy, uint64_t seed, uint64_t runs)
{
    SearchOptions options = {.strategy = strategy, .seed = seed, .limits = {.runs = runs}};
    return search(&system->question, &options);
}

static void expect_replay(const TableSystem *system, const Result *result)
{
    SearchOptions options = {0};
    Replay seen =
        replay(&system->question, &result->schedule, result->verdict, &options, NULL, NULL);
    ck_assert(verdict_equal(seen.verdict, result->verdict));
    free(seen.state);
}

/* The same failure by one run with the seed that the search printed. */
static void expect_again(const TableSystem *system, Strategy strategy, const Result *result)
{
    Result again = sample(system, strategy, result->seed, 1);
    ck_assert(verdict_equal(again.verdict, result->verdict));
    ck_assert_uint_eq(again.seed, result->seed);
    ck_assert_uint_eq(again.schedule.length, result->schedule.length);
    for (uint32_t i = 0; i < again.schedule.length; i++) {
        ck_assert_uint_eq(again.schedule.moves[i].actor, result->schedule.moves[i].actor);
        ck_assert_uint_eq(again.schedule.moves[i].choice, result->schedule.moves[i].choice);
    }
    result_free(&again);
}

/* Two threads t := x; x := t + 1.  Rows tell who has read and written; row 8 is x == 1 at the end,
 * row 9 x == 2. */
static void lost_update(TableSystem *system)
{
    enum { NONE, R1, R2, W1, W2, BOTH, W1_R2, W2_R1, LOST, GOOD, ONE_LATE, TWO_LATE };
    table_begin(system, 12, 2, CHECK_ALWAYS, ~(1u << LOST));
    table_edge(system, NONE, ONE, R1);
    table_edge(system, NONE, TWO, R2);
    table_edge(system, R1, ONE, W1);
    table_edge(system, R1, TWO, BOTH);
    table_edge(system, R2, TWO, W2);
    table_edge(system, R2, ONE, BOTH);
    table_edge(system, BOTH, ONE, W1_R2);
    table_edge(system, BOTH, TWO, W2_R1);
    table_edge(system, W1_R2, TWO, LOST);
    table_edge(system, W2_R1, ONE, LOST);
    table_edge(system, W1, TWO, TWO_LATE);
    table_edge(system, TWO_LATE, TWO, GOOD);
    table_edge(system, W2, ONE, ONE_LATE);
    table_edge(system, ONE_LATE, ONE, GOOD);
}

START_TEST(lost_update_is_found_and_reproduced)
{
    TableSystem system;
    lost_update(&system);
    for (uint32_t i = 0; i < SAMPLING_COUNT; i++)
        for (uint64_t seed = 0; seed < 20; seed++) {
            Result result = sample(&system, sampling[i], seed, 1000);
            ck_assert_int_eq(result.verdict.kind, VERDICT_VIOLATES);
            ck_assert_uint_eq(result.schedule.length, 4);
            expect_replay(&system, &result);
            expect_again(&system, sampling[i], &result);
            result_free(&result);
        }
}
END_TEST

START_TEST(sampling_never_says_holds)
{
    TableSystem system;
    lost_update(&system);
    system.bad[1] = 0;
    for (uint32_t i = 0; i < SAMPLING_COUNT; i++) {
        Result result = sample(&system, sampling[i], 1, 50);
        ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
        ck_assert_str_eq(result.verdict.name, "sampled");
        ck_assert_uint_eq(result.statistics.runs, 50);
        ck_assert_uint_eq(result.statistics.transitions, 4 * 50);
        ck_assert_uint_eq(result.statistics.states, 5 * 50);
        ck_assert_uint_eq(result.statistics.depth, 4);
        result_free(&result);
    }
}
END_TEST

/* Actor ONE goes round through rows 1, 2, 3 waiting for TWO; with the highest priority it would do
 * so for ever. */
START_TEST(pct_lets_a_waiting_loop_wait)
{
    TableSystem system;
    table_begin(&system, 5, 2, CHECK_ALWAYS, ~(1u << 4));
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, ONE, 2);
    table_edge(&system, 2, ONE, 3);
    table_edge(&system, 3, ONE, 1);
    table_edge(&system, 2, TWO, 4);
    for (uint64_t seed = 0; seed < 50; seed++) {
        SearchOptions options = {
            .strategy = STRATEGY_PCT, .seed = seed, .limits = {.runs = 1, .change_points = 1}};
        Result result = search(&system.question, &options);
        ck_assert_int_le(result.statistics.depth, 20);
        result_free(&result);
    }
}
END_TEST

/* 0 and 1 alternate; from 1 the way leads to 2 and 3, which alternate without the goal in 0. */
START_TEST(stuck_is_cut_back)
{
    TableSystem system;
    table_begin(&system, 4, 2, CHECK_REACHABLE, 1u << 0);
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, ONE, 0);
    table_edge(&system, 1, TWO, 2);
    table_edge(&system, 2, TWO, 3);
    table_edge(&system, 3, TWO, 2);
    for (uint32_t i = 0; i < SAMPLING_COUNT; i++) {
        Result result = sample(&system, sampling[i], 3, 100);
        ck_assert_int_eq(result.verdict.kind, VERDICT_STUCK);
        const Schedule *schedule = &result.schedule;
        for (uint32_t at = 0; at < schedule->length; at++) /* TWO's first move is beyond hope */
            ck_assert_uint_eq(schedule->moves[at].actor, at + 1 < schedule->length ? ONE : TWO);
        expect_replay(&system, &result);
        expect_again(&system, sampling[i], &result);
        result_free(&result);
    }
}
END_TEST

/* What sampling finds is true, and on small systems it finds nearly everything: what it
 * misses are runs that avoid a goal that most runs come to. */
START_TEST(agrees_with_complete_search)
{
    uint32_t failing = 0, found = 0;
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        table_random_system(&system, seed);
        system.bad[1] = ~(UINT32_C(1) << (seed % system.rows));
        system.checks[1].kind = seed & 1 ? CHECK_REACHABLE : CHECK_EVENTUALLY;
        Result complete = search(&system.question, &(SearchOptions){.strategy = STRATEGY_DFS});
        bool fails = complete.verdict.kind != VERDICT_HOLDS;
        result_free(&complete);
        for (uint32_t i = 0; i < SAMPLING_COUNT; i++) {
            Result result = sample(&system, sampling[i], seed, 100);
            ck_assert(!result.has_schedule || fails);
            failing += fails;
            found += result.has_schedule;
            if (result.has_schedule) expect_replay(&system, &result);
            result_free(&result);
        }
    }
    ck_assert_uint_gt(failing, SYSTEMS / 2);
    ck_assert_uint_ge(found * 100, failing * 95);
}
END_TEST

/* A walk that never ends does not outlast the limits. */
START_TEST(a_long_walk_can_be_ended)
{
    TableSystem system;
    table_begin(&system, 2, 2, CHECK_ALWAYS, ~0u);
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, TWO, 0);
    static const struct {
        Limits limits;
        const char *ended;
    } cases[] = {{{.depth = UINT32_MAX, .seconds = 0.05}, "time"},
                 {{.depth = UINT32_MAX, .memory = 100000}, "memory"}};
    for (uint32_t i = 0; i < sizeof cases / sizeof *cases * SAMPLING_COUNT; i++) {
        SearchOptions options = {.strategy = sampling[i % SAMPLING_COUNT],
                                 .limits = cases[i / SAMPLING_COUNT].limits};
        Result result = search(&system.question, &options);
        ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
        ck_assert_str_eq(result.verdict.name, cases[i / SAMPLING_COUNT].ended);
        result_free(&result);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("runs");
    TCase *cases = tcase_create("runs");
    tcase_set_timeout(cases, 120);
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, lost_update_is_found_and_reproduced);
    tcase_add_test(cases, sampling_never_says_holds);
    tcase_add_test(cases, pct_lets_a_waiting_loop_wait);
    tcase_add_test(cases, stuck_is_cut_back);
    tcase_add_test(cases, agrees_with_complete_search);
    tcase_add_test(cases, a_long_walk_can_be_ended);
    return suite_run(suite);
}
