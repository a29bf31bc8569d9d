/* Every kind of mistake in a scenario, with its place and its hint. */
#include "checker/scenario/samples.h"

#include <check.h>
#include <stdlib.h>

/* All that is reported about a text; it must be wrong. */
static char *read_bad(const char *text)
{
    GError *error = NULL;
    Scenario *scenario = scenario_parse("x.yml", text, strlen(text), modules, 1, &error);
    ck_assert_msg(!scenario, "this was accepted:\n%s", text);
    char *message = g_strdup(error->message);
    g_error_free(error);
    return message;
}

static uint32_t count_errors(const char *report)
{
    uint32_t count = 0;
    for (const char *at = report; (at = strstr(at, ": error: ")); at++)
        count++;
    return count;
}

static const struct {
    const char *text, *report;
} cases[] = {
    /* keys */
    {START "titel: x\n", "x.yml:5:1: error: unknown key `titel`"},
    {START "titel: x\n", "did you mean `title`?"},
    {TWO_ACTORS, "x.yml: error: a scenario needs a title"},
    {"title: t\n", "x.yml: error: a scenario of the model go needs actors"},
    {"[]", "x.yml:1:1: error: a scenario is a map, found a list"},
    {"title: \"a\\e[31m\"\n" TWO_ACTORS,
     "x.yml:1:9: error: the control character U+001B cannot be printed"},
    {"title: \"a\\u202Eb\"\n" TWO_ACTORS, "U+202E cannot be printed"},
    {START "  \"g\\x9b3\": {m: m3, p: p3}\n", "x.yml:5:4: error: the control character U+009B"},
    /* versions */
    {START "format: 2\ntitel: x\n", "x.yml:5:9: error: scenario format 2; this is checker "},
    {START "format: 2\n", "which reads format 1\n"},
    {START "format: 2\n", "it takes a newer checker"},
    {START "format: 2\nchecker: 99.0.0\n", "it takes checker 99.0.0, or a newer one"},
    {START "format: one\n", "x.yml:5:9: error: this is no version of the format of a scenario"},
    {START "checker: 99.0.0\ntitel: x\n", "x.yml:5:10: error: it takes checker 99.0.0; this is "},
    {START "checker: 1.0\n", "x.yml:5:10: error: expected a version, as "},
    {START "variants:\n  a: {format: 1}\n", "`format`"},
    {"title: {}\n" TWO_ACTORS, "x.yml:1:8: error: expected a title: one line, found a map"},
    {START "history: {isue: x}\n", "did you mean `issue`?"},
    /* world and settings */
    {START "world: {ps: 9}\n", "x.yml:5:13: error: expected a number from 1 to 8, found `9`"},
    {START "world: {ps: '2'}\n", "expected a number from 1 to 8, found `2`"},
    {START "world: {ps: -1}\n", "found `-1`"},
    {START "world: {ps: 99999999999999999999}\n", "expected a number"},
    {START "world: {stopped: yes}\n", "expected true or false, found `yes`"},
    {START "world: {gc-phase: marking}\n", "did you mean `mark`?"},
    {START "world: {ps: 1}\n", "x.yml:4:18: error: there is no p2: the world has `ps: 1`"},
    {START "settings: {foreachp-countr: own}\n", "x.yml:5:12: error: unknown setting"},
    {START "settings: {foreachp-countr: own}\n", "did you mean `foreachp-counter`?"},
    {START "settings: {foreachp-counter: sharde}\n", "did you mean `shared`?"},
    {START "settings: []\n", "settings is a map, found a list"},
    /* actors */
    {START "  g3: {m: m2, p: p3}\n", "x.yml:5:11: error: two actors on m2: `g2` and `g3`"},
    {START "  g3: {m: m3, p: p2}\n", "x.yml:5:18: error: two actors hold p2: `g2` and `g3`"},
    {START "  x: {g: g2, queued: true}\n", "x.yml:5:10: error: two actors are g2"},
    {START "  g3: {m: m3}\n", "`g3` needs `m` and `p` to run"},
    {START "  g3: {m: m3, p: p9}\n", "x.yml:5:18: error: expected p1 to p8, found `p9`"},
    {START "  g3: {m: m3, parked: true}\n", "`g3` waits and so is on no M"},
    {START "  g3: {p: p3, parked: true}\n", "`g3` waits and so has no P"},
    {START "  g3: {m: m3, queued: true}\n", "`g3` is queued and so on no M"},
    {START "  g3: {parked: true, network: true}\n", "`g3` starts in two ways"},
    {START "  g3: {in-syscall: true}\n", "`g3` needs `m` to be in a system call"},
    {START "  x: {}\n", "`x` needs `g` (a goroutine) or `m`"},
    {START "  x: {m: m3}\n", "`x` is an M in schedule(): that needs `p`"},
    {START "  x: {m: m3, p: p3, does: [netpoll]}\n", "`x` is an M with a program"},
    {START "  x: {m: m3, p: p3, queued: true}\n", "has no goroutine that could start so"},
    {START "  g3: {g: g4, queued: true}\n", "`g3` is another goroutine"},
    {START "  m3: {m: m4, p: p4}\n", "`m3` is another M"},
    {START "  p3: {m: m4, p: p4}\n", "`p3` is the name of a P"},
    {START "  a b: {m: m4, p: p4}\n", "`a b` is no name for an actor"},
    /* programs */
    {DOES("[sycsall]"), "did you mean `syscall`?"},
    {DOES("[netpoll]"), "`netpoll` is done by an M without a goroutine"},
    {"title: t\nactors: {x: {m: m1, does: [gosched]}}", "`gosched` is done by a goroutine"},
    {DOES("[ready]"), "`ready` needs an argument"},
    {DOES("[ready: g2]"), "there is no g2: the world has `gs: 1`"},
    {DOES("[mark-worker: p2]"), "there is no p2: the world has `ps: 1`"},
    {DOES("[gc-phase: 4]"), "expected a number from 0 to 3, found `4`"},
    {DOES("[call: 1]"), "`call` takes no argument"},
    {DOES("[syscall: 1]"), "`syscall` takes no argument"},
    {DOES("[forever]"), "`forever` needs something to do"},
    {DOES("[forever: [], call]"), "there is a way through this loop that does nothing"},
    {DOES("[forever: [either: [call, []]]]"), "there is a way through this loop"},
    {DOES("[{forever: call}, call]"), "this is never reached"},
    {DOES("[{repeat: 2}]"), "`repeat` goes with `of` and nothing else"},
    {DOES("[{repeat: 0, of: call}]"), "expected a number from 1 to 200, found `0`"},
    {DOES("[{repeat: 200, of: [{repeat: 200, of: call}]}]"), "does more than 200 things"},
    {DOES("[either: [call]]"), "`either` needs a list of 2 to 8 lists"},
    {DOES("[{call: 1, gosched: 2}]"), "expected one operation here, not 2"},
    {DOES("[[call]]"), "a list of operations inside a list of operations"},
    {DOES("[enter-syscall, call]"), "`call` inside a system call"},
    {DOES("[exit-syscall]"), "`exit-syscall` outside a system call"},
    {DOES("[enter-syscall]"), "`g1` finishes inside a system call"},
    {DOES("[either: [enter-syscall, call]]"), "one alternative ends in a system call"},
    {DOES("[forever: enter-syscall]"), "this loop ends in a system call and begins outside"},
    {DOES("[{}]"), "expected one operation here, not 0"},
    /* checks */
    {START "check: p-has-one-owner\n", "expected a list, found text"},
    {START "check: [p-has-one-ownr]\n", "did you mean `p-has-one-owner`?"},
    {START "check: [sched.stopwait >= 0]\n", "a condition needs to be told how it is meant"},
    {START "check: [alway: true]\n", "did you mean `always`?"},
    {START "check: [{name: x}]\n", "this check asks nothing"},
    {START "check: [{always: true, never: false}]\n", "a second condition in one check"},
    {START "check: [always: ]\n", "expected a condition"},
    {START "check: [eventually: {actor: gcc, is: done}]\n", "did you mean `gc`?"},
    {START "check: [eventually: {actor: gc, is: over}]\n", "unknown state of an actor"},
    {START "check: [eventually: {actor: gc}]\n", "has `actor` and `is`"},
    {START "check: [no-stray-stop, no-stray-stop]\n", "`no-stray-stop` is there twice"},
    {START "check: [always: p1.status == 3]\n", "x.yml:5:27: error: type mismatch"},
    {START "check:\n  - never: >\n      true\n      and p1.statsu == Pidle\n",
     "x.yml:8:14: error: p has no field `statsu`"},
    /* verdicts */
    {START "expect: hold\n", "did you mean `holds`?"},
    {START "expect: {}\n", "no verdict is expected here"},
    {START "find: {}\n", "no verdict is expected here"},
    {START "expect: {states: 3}\n", "no verdict is expected here"},
    {START "expect: {throws: 'not done'}\n", "the model never throws `not done`"},
    {START "expect: {violates: x}\n", "no check of this variant can answer that"},
    {START "check: [no-stray-stop]\nexpect: {violates: no-stray-stp}\n",
     "did you mean `no-stray-stop`?"},
    {START "check: [no-stray-stop]\nexpect: {stuck: no-stray-stop}\n",
     "no check of this variant can answer that"},
    {START "expect: {verdict: holds, throws: castogscanstatus}\n", "a second verdict"},
    {START "expect: {verdict: holds, states: many}\n", "expected a number, at least 0"},
    {START "find: holds\n", "no verdict by itself: `holds`"},
    {START "find: {states: 2}\n", "unknown key `states`"},
    /* explore */
    {START "explore: {strategy: bsf}\n", "did you mean `bfs`?"},
    {START "explore: {max-depth: 0}\n", "found `0`"},
    {START "explore: {max-deph: 1}\n", "did you mean `max-depth`?"},
    /* variants */
    {START "variants: []\n", "variants is a map, found a list"},
    {START "variants: {}\n", "there are no variants here"},
    {START "variants: {a: {title: x}}\n", "x.yml:5:16: error: unknown key `title`"},
    {START "variants: {a/b: {}}\n", "`a/b` is no name for a variant"},
    {START "variants: {a: {settings: {stop-caller: wating}}}\n", "did you mean `waiting`?"},
    {START "variants: {a: holds}\n", "a variant is a map, found text"},
    /* models */
    {START "model: goo\n", "did you mean `go`?"},
    {START "parameters: {n: 1}\n", "`parameters` belong to a model of your own"},
    {"title: t\nmodel: toy\nworld: {ps: 1}\n", "`world` belongs to the model go"},
    {"title: t\nmodel: toy\nactors: {}\n", "`actors` belongs to the model go"},
    {"title: t\nmodel: toy\nparameters: {n: abc}\n",
     "x.yml:3:13: error: the model toy says: n is a digit"},
    {"title: t\nmodel: toy\ncheck: [always: toy.y == 0]\n", "toy has no field `y`"},
    {"title: t\nmodel: toy\nexpect: {throws: x}\n", "the model never throws"},
};

