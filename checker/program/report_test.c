/* What every format prints for a tiny subject; only memory and time are masked. */
#include "checker/program/masked.h"
#include "checker/program/module.h"
#include "checker/program/report.h"
#include "checker/search/suite.h"
#include "checker/trace/tiny.h"

TINY_PROGRAM(racy, TINY_READ, TINY_WRITE);
TINY_PROGRAM(locked, TINY_LOCK, TINY_READ, TINY_WRITE, TINY_UNLOCK);
TINY_PROGRAM(deadlocked, TINY_LOCK, TINY_LOCK);
TINY_PROGRAM(throwing, TINY_ADD, TINY_THROW);

/* Explore a program of the tiny subject and report it; `expect` NULL: nothing is expected. */
static char *report_of(const uint8_t *program, Format format, const Expectation *expect)
{
    Subject subject = tiny_subject(program);
    Scenario *scenario = module_scenario("tiny.so", &subject);
    Variant *variant = g_ptr_array_index(scenario->variants, 0);
    if (expect) variant->expect = *expect;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    Report *report = report_new(format, out);
    report->single = true;
    char *parameters[] = {(char *)"n=3", NULL};
    report->subject_parameters = parameters;
    report_expect(report, scenario, variant);
    report_begin(report);
    Result found = search(&variant->question, &variant->options);
    Finding finding = finding_make(scenario, variant, found, true);
    report_finding(report, &finding);
    report_end(report);
    finding_clear(&finding);
    report_free(report);
    fclose(out);
    module_scenario_free(scenario);
    char *result = masked(text);
    free(text);
    return result;
}

#define COUNTEREXAMPLE                                                                             \
    "At the start\n"                                                                               \
    "  everything is zero\n"                                                                       \
    "\n"                                                                                           \
    "    1  p1  READ   seen = counter\n"                                                           \
    "\n"                                                                                           \
    "    2  p2  READ   seen = counter\n"                                                           \
    "    3  p2  WRITE  counter = seen + 1  shared.counter 0 -> 1\n"                                \
    "\n"                                                                                           \
    "    4  p1  WRITE  counter = seen + 1\n"                                                       \
    "\n"                                                                                           \
    "counts is false here:\n"                                                                      \
    "    done implies shared.counter == 2\n"                                                       \
    "      shared.counter = 1\n"

START_TEST(text_of_a_failure)
{
    g_autofree char *text = report_of(racy, FORMAT_TEXT, NULL);
    ck_assert_str_eq(text,
                     "FAIL  tiny.so  default  violates: counts           13 states           14 "
                     "transitions  depth 4 FIGURES\n"
                     "\n"
                     "tiny: default\n"
                     "\n" COUNTEREXAMPLE "\n"
                     "keep it: checker --subject tiny.so --parameter n=3 --trace-dir traces\n"
                     "\n"
                     "guaranteed: a failure; no shorter schedule leads to one\n");
}
END_TEST

START_TEST(text_of_a_success_with_what_never_happened)
{
    g_autofree char *text = report_of(locked, FORMAT_TEXT, NULL);
    ck_assert_str_eq(text, "ok    tiny.so  default  holds           17 states           16 "
                           "transitions  depth 8 FIGURES\n"
                           "      steps never taken (3): ADD, LOG, THROW\n"
                           "      guards never true (1): END\n"
                           "guaranteed: complete\n");
}
END_TEST

/* Both ended at END and nobody left it: a gap if END waits for something, none if it is for rest.
 */
START_TEST(a_resting_place_is_taken_when_it_is_reached)
{
    SubjectStep steps[TINY_END + 1];
    Subject subject = tiny_subject(locked);
    memcpy(steps, subject.steps, sizeof steps);
    subject.steps = steps;
    Question question = {.subject = &subject};
    StepCount counts[TINY_END + 1] = {[TINY_END] = {.blocked = 2}};
    uint64_t together[2] = {1, 1};
    Statistics statistics = {.steps = counts, .together = together};

    Vacuity *vacuity = vacuity_of(&question, &statistics);
    ck_assert_uint_eq(vacuity->never_true->len, 1);
    vacuity_free(vacuity);
    steps[TINY_END].awaits = AWAITS_NOBODY;
    vacuity = vacuity_of(&question, &statistics);
    ck_assert_uint_eq(vacuity_count(vacuity), 0);
    vacuity_free(vacuity);
    counts[TINY_END].blocked = 0;
    vacuity = vacuity_of(&question, &statistics);
    ck_assert_str_eq(g_ptr_array_index(vacuity->never_entered, vacuity->never_entered->len - 1),
                     steps[TINY_END].procedure);
    vacuity_free(vacuity);
}
END_TEST

START_TEST(text_of_a_deadlock_says_who_waits_for_what)
{
    g_autofree char *text = report_of(deadlocked, FORMAT_TEXT, NULL);
    ck_assert(strstr(text, "deadlock: nobody can move\n"
                           "    p1 is blocked at LOCK: lock == nil; lock = self\n"
                           "      shared.lock = p1\n"
                           "    p2 is blocked at LOCK: lock == nil; lock = self\n"
                           "      shared.lock = p1\n"));
}
END_TEST

START_TEST(text_of_a_throw)
{
    g_autofree char *text = report_of(throwing, FORMAT_TEXT, NULL);
    ck_assert(strstr(text, "    2  p1  THROW  throw      throws \"lost count\"\n"
                           "\n"
                           "p1 throws \"lost count\"\n"));
}
END_TEST

