#include "checker/scenario/scenario.h"
#include "checker/search/suite.h"

#include <string.h>

static Scenario *read_text(const char *text, GError **error)
{
    return scenario_parse_any("folder/x.yml", text, strlen(text), NULL, 0, error);
}

static Scenario *read_fine(const char *text)
{
    g_autoptr(GError) error = NULL;
    Scenario *scenario = read_text(text, &error);
    ck_assert_msg(scenario != NULL, "%s", error ? error->message : "");
    return scenario;
}

static const Variant *variant_at(const Scenario *scenario, guint index)
{
    ck_assert_uint_lt(index, scenario->variants->len);
    return g_ptr_array_index(scenario->variants, index);
}

#define PROGRAM "title: t\nsubject: program\nsources: [a.c]\n"
#define RUNTIME "title: t\nsubject: runtime\nactors: {a: {g: g1, m: m1, p: p1, does: [syscall]}}\n"

/* -------- what is read -------- */

START_TEST(a_program_and_its_variants)
{
    Scenario *scenario =
        read_fine("title: t\nsubject: program\nprogram: bin/queue\narguments: [2, x]\n"
                  "explore: {strategy: bounded, max-preemptions: 2, no-races: true}\n"
                  "variants:\n  one: {}\n"
                  "  two: {arguments: [3], expect: data race}\n"
                  "  three: {explore: {no-races: false}}\n");
    const LiveRun *one = variant_at(scenario, 0)->live, *two = variant_at(scenario, 1)->live;
    ck_assert(scenario->live && !one->runtime);
    ck_assert_str_eq(one->program, "folder/bin/queue");
    ck_assert_str_eq(one->arguments[0], "2");
    ck_assert_ptr_null(one->arguments[2]);
    ck_assert_int_eq(one->search.strategy, LIVE_BOUNDED);
    ck_assert_uint_eq(live_search_value(&one->search, LIVE_LIMIT_MAX_PREEMPTIONS), 2);
    ck_assert(one->search.given[LIVE_LIMIT_NO_RACES] && !one->expect.given);
    ck_assert_str_eq(two->arguments[0], "3");
    ck_assert_int_eq(two->expect.verdict, LIVE_RACE);
    ck_assert(!variant_at(scenario, 2)->live->search.given[LIVE_LIMIT_NO_RACES]);
    scenario_free(scenario);
}
END_TEST

START_TEST(options_are_added)
{
    Scenario *scenario = read_fine(PROGRAM "options: [-O1]\nvariants:\n  a: {options: [-DX]}\n");
    const LiveRun *run = variant_at(scenario, 0)->live;
    ck_assert_str_eq(run->sources[0], "a.c"); /* in the folder in which the compiler is started */
    ck_assert_str_eq(run->folder, "folder");
    ck_assert_str_eq(run->options[0], "-O1");
    ck_assert_str_eq(run->options[1], "-DX");
    scenario_free(scenario);
}
END_TEST

START_TEST(a_runtime_is_a_world)
{
    Scenario *scenario =
        read_fine(RUNTIME "check: [g-on-one-m]\nexpect: {verdict: assertion, message: "
                          "\"fatal  error\", executions: 7}\n");
    const Variant *variant = variant_at(scenario, 0);
    ck_assert(variant->live->runtime && variant->live->one_m);
    ck_assert_ptr_nonnull(variant->question.subject);
    ck_assert_str_eq(variant->live->expect.message, "fatal error");
    ck_assert_uint_eq(variant->live->expect.figure[LIVE_FIGURE_EXECUTIONS], 7);
    scenario_free(scenario);
}
END_TEST

static char *digest(const char *text)
{
    Scenario *scenario = read_fine(text);
    char *copy = g_strdup(variant_at(scenario, 0)->digest);
    scenario_free(scenario);
    return copy;
}

START_TEST(digests_tell_questions_apart)
{
    static const char *const texts[] = {PROGRAM,
                                        PROGRAM "options: [-O1]\n",
                                        PROGRAM "arguments: [-O1]\n",
                                        PROGRAM "explore: {strategy: dfs}\n",
                                        PROGRAM "explore: {max-depth: 3}\n",
                                        RUNTIME,
                                        RUNTIME "check: [g-on-one-m]\n",
                                        RUNTIME "settings: {stack-scan: stopg}\n"};
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        ck_assert_msg(g_hash_table_add(seen, digest(texts[i])), "%s", texts[i]);
    g_autofree char *again = digest(PROGRAM "expect: holds\n");
    ck_assert(g_hash_table_contains(seen, again));
}
END_TEST

