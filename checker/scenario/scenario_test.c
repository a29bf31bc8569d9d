#include "checker/scenario/samples.h"

#include "model/go.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -------- reading -------- */

static Scenario *read_good(const char *text)
{
    GError *error = NULL;
    Scenario *scenario = scenario_parse("x.yml", text, strlen(text), modules, 1, &error);
    ck_assert_msg(scenario, "%s", error ? error->message : "");
    return scenario;
}

static const Variant *variant_of(const Scenario *scenario, const char *name)
{
    for (uint32_t i = 0; i < scenario->variants->len; i++) {
        const Variant *variant = g_ptr_array_index(scenario->variants, i);
        if (strcmp(variant->name, name) == 0) return variant;
    }
    ck_abort_msg("no variant %s", name);
}

/* The value of a field in the initial state. */
static int32_t initial_value(const Variant *variant, const char *object, uint32_t index,
                             const char *member)
{
    const Subject *subject = variant->question.subject;
    uint8_t state[SUBJECT_MAX_STATE];
    subject->initial(subject->context, 0, state);
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->index == index && strcmp(field->object, object) == 0 &&
            strcmp(field->member, member) == 0)
            return field_value(field, state);
    }
    ck_abort_msg("no field %s%u.%s", object, index, member);
}

/* -------- what is read -------- */

START_TEST(a_whole_scenario)
{
    Scenario *scenario = read_good(
        "title: a question\n"
        "history: {issue: golang/go#10618, fix: f0dd002895b4, era: go1.5}\n" TWO_ACTORS "check:\n"
        "  - p-has-one-owner\n"
        "  - {always: sched.stopwait >= 0, name: no-debt}\n"
        "  - never: >\n"
        "      sched.stopwait < 0\n"
        "      and sched.gcwaiting\n"
        "  - sometimes: sched.gcwaiting\n"
        "  - eventually: {actor: gc, is: done}\n"
        "  - reachable: g-on-one-m\n"
        "explore: {strategy: pct, seed: 7, runs: 8, change-points: 9, max-depth: 10,\n"
        "  max-states: 11, max-preemptions: 0}\n"
        "find: {stuck: gc is done}\n"
        "expect: {livelock: gc is done, states: 12, transitions: 13, depth: 14}\n");
    ck_assert_str_eq(scenario->title, "a question");
    ck_assert_str_eq(scenario->history, "golang/go#10618, fixed by f0dd002895b4 (go1.5)");
    ck_assert_uint_eq(scenario->variants->len, 1);
    const Variant *variant = variant_of(scenario, "default");

    static const struct {
        CheckKind kind;
        const char *name;
    } checks[] = {
        {CHECK_ALWAYS, "p-has-one-owner"},
        {CHECK_ALWAYS, "no-debt"},
        {CHECK_ALWAYS, "never sched.stopwait < 0 and sched.gcwaiting"},
        {CHECK_SOMETIMES, "sometimes sched.gcwaiting"},
        {CHECK_EVENTUALLY, "gc is done"},
        {CHECK_REACHABLE, "g-on-one-m"},
    };
    ck_assert_uint_eq(variant->question.check_count, G_N_ELEMENTS(checks));
    for (uint32_t i = 0; i < G_N_ELEMENTS(checks); i++) {
        ck_assert_int_eq(variant->question.checks[i].kind, checks[i].kind);
        ck_assert_str_eq(variant->question.checks[i].name, checks[i].name);
    }

    const SearchOptions *options = &variant->options;
    ck_assert_int_eq(options->strategy, STRATEGY_PCT);
    ck_assert_uint_eq(options->seed, 7);
    ck_assert_uint_eq(options->limits.runs, 8);
    ck_assert_uint_eq(options->limits.change_points, 9);
    ck_assert_uint_eq(options->limits.depth, 10);
    ck_assert_uint_eq(options->limits.states, 11);
    ck_assert(options->limits.bound_preemptions && options->limits.preemptions == 0);

    const Expectation *expect = &variant->expect;
    ck_assert(expect->given && expect->has_states && expect->has_transitions && expect->has_depth);
    ck_assert_int_eq(expect->verdict.kind, VERDICT_LIVELOCK);
    ck_assert_str_eq(expect->verdict.name, "gc is done");
    ck_assert(expect->states == 12 && expect->transitions == 13 && expect->depth == 14);
    ck_assert_int_eq(variant->question.find->kind, VERDICT_STUCK);
    scenario_free(scenario);
}
END_TEST