START_TEST(expectations_decide_what_is_fine)
{
    static const Verdict lost = {VERDICT_VIOLATES, "counts"}, holds = {VERDICT_HOLDS, NULL};
    Expectation expect = {.given = true, .verdict = lost};
    g_autofree char *fine = report_of(racy, FORMAT_TEXT, &expect);
    ck_assert(g_str_has_prefix(fine, "ok    tiny.so"));

    expect.has_states = true;
    expect.states = 1300;
    g_autofree char *figure = report_of(racy, FORMAT_TEXT, &expect);
    ck_assert(g_str_has_prefix(figure, "FAIL  tiny.so"));
    ck_assert(strstr(figure, "\n      expected 1,300 states, found 13\n"));

    expect = (Expectation){.given = true, .verdict = holds};
    g_autofree char *wrong = report_of(racy, FORMAT_TEXT, &expect);
    ck_assert(strstr(wrong, "\n      expected holds\n"));
}
END_TEST

START_TEST(json_has_all_keys_in_one_line)
{
    g_autofree char *text = report_of(racy, FORMAT_JSON, NULL);
    const char *end = strchr(text, '\n');
    ck_assert(end && end[1] == '\0');
    ck_assert_msg(
        g_str_has_prefix(
            text,
            "{\"file\":\"tiny.so\",\"title\":\"tiny\",\"variant\":\"default\","
            "\"model\":\"tiny\",\"digest\":\"\",\"strategy\":\"bfs\",\"seed\":0,"
            "\"status\":\"fail\",\"ok\":false,"
            "\"verdict\":{\"kind\":\"violates\",\"name\":\"counts\"},\"expected\":null,"
            "\"difference\":null,"
            "\"guarantee\":\"a failure; no shorter schedule leads to "
            "one\",\"states\":13,\"transitions\":14,\"depth\":4,\"runs\":0,"
            "\"other_failures\":0,FIGURES,\"store\":\"exact\",\"loss\":null,\"vacuity\":null,"
            "\"stats\":null,\"counterexample\":{\"initial\":0,\"cycle\":null,\"lost_before\":null,"
            "\"steps\":[{\"actor\":\"p1\","
            "\"step\":\"READ\",\"occurrence\":1,\"choice\":0,"
            "\"source\":\"seen = counter\",\"changes\":[]},"),
        "%s", text);
    ck_assert(strstr(text, "\"changes\":[\"shared.counter 0 -> 1\"]"));
    g_autofree char *good = report_of(locked, FORMAT_JSON, NULL);
    ck_assert(strstr(
        good,
        "\"vacuity\":{\"steps_never_taken\":[\"ADD\",\"LOG\",\"THROW\"],"
        "\"guards_never_true\":[\"END\"],\"guards_never_false\":[],\"goals_true_everywhere\":[],"
        "\"actors_alone\":[],\"procedures_never_entered\":[]}"));
}
END_TEST

/* Well-formed, by a parser that is not ours. */
static void check_xml(const char *text)
{
    static const GMarkupParser nothing = {0};
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&nothing, 0, NULL, NULL);
    g_autoptr(GError) error = NULL;
    bool fine = g_markup_parse_context_parse(context, text, -1, &error) &&
                g_markup_parse_context_end_parse(context, &error);
    ck_assert_msg(fine, "%s in %s", fine ? "" : error->message, text);
}

START_TEST(junit_is_xml_and_has_the_counterexample)
{
    g_autofree char *plain = report_of(racy, FORMAT_JUNIT, NULL);
    ck_assert(strstr(plain, "<testsuite name=\"tiny.so\" tests=\"1\" failures=\"1\" errors=\"0\" "
                            "skipped=\"0\" TIME>"));
    ck_assert(strstr(plain, "<failure message=\"violates: counts\">At the start\n"));
    ck_assert(strstr(plain, "shared.counter 0 -&gt; 1"));
    GString *whole = g_string_new(plain);
    g_string_replace(whole, "TIME", "time=\"0\"", 0);
    check_xml(whole->str);
    g_string_free(whole, TRUE);
}
END_TEST

START_TEST(tap_counts_and_comments)
{
    g_autofree char *text = report_of(racy, FORMAT_TAP, NULL);
    ck_assert(g_str_has_prefix(text,
                               "TAP version 13\n"
                               "not ok 1 - tiny.so default: violates: counts\n"
                               "  ---\n"
                               "  verdict: \"violates: counts\"\n"
                               "  guarantee: \"a failure; no shorter schedule leads to one\"\n"
                               "  states: 13\n"
                               "  transitions: 14\n"
                               "  depth: 4\n"
                               "  ...\n"
                               "# At the start\n"));
    ck_assert(g_str_has_suffix(text, "\n1..1\n"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report");
    TCase *cases = tcase_create("report");
    tcase_add_test(cases, text_of_a_failure);
    tcase_add_test(cases, text_of_a_success_with_what_never_happened);
    tcase_add_test(cases, a_resting_place_is_taken_when_it_is_reached);
    tcase_add_test(cases, text_of_a_deadlock_says_who_waits_for_what);
    tcase_add_test(cases, text_of_a_throw);
    tcase_add_test(cases, expectations_decide_what_is_fine);
    tcase_add_test(cases, json_has_all_keys_in_one_line);
    tcase_add_test(cases, junit_is_xml_and_has_the_counterexample);
    tcase_add_test(cases, tap_counts_and_comments);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