START_TEST(each_mistake_has_its_place_and_hint)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *report = read_bad(cases[i].text);
        ck_assert_msg(strstr(report, cases[i].report), "%s\nwas answered with\n%s\nnot with\n%s",
                      cases[i].text, report, cases[i].report);
    }
}
END_TEST

START_TEST(one_mistake_is_one_report)
{
    static const char *const texts[] = {
        START "world: {ps: 9}\n",
        START "check: [p-has-one-ownr]\n",
        START "settings: {foreachp-countr: own}\nvariants: {a: {}, b: {}, c: {}}\n",
        START "  g3: {m: m2, p: p3}\ncheck: [no-stray-stop, {eventually: {actor: gc, is: done}}]\n"
              "expect: {stuck: gc is done}\n",
        DOES("[{repeat: 100, of: [sycsall]}]"),
    };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *report = read_bad(texts[i]);
        ck_assert_msg(count_errors(report) == 1, "%s", report);
    }
}
END_TEST

/* `head`, then `unit` with its number so many times. */
static char *repeated(const char *head, const char *unit, int times)
{
    GString *text = g_string_new(head);
    const char *number = strchr(unit, '#');
    for (int i = 0; i < times; i++)
        g_string_append_printf(text, "%.*s%d%s", (int)(number - unit), unit, i, number + 1);
    return g_string_free(text, FALSE);
}

