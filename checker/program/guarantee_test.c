/* What is guaranteed must be true: where a search ends early, the failure that it has not found
 * lies outside of what it vouches for. */
#include "checker/program/guarantee.h"
#include "checker/search/suite.h"
#include "checker/trace/tiny.h"

#include <glib.h>
#include <stdio.h>

TINY_PROGRAM(racy, TINY_READ, TINY_WRITE);
TINY_PROGRAM(locked, TINY_LOCK, TINY_READ, TINY_WRITE, TINY_UNLOCK);
TINY_PROGRAM(deadlocked, TINY_LOCK, TINY_LOCK);
TINY_PROGRAM(throwing, TINY_ADD, TINY_THROW);

/* Search a program of the tiny subject, and say what is guaranteed. */
static char *guaranteed(const uint8_t *program, SearchOptions options, Result *ret_result)
{
    Subject subject = tiny_subject(program);
    Check counts = {CHECK_ALWAYS, "counts", "", tiny_counts, program, NULL, NULL, NULL};
    Question question = {.subject = &subject, .check_count = 1, .checks = &counts};
    *ret_result = search(&question, &options);
    return guarantee_text(&question, &options, ret_result);
}

static void expect(const uint8_t *program, SearchOptions options, const char *expected)
{
    Result result;
    g_autofree char *text = guaranteed(program, options, &result);
    ck_assert_str_eq(text, expected);
    result_free(&result);
}

START_TEST(a_whole_search_is_complete)
{
    expect(locked, (SearchOptions){0}, "complete");
    expect(locked, (SearchOptions){.strategy = STRATEGY_DFS}, "complete");
    expect(locked, (SearchOptions){.strategy = STRATEGY_BOUNDED}, "complete");
}
END_TEST

START_TEST(a_failure_is_the_shortest_only_by_levels)
{
    expect(racy, (SearchOptions){0}, "a failure; no shorter schedule leads to one");
    expect(racy, (SearchOptions){.strategy = STRATEGY_DFS},
           "a failure; there may be a shorter way to one");
    expect(racy, (SearchOptions){.strategy = STRATEGY_RANDOM, .seed = 3},
           "a failure; there may be a shorter way to one");
}
END_TEST

static const struct {
    const uint8_t *program;
    uint32_t failure; /* steps that lead to the nearest */
} failing[] = {{racy, 4}, {deadlocked, 1}, {throwing, 2}};

/* Ended after any number of states. */
START_TEST(no_failure_lies_within_the_depth_that_is_complete)
{
    for (uint64_t most = 1; most < 20; most++) {
        Result result;
        uint32_t depth = 0;
        SearchOptions options = {.limits.states = most};
        g_autofree char *text = guaranteed(failing[_i].program, options, &result);
        bool incomplete = result.verdict.kind == VERDICT_INCOMPLETE;
        bool vouches = sscanf(text, "complete up to depth %u", &depth) == 1;
        ck_assert_msg(!vouches || incomplete, "%s", text);
        ck_assert_msg(!vouches || depth < failing[_i].failure, "%s", text);
        result_free(&result);
    }
}
END_TEST

START_TEST(limits_are_named)
{
    expect(racy, (SearchOptions){.limits.depth = 3}, "complete up to depth 3");
    expect(locked, (SearchOptions){.limits.states = 9}, "complete up to depth 3");
    expect(locked, (SearchOptions){.limits.states = 1}, "no guarantee: ended by states");
    expect(locked, (SearchOptions){.strategy = STRATEGY_DFS, .limits.states = 9},
           "no guarantee: ended by states");
    SearchOptions bounded = {.strategy = STRATEGY_BOUNDED, .limits.bound_preemptions = true};
    expect(racy, bounded, "all schedules with at most 0 preemptions");
    bounded.limits.depth = 3;
    expect(racy, bounded, "all schedules with at most 0 preemptions and at most 3 steps");
    expect(racy, (SearchOptions){.strategy = STRATEGY_BOUNDED, .limits.depth = 3},
           "all schedules of at most 3 steps");
    expect(locked, (SearchOptions){.strategy = STRATEGY_RANDOM, .limits.runs = 5},
           "5 random schedules of at most 8 steps sampled, nothing about others");
}
END_TEST

START_TEST(lossy_stores_name_their_risk)
{
    SearchOptions options = {
        .strategy = STRATEGY_DFS, .store = STORE_HASH40, .limits.memory = 1 << 20};
    Result result;
    g_autofree char *hashed = guaranteed(locked, options, &result);
    ck_assert_msg(g_str_has_prefix(hashed, "omission risk at most "), "%s", hashed);
    ck_assert_double_eq_tol(g_ascii_strtod(hashed + strlen("omission risk at most "), NULL),
                            result.statistics.loss.omitted,
                            result.statistics.loss.omitted / 50 + 1e-12);
    result_free(&result);
    options.store = STORE_BITSTATE;
    g_autofree char *bits = guaranteed(locked, options, &result);
    ck_assert_msg(g_str_has_prefix(bits, "omission risk: about "), "%s", bits);
    result_free(&result);
    options.limits.states = 5;
    expect(locked, options, "no guarantee: ended by states");
}
END_TEST

/* Goals are for whole searches. */
START_TEST(goals_that_were_not_judged_are_mentioned)
{
    Subject subject = tiny_subject(racy);
    Check goal = {CHECK_REACHABLE, "counts", "", tiny_counts, racy, NULL, NULL, NULL};
    Question question = {.subject = &subject, .check_count = 1, .checks = &goal};
    SearchOptions options = {.limits.depth = 2};
    Result result = search(&question, &options);
    g_autofree char *text = guarantee_text(&question, &options, &result);
    ck_assert_str_eq(text, "complete up to depth 2; goals are not judged");
    result_free(&result);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("guarantee");
    TCase *cases = tcase_create("guarantee");
    tcase_add_test(cases, a_whole_search_is_complete);
    tcase_add_test(cases, a_failure_is_the_shortest_only_by_levels);
    tcase_add_loop_test(cases, no_failure_lies_within_the_depth_that_is_complete, 0,
                        G_N_ELEMENTS(failing));
    tcase_add_test(cases, limits_are_named);
    tcase_add_test(cases, lossy_stores_name_their_risk);
    tcase_add_test(cases, goals_that_were_not_judged_are_mentioned);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
