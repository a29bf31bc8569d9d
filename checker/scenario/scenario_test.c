#include "checker/scenario/scenario.h"

#include "model/go.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -------- a model of one's own -------- */

static void toy_initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context, (void)index;
    state[0] = 0;
}

static Outcome toy_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context, (void)state;
    attempt->step = 0;
    attempt->choices = 1;
    return BLOCKED;
}

static bool toy_may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context, (void)state, (void)actor;
    return true;
}

static bool toy_small(const void *context, const uint8_t *state)
{
    (void)context;
    return state[0] < 9;
}

static const SubjectStep toy_steps[] = {{"WAIT", "toy", "wait", true}};
static const char *const toy_actors[] = {"a"};
static const ValueKind toy_number = {"number", NULL, 0, false};
static const Field toy_fields[] = {{"toy", 0, "x", "", &toy_number, 0, 1, false}};
static const Predicate toy_predicates[] = {{"small", "x < 9", toy_small}};
static const Subject toy = {
    .version = SUBJECT_VERSION,
    .name = "toy",
    .state_size = 1,
    .initial_count = 1,
    .actor_count = 1,
    .actors = toy_actors,
    .step_count = 1,
    .steps = toy_steps,
    .field_count = 1,
    .fields = toy_fields,
    .predicate_count = 1,
    .predicates = toy_predicates,
    .initial = toy_initial,
    .attempt = toy_attempt,
    .may_rest = toy_may_rest,
};

/* Accepts n=1 to n=9 and nothing else. */
static const Subject *toy_entry(const char *const *parameters, const char **ret_error)
{
    for (; *parameters; parameters++) {
        bool fits = strlen(*parameters) == 3 && strncmp(*parameters, "n=", 2) == 0;
        if (fits) continue;
        *ret_error = "n is a digit";
        return NULL;
    }
    return &toy;
}

static const SubjectModule modules[] = {{"toy", toy_entry}};

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

#define TWO_ACTORS                                                                                 \
    "actors:\n"                                                                                    \
    "  gc: {g: g1, m: m1, p: p1, does: [stop-the-world, start-the-world]}\n"                       \
    "  g2: {m: m2, p: p2, does: [syscall]}\n"
#define START "title: t\n" TWO_ACTORS

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

#define DOES(does) "title: t\nactors: {g1: {m: m1, p: p1, does: " does "}}\n"

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

/* -------- mistakes -------- */

START_TEST(each_mistake_has_its_place_and_hint)
{
    static const struct {
        const char *text, *report;
    } cases[] = {
        /* keys */
        {START "titel: x\n", "x.yml:5:1: error: unknown key `titel`"},
        {START "titel: x\n", "did you mean `title`?"},
        {TWO_ACTORS, "x.yml: error: a scenario needs a title"},
        {"title: t\n", "x.yml: error: a scenario of the model go needs actors"},
        {"[]", "x.yml:1:1: error: a scenario is a map, found a list"},
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
    tcase_add_test(tests, checks_judge_states);
    tcase_add_test(tests, actors_start_where_they_are_told);
    tcase_add_test(tests, variants_override_the_base);
    tcase_add_test(tests, models_of_ones_own);
    tcase_add_test(tests, the_digest_is_of_the_question_alone);
    tcase_add_test(tests, programs_say_the_same_in_several_ways);
    tcase_add_test(tests, loops_and_choices_become_jumps);
    tcase_add_test(tests, each_mistake_has_its_place_and_hint);
    tcase_add_test(tests, one_mistake_is_one_report);
    tcase_add_test(tests, all_mistakes_at_once);
    tcase_add_test(tests, unreadable_files);
    tcase_add_test(tests, the_reference_is_up_to_date);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
