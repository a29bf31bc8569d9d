/* The figures of --stats for a subject that can be counted by hand. */
#include "checker/program/finding.h"
#include "checker/program/module.h"
#include "checker/program/stats.h"
#include "checker/search/suite.h"
#include "checker/trace/tiny.h"

#include <stdio.h>

TINY_PROGRAM(locked, TINY_LOCK, TINY_READ, TINY_WRITE, TINY_UNLOCK);
TINY_PROGRAM(racy, TINY_READ, TINY_WRITE);

typedef void Append(GString *out, const Finding *finding);

static void as_json(GString *out, const Finding *finding)
{
    stats_json(out, NULL, finding);
}

/* Search a program of the tiny subject and tell its figures. */
static char *stats_of(const uint8_t *program, Strategy strategy, Append *append)
{
    Subject subject = tiny_subject(program);
    Scenario *scenario = module_scenario("tiny.so", &subject);
    Variant *variant = g_ptr_array_index(scenario->variants, 0);
    variant->options.strategy = strategy;
    variant->options.limits.runs = 10;
    Result found = search(&variant->question, &variant->options);
    Finding finding = finding_make(scenario, variant, found, true);
    GString *out = g_string_new(NULL);
    append(out, &finding);
    finding_clear(&finding);
    module_scenario_free(scenario);
    return g_string_free(out, FALSE);
}

/* Whoever comes first has the lock in three states, where the other is blocked, and is at END in
 * the five after them; the other has done the same four steps when it is at END, too. */
START_TEST(text_of_a_whole_search)
{
    static const char expected[] =
        "      step           tried         fired       blocked\n"
        "      READ               4             4             0\n"
        "      WRITE              4             4             0\n"
        "      LOCK              10             4             6\n"
        "      UNLOCK             4             4             0\n"
        "      END               12             0            12\n"
        "      blocked most: END, 12 times, 100 % of its tries\n"
        "      steps never reached (3): ADD LOG THROW\n"
        "      check        checked         false\n"
        "      counts            17             0\n"
        "      actor    could move         alone         share\n"
        "      p1                8             7          50 %\n"
        "      p2                8             7          50 %\n"
        "      depth               states\n"
        "      0                        1  ####################\n"
        "      1                        2  ########################################\n"
        "      2                        2  ########################################\n"
        "      3                        2  ########################################\n"
        "      4                        2  ########################################\n"
        "      5                        2  ########################################\n"
        "      6                        2  ########################################\n"
        "      7                        2  ########################################\n"
        "      8                        2  ########################################\n";
    g_autofree char *text = stats_of(locked, STRATEGY_BFS, stats_text);
    if (strcmp(text, expected) != 0) fputs(text, stderr); /* too long for a message of check */
    ck_assert(strcmp(text, expected) == 0);
}
END_TEST

START_TEST(json_of_a_whole_search)
{
    g_autofree char *text = stats_of(locked, STRATEGY_BFS, as_json);
    ck_assert_msg(g_str_has_prefix(text, "{\"reduced\":false,\"steps\":[{\"step\":\"READ\","
                                         "\"procedure\":\"add\",\"tried\":4,\"fired\":4,"
                                         "\"blocked\":0,\"threw\":0},"),
                  "%s", text);
    ck_assert_msg(g_str_has_suffix(
                      text, "\"hottest_blocked_step\":\"END\",\"unreached_steps\":[\"ADD\",\"LOG\","
                            "\"THROW\"],\"checks\":[{\"check\":\"counts\",\"checked\":17,"
                            "\"false\":0}],\"actors\":[{\"actor\":\"p1\",\"could_move\":8,"
                            "\"alone\":7,\"share\":0.500000},{\"actor\":\"p2\",\"could_move\":8,"
                            "\"alone\":7,\"share\":0.500000}],"
                            "\"depths\":[1,2,2,2,2,2,2,2,2]}"),
                  "%s", text);
}
END_TEST

/* Runs have lengths instead; depth-first knows neither. */
START_TEST(depths_are_of_what_was_searched)
{
    g_autofree char *runs = stats_of(locked, STRATEGY_RANDOM, stats_text);
    ck_assert_msg(strstr(runs, "      length                runs\n"
                               "      8                       10  ##########"),
                  "%s", runs);
    g_autofree char *deep = stats_of(racy, STRATEGY_DFS, as_json);
    ck_assert_msg(g_str_has_suffix(deep, "\"depths\":[]}"), "%s", deep);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stats");
    TCase *cases = tcase_create("stats");
    tcase_add_test(cases, text_of_a_whole_search);
    tcase_add_test(cases, json_of_a_whole_search);
    tcase_add_test(cases, depths_are_of_what_was_searched);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