/* Where a report points to, and what a log must not take for a line of its own. */
START_TEST(lines_are_lines)
{
    Scenario *scenario = read_good("title: |\n  a\n  ::error::b\n" TWO_ACTORS
                                   "variants:\n  first: {about: \"x\\n\\ty\"}\n  second: {}\n");
    ck_assert_str_eq(scenario->title, "a ::error::b");
    ck_assert_str_eq(variant_of(scenario, "first")->about, "x y");
    ck_assert_uint_eq(variant_of(scenario, "first")->line, 8);
    ck_assert_uint_eq(variant_of(scenario, "second")->line, 9);
    scenario_free(scenario);
    scenario = read_good("# a comment\n" START);
    ck_assert_uint_eq(variant_of(scenario, "default")->line, 2);
    scenario_free(scenario);
}
END_TEST

START_TEST(checks_judge_states)
{
    Scenario *scenario = read_good(START "check:\n"
                                         "  - always: p1.m == m1\n"
                                         "  - never: p1.m == m1\n"
                                         "  - never: p-has-one-owner\n"
                                         "  - sometimes: {actor: gc, is: done}\n");
    const Question *question = &variant_of(scenario, "default")->question;
    uint8_t state[SUBJECT_MAX_STATE];
    question->subject->initial(question->subject->context, 0, state);
    static const bool expected[] = {true, false, false, false};
    for (uint32_t i = 0; i < 4; i++) {
        const Check *check = &question->checks[i];
        ck_assert_int_eq(check->holds(check->context, state), expected[i]);
    }
    scenario_free(scenario);
}
END_TEST

START_TEST(actors_start_where_they_are_told)
{
    Scenario *scenario = read_good("title: t\n"
                                   "world: {ps: 4, ms: 6, gs: 7, gc-phase: mark, marking: true,\n"
                                   "  mark-work: 3}\n"
                                   "actors:\n"
                                   "  gc: {g: g3, m: m3, p: p2}\n"
                                   "  g1: {m: m1, in-syscall: true, p: p1, does: [exit-syscall]}\n"
                                   "  g2: {queued: true}\n"
                                   "  g4: {queued: true, p: p2}\n"
                                   "  g5: {parked: true}\n"
                                   "  g6: {network: true}\n"
                                   "  idler: {m: m2, p: p3}\n"
                                   "  poller: {m: m4, daemon: true, does: [forever: netpoll]}\n");
    const Variant *v = variant_of(scenario, "default");
    const Subject *subject = v->question.subject;
    ck_assert_uint_eq(subject->actor_count, 6);
    ck_assert_str_eq(subject->actors[2], "gc");
    ck_assert_str_eq(subject->actors[1], "idler");
    ck_assert_str_eq(subject->actors[4], "m5");
    ck_assert_int_eq(initial_value(v, "p", 2, "m"), 3);
    ck_assert_int_eq(initial_value(v, "p", 3, "m"), 2);
    ck_assert_int_eq(initial_value(v, "p", 1, "status"), PSYSCALL);
    ck_assert_int_eq(initial_value(v, "p", 4, "status"), PIDLE);
    ck_assert_int_eq(initial_value(v, "g", 1, "atomicstatus"), GSYSCALL);
    ck_assert_int_eq(initial_value(v, "sched", 0, "runqhead"), 2);
    ck_assert_int_eq(initial_value(v, "p", 2, "runqhead"), 4);
    ck_assert_int_eq(initial_value(v, "g", 5, "atomicstatus"), GWAITING);
    ck_assert_int_eq(initial_value(v, "g", 6, "rg"), POLL_PARKED);
    ck_assert_int_eq(initial_value(v, "g", 7, "atomicstatus"), GDEAD);
    ck_assert_int_eq(initial_value(v, "gc", 0, "phase"), GCMARK);
    ck_assert_int_eq(initial_value(v, "gc", 0, "blackenEnabled"), 1);
    ck_assert_int_eq(initial_value(v, "gc", 0, "markwork"), 3);
    scenario_free(scenario);
}
END_TEST

