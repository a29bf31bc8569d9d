/* Graphs have the states and steps that a search counts, and the counterexample in them. */
#include "checker/draw/graph_dot.h"
#include "checker/search/suite.h"
#include "checker/trace/tiny.h"

TINY_PROGRAM(racing, TINY_READ, TINY_WRITE);
TINY_PROGRAM(locked, TINY_LOCK, TINY_READ, TINY_WRITE, TINY_UNLOCK);
TINY_PROGRAM(throwing, TINY_ADD, TINY_THROW);

static Question question_of(const Subject *subject, const Check *check)
{
    return (Question){.subject = subject, .check_count = check ? 1 : 0, .checks = check};
}

static void count_transition(void *data, const Transition *transition)
{
    (void)transition;
    ++*(uint64_t *)data;
}

static void compare(const Question *question)
{
    SearchOptions options = {.strategy = STRATEGY_BFS, .no_symmetry = true, .no_por = true};
    Result result = search(question, &options);
    uint64_t transitions = 0;
    Reach reach;
    ck_assert(reach_all(&reach, question, 1000, NULL, count_transition, &transitions));
    ck_assert_uint_eq(reach.states->len, result.statistics.states);
    ck_assert_uint_eq(transitions, result.statistics.transitions);
    reach_clear(&reach);
    result_free(&result);
}

START_TEST(as_many_as_a_search_counts)
{
    const uint8_t *programs[] = {racing, locked};
    for (size_t i = 0; i < G_N_ELEMENTS(programs); i++) {
        Subject subject = tiny_subject(programs[i]);
        Question question = question_of(&subject, NULL);
        compare(&question);
    }
}
END_TEST

START_TEST(the_counterexample_is_in_it)
{
    Subject subject = tiny_subject(racing);
    Check counts = {CHECK_ALWAYS, "counts", "counts", tiny_counts, racing, NULL, NULL, NULL};
    Question question = question_of(&subject, &counts);
    SearchOptions options = {.strategy = STRATEGY_BFS};
    Result result = search(&question, &options);
    ck_assert(result.has_schedule);
    g_autoptr(Path) path = path_of_schedule(&subject, &result.schedule);
    g_autofree char *dot = graph_states_dot(&question, path, "race", (GraphLimits){.states = 100});
    uint32_t edges = 0;
    for (const char *at = dot; (at = strstr(at, "penwidth=3")); at++)
        edges++;
    ck_assert_uint_eq(edges, result.schedule.length);
    ck_assert(strstr(dot, "not counts") != NULL);
    result_free(&result);
}
END_TEST

START_TEST(throws_are_nodes)
{
    Subject subject = tiny_subject(throwing);
    Question question = question_of(&subject, NULL);
    g_autofree char *dot = graph_states_dot(&question, NULL, "", (GraphLimits){.states = 100});
    ck_assert(strstr(dot, "throws\\nlost count") != NULL);
}
END_TEST

START_TEST(limits_end_it)
{
    Subject subject = tiny_subject(locked);
    Question question = question_of(&subject, NULL);
    ck_assert(graph_states_dot(&question, NULL, "", (GraphLimits){.states = 3}) == NULL);
    volatile int interrupted = 1;
    GraphLimits limits = {.states = 100, .interrupted = &interrupted};
    ck_assert(graph_statuses_dot(&question, "", limits) == NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("graph");
    TCase *tests = tcase_create("graph");
    tcase_add_test(tests, as_many_as_a_search_counts);
    tcase_add_test(tests, the_counterexample_is_in_it);
    tcase_add_test(tests, throws_are_nodes);
    tcase_add_test(tests, limits_end_it);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