START_TEST(too_much_of_everything)
{
    static const struct {
        const char *head, *unit, *report;
    } many[] = {
        {START "variants:\n", "  v#: {}\n", "more than 100 variants"},
        {START "check:\n", "  - always: sched.stopwait > #\n", "more than 100 checks"},
        {"title: t\nactors:\n", "  a#: {g: g1, queued: true}\n", "more than 16 actors"},
        {START "settings:\n", "  s#: 1\n", "unknown setting `s99`"},
        {START, "k#: 1\n", "error: and "},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(many); i++) {
        g_autofree char *text = repeated(many[i].head, many[i].unit, 20000);
        g_autofree char *report = read_bad(text);
        ck_assert_msg(strstr(report, many[i].report), "%.2000s", report);
        ck_assert_uint_lt(strlen(report), 100000);
    }
}
END_TEST

START_TEST(all_mistakes_at_once)
{
    g_autofree char *report = read_bad("titel: t\n"
                                       "title: t\n"
                                       "world: {ps: 0}\n"
                                       "actors: {g1: {m: m1, p: p1, does: [sycsall, ready]}}\n"
                                       "settings: {nothing: 1}\n"
                                       "check: [p-has-one-ownr, {always: p1.status == 1}]\n"
                                       "variants:\n"
                                       "  a: {expect: hold}\n"
                                       "  b: {explore: {seed: x}}\n");
    ck_assert_msg(count_errors(report) == 9, "%s", report);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mistakes");
    TCase *tests = tcase_create("mistakes");
    suite_add_tcase(suite, tests);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, each_mistake_has_its_place_and_hint);
    tcase_add_test(tests, one_mistake_is_one_report);
    tcase_add_test(tests, all_mistakes_at_once);
    tcase_add_test(tests, too_much_of_everything);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