START_TEST(variants_override_the_base)
{
    Scenario *scenario = read_good(
        START "settings: {foreachp-counter: own, stop-caller: waiting}\n"
              "check: [p-has-one-owner]\n"
              "expect: holds\n"
              "variants:\n"
              "  plain: {}\n"
              "  changed:\n"
              "    about: all of it\n"
              "    settings: {foreachp-counter: shared}\n"
              "    world: {ps: 3}\n"
              "    actors: {g2: {in-syscall: true, does: [exit-syscall]}, g3: {queued: true}}\n"
              "    check: [no-stray-stop]\n"
              "    explore: {strategy: dfs}\n"
              "    expect: deadlock\n");
    const Variant *plain = variant_of(scenario, "plain"),
                  *changed = variant_of(scenario, "changed");
    ck_assert_uint_eq(plain->question.check_count, 1);
    ck_assert_uint_eq(changed->question.check_count, 2);
    ck_assert_int_eq(plain->expect.verdict.kind, VERDICT_HOLDS);
    ck_assert_int_eq(changed->expect.verdict.kind, VERDICT_DEADLOCK);
    ck_assert_ptr_null(plain->about);
    ck_assert_str_eq(changed->about, "all of it");
    ck_assert_int_eq(initial_value(plain, "g", 2, "atomicstatus"), GRUNNING);
    ck_assert_int_eq(initial_value(changed, "g", 2, "atomicstatus"), GSYSCALL);
    ck_assert_int_eq(initial_value(changed, "g", 3, "atomicstatus"), GRUNNABLE);
    ck_assert_int_eq(initial_value(changed, "p", 3, "status"), PIDLE);
    ck_assert_int_eq(changed->options.strategy, STRATEGY_DFS);

    const GoModel *first = plain->question.subject->context;
    const GoModel *second = changed->question.subject->context;
    ck_assert_uint_eq(first->config.setting[SETTING_FOREACHP_COUNTER], 1);
    ck_assert_uint_eq(second->config.setting[SETTING_FOREACHP_COUNTER], 0);
    ck_assert_uint_eq(second->config.setting[SETTING_STOP_CALLER], 1);
    scenario_free(scenario);
}
END_TEST

START_TEST(models_of_ones_own)
{
    Scenario *scenario = read_good("title: t\nmodel: toy\nparameters: {n: 3}\n"
                                   "check: [small, {always: toy.x == 0}]\n"
                                   "variants: {a: {}, b: {parameters: {n: 4}}}\n");
    const Variant *a = variant_of(scenario, "a"), *b = variant_of(scenario, "b");
    ck_assert_ptr_eq(a->question.subject, &toy);
    ck_assert_uint_eq(a->question.check_count, 2);
    ck_assert_str_ne(a->digest, b->digest);
    scenario_free(scenario);
}
END_TEST

/* -------- digests -------- */

static char *digest_of(const char *text)
{
    Scenario *scenario = read_good(text);
    char *digest = g_strdup(variant_of(scenario, "default")->digest);
    scenario_free(scenario);
    return digest;
}

static void assert_digests(const char *one, const char *other, bool equal)
{
    g_autofree char *a = digest_of(one), *b = digest_of(other);
    ck_assert_msg((strcmp(a, b) == 0) == equal, "%s\n---\n%s", one, other);
}

START_TEST(the_digest_is_of_the_question_alone)
{
    assert_digests(START,
                   "# another\ntitle: 'else'\nexpect: holds\nexplore: {strategy: dfs}\n" TWO_ACTORS,
                   true);
    assert_digests(START, START "settings: {foreachp-counter: own}\n", true);
    assert_digests(START, START "settings: {foreachp-counter: shared}\n", false);
    assert_digests(START, START "world: {ps: 2}\n", true);
    assert_digests(START, START "world: {ps: 3}\n", false);
    assert_digests(START, START "check: [p-has-one-owner]\n", false);
    assert_digests(START, START "find: deadlock\n", false);
    assert_digests(START "check: [always: sched.stopwait >= 0]\n",
                   START "check: [{always: 'sched.stopwait   >= 0 '}]\n", true);
}
END_TEST