START_TEST(the_command_line_counts)
{
    LiveSearch search = {.strategy = LIVE_PCT, .given[LIVE_LIMIT_RUNS] = true};
    LiveSearch seed = {.given[LIVE_LIMIT_SEED] = true, .value[LIVE_LIMIT_SEED] = 9};
    LiveSearch dpor = {.has_strategy = true};
    live_search_override(&search, &seed);
    ck_assert_int_eq(search.strategy, LIVE_PCT);
    ck_assert_uint_eq(live_search_value(&search, LIVE_LIMIT_SEED), 9);
    ck_assert(search.given[LIVE_LIMIT_RUNS]);
    live_search_override(&search, &dpor);
    ck_assert_int_eq(search.strategy, LIVE_DPOR);
    ck_assert_int_eq(live_search_idle(&search), LIVE_LIMITS);
    live_search_override(&search, &seed);
    ck_assert_int_eq(live_search_idle(&search), LIVE_LIMIT_SEED);
}
END_TEST

/* -------- what is not -------- */

static const struct {
    const char *text, *place, *sentence;
} mistakes[] = {
    {"title: t\nsubject: progam\n", ":2:10:", "did you mean `program`?"},
    {"title: t\nsubject: program\n", ":2:10:", "it is not said which program"},
    {PROGRAM "program: b\n", ":3:10:", "there is a `program` already"},
    {"title: t\nsubject: program\nprogram: b\noptions: [-O1]\n", ":4:10:", "not compiled here"},
    {PROGRAM "optoins: [-O1]\n", ":4:1:", "did you mean `options`?"},
    {PROGRAM "options: -O1\n", ":4:10:", "expected a list of words, found text"},
    {"title: t\nsubject: program\nsources: []\n", ":3:10:", "nothing to make a program of"},
    {PROGRAM "settings: {stack-scan: stopg}\n", ":4:11:", "belongs to subject: runtime"},
    {RUNTIME "arguments: [1]\n", ":4:12:", "belongs to subject: program"},
    {RUNTIME "settings: {stack-scna: stopg}\n", ":4:12:", "did you mean `stack-scan`?"},
    {RUNTIME "check: [g-on-one]\n", ":4:9:", "did you mean `g-on-one-m`?"},
    {"title: t\nsubject: runtime\n", "folder/x.yml:", "needs actors"},
    {PROGRAM "explore: {strategy: dopr}\n", ":4:21:", "did you mean `dpor`?"},
    {PROGRAM "explore: {strategy: bfs}\n", ":4:21:", "unknown strategy `bfs`"},
    {PROGRAM "explore: {run: 3}\n", ":4:11:", "did you mean `runs`?"},
    {PROGRAM "explore: {runs: 3}\n", ":4:17:", "`runs` is for random, pct and pos, not for dpor"},
    {PROGRAM "explore: {max-depth: 200001}\n", ":4:22:", "a number from 1 to 200000"},
    {PROGRAM "explore: {strategy: bounded}\n", ":4:21:", "bounded needs a bound"},
    {PROGRAM "expect: date race\n", ":4:9:", "did you mean `data race`?"},
    {PROGRAM "expect: unsupported\n", ":4:9:", "no program has the verdict `unsupported`"},
    {PROGRAM "expect: {executions: 3}\n", ":4:9:", "no verdict is expected here"},
    {PROGRAM "expect: {verdict: holds, states: 3}\n", ":4:34:", "only stateful counts states"},
    {PROGRAM "explore: {strategy: pct}\nexpect: holds\n", ":5:9:", "never answers that a program"},
    {PROGRAM "variants:\n  a: {subject: runtime}\n", ":5:7:", "unknown key `subject`"},
};

START_TEST(a_mistake_has_its_place_and_the_nearest_word)
{
    g_autoptr(GError) error = NULL;
    ck_assert_msg(!read_text(mistakes[_i].text, &error), "%s", mistakes[_i].text);
    ck_assert_msg(strstr(error->message, mistakes[_i].place), "%s", error->message);
    ck_assert_msg(strstr(error->message, mistakes[_i].sentence), "%s", error->message);
}
END_TEST

START_TEST(who_asks_models_is_told)
{
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(scenario_parse("x.yml", PROGRAM, strlen(PROGRAM), NULL, 0, &error));
    ck_assert_ptr_nonnull(
        strstr(error->message, "x.yml:2:10: error: this scenario runs a program"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("live");
    TCase *tests = tcase_create("live");
    tcase_add_test(tests, a_program_and_its_variants);
    tcase_add_test(tests, options_are_added);
    tcase_add_test(tests, a_runtime_is_a_world);
    tcase_add_test(tests, the_command_line_counts);
    tcase_add_test(tests, digests_tell_questions_apart);
    tcase_add_loop_test(tests, a_mistake_has_its_place_and_the_nearest_word, 0,
                        G_N_ELEMENTS(mistakes));
    tcase_add_test(tests, who_asks_models_is_told);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