START_TEST(programs_say_the_same_in_several_ways)
{
    assert_digests(DOES("[syscall]"), DOES("[enter-syscall, exit-syscall]"), true);
    assert_digests(DOES("syscall"), DOES("[syscall]"), true);
    assert_digests(DOES("[{repeat: 3, of: [gosched, call]}]"),
                   DOES("[gosched, call, gosched, call, gosched, call]"), true);
    assert_digests(DOES("[forever: gosched]"), DOES("[gosched]"), false);
    assert_digests(DOES("[either: [gosched, call]]"), DOES("[either: [call, gosched]]"), false);
    assert_digests(DOES("[either: [[gosched], []]]"), DOES("[either: [gosched, []]]"), true);
    assert_digests(DOES("[ready: g1]"),
                   "title: t\nactors: {x: {g: g1, m: m1, p: p1, does: [ready: x]}}",
                   false); /* another name for the actor in the traces */
}
END_TEST

START_TEST(loops_and_choices_become_jumps)
{
    Scenario *scenario = read_good(DOES("[call, {forever: [{either: [gosched, [call, call]]}]}]"));
    const GoModel *model = variant_of(scenario, "default")->question.subject->context;
    const Program *program = &model->config.g[0].program;
    static const struct {
        uint8_t kind, first, second;
    } code[] = {
        {INSTRUCTION_OPERATION, 0, 0}, {INSTRUCTION_EITHER, 2, 4},    {INSTRUCTION_OPERATION, 0, 0},
        {INSTRUCTION_JUMP, 7, 0},      {INSTRUCTION_OPERATION, 0, 0}, {INSTRUCTION_OPERATION, 0, 0},
        {INSTRUCTION_JUMP, 7, 0},      {INSTRUCTION_JUMP, 1, 0},      {INSTRUCTION_END, 0, 0},
    };
    ck_assert_uint_eq(program->length, G_N_ELEMENTS(code));
    for (uint32_t i = 0; i < G_N_ELEMENTS(code); i++) {
        ck_assert_uint_eq(program->code[i].kind, code[i].kind);
        ck_assert_uint_eq(program->code[i].target[0], code[i].first);
        ck_assert_uint_eq(program->code[i].target[1], code[i].second);
    }
    scenario_free(scenario);
}
END_TEST

/* -------- files -------- */

START_TEST(unreadable_files)
{
    GError *error = NULL;
    ck_assert_ptr_null(scenario_read("/nowhere/x.yml", NULL, 0, &error));
    ck_assert(g_error_matches(error, SCENARIO_ERROR, 0));
    ck_assert_str_eq(error->message, "/nowhere/x.yml: error: cannot be read: No such file or "
                                     "directory\n");
    g_error_free(error);
    scenario_free(NULL);
}
END_TEST

/* -------- the reference -------- */

START_TEST(the_reference_is_up_to_date)
{
    g_autofree char *reference = scenario_reference(), *written = NULL;
    static const char *const words[] = {"`ps`",
                                        "`in-syscall`",
                                        "`stop-the-world`",
                                        "`ready: g1`",
                                        "`foreachp-counter`",
                                        "`no-stray-stop`",
                                        "`sched.stopwait`",
                                        "Pgcstop",
                                        "`pct`",
                                        "`variants`"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        ck_assert_ptr_nonnull(strstr(reference, words[i]));
    ck_assert(g_file_get_contents("docs/scenario-reference.md", &written, NULL, NULL));
    ck_assert_msg(strcmp(reference, written) == 0,
                  "out of date: checker list > docs/scenario-reference.md");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scenario");
    TCase *tests = tcase_create("scenario");
    suite_add_tcase(suite, tests);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_whole_scenario);
    tcase_add_test(tests, lines_are_lines);
    tcase_add_test(tests, checks_judge_states);
    tcase_add_test(tests, actors_start_where_they_are_told);
    tcase_add_test(tests, variants_override_the_base);
    tcase_add_test(tests, models_of_ones_own);
    tcase_add_test(tests, the_digest_is_of_the_question_alone);
    tcase_add_test(tests, programs_say_the_same_in_several_ways);
    tcase_add_test(tests, loops_and_choices_become_jumps);
    tcase_add_test(tests, unreadable_files);
    tcase_add_test(tests, the_reference_is_up_to_date);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
