#include "checker/scenario/expression.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -------- a subject that is all fields -------- */

static const char *const flags[] = {"false", "true"};
static const char *const statuses[] = {"Pidle", "Prunning", NULL, "Pgcstop"};
static const char *const polls[] = {"nil", "pdWait"};
static const ValueKind number = {"number", NULL, 0, true};
static const ValueKind flag = {"flag", flags, 2, false};
static const ValueKind status = {"P status", statuses, 4, false};
static const ValueKind poll_state = {"poll state", polls, 2, false};
static const ValueKind p = {"p", NULL, 0, false}, m = {"m", NULL, 0, false};

enum {
    LOCK,
    WAITING,
    STOPWAIT,
    P1_STATUS,
    P1_M,
    P2_STATUS,
    P2_M,
    M1_P,
    M2_P,
    M1_IDLE,
    WIDE,
    STATE
};

static const Field fields[] = {
    {"sched", 0, "lock", "", &m, LOCK, 1, false},
    {"sched", 0, "gcwaiting", "", &flag, WAITING, 1, false},
    {"sched", 0, "stopwait", "", &number, STOPWAIT, 1, false},
    {"sched", 0, "wide", "", &number, WIDE, 2, false},
    {"sched", 0, "rg", "", &poll_state, WAITING, 1, false},
    {"p", 1, "status", "", &status, P1_STATUS, 1, false},
    {"p", 1, "m", "", &m, P1_M, 1, false},
    {"p", 2, "status", "", &status, P2_STATUS, 1, false},
    {"p", 2, "m", "", &m, P2_M, 1, false},
    {"m", 1, "p", "", &p, M1_P, 1, false},
    {"m", 1, "idle", "", &flag, M1_IDLE, 1, false},
    {"m", 2, "p", "", &p, M2_P, 1, false},
};
static const Subject subject = {.fields = fields, .field_count = G_N_ELEMENTS(fields)};

/* sched.lock = m2, gcwaiting, stopwait = -1, wide = -300; p1 Prunning on m1, p2 Pgcstop on nil */
static const uint8_t state[STATE + 1] = {
    [LOCK] = 2,      [WAITING] = 1, [STOPWAIT] = 0xFF, [P1_STATUS] = 1,  [P1_M] = 1,
    [P2_STATUS] = 3, [M1_P] = 1,    [WIDE] = 0xD4,     [WIDE + 1] = 0xFE};

/* -------- compiling -------- */

typedef struct Report {
    uint32_t count;
    Span at;
    char *message, *hint;
} Report;

/* Keep the first. */
static void keep(void *data, Span at, const char *hint, const char *message)
{
    Report *report = data;
    if (report->count++ > 0) return;
    report->at = at;
    report->message = g_strdup(message);
    report->hint = g_strdup(hint);
}

static void report_clear(Report *report)
{
    g_free(report->message);
    g_free(report->hint);
}

/* Is the expression true in that state? */
static bool truth_in(const char *text, const uint8_t *bytes)
{
    Storage *storage = storage_new();
    Report report = {0};
    Expression *expression = expression_compile(text, &subject, storage, keep, &report);
    ck_assert_msg(expression, "%s: %s", text, report.message);
    ck_assert_uint_eq(report.count, 0);
    bool holds = expression_holds(expression, bytes);
    g_ptr_array_unref(storage);
    return holds;
}

START_TEST(true_in_the_state)
{
    static const char *const expressions[] = {
        "true",
        "not false",
        "sched.stopwait == -1",
        "sched.stopwait < 0 and sched.stopwait <= -1 and sched.stopwait >= -1",
        "sched.wide == -300",
        "sched.wide + 300 == 0",
        "- sched.wide - 1 == 299",
        "1 + 2 - 3 == 0 and 3 - 2 - 1 == 0",
        "2 > 1 and 2 >= 2 and 1 < 2 and 1 != 2",
        "sched.gcwaiting",
        "sched.gcwaiting == 1",
        "sched.gcwaiting == true",
        "true == sched.gcwaiting",
        "sched.rg == pdWait",
        "sched.rg != nil",
        "p1.status == Prunning",
        "Pgcstop == p2.status",
        "p1.status != p2.status",
        "sched.lock == m2",
        "sched.lock != nil and p2.m == nil",
        "nil == p2.m",
        "m1.p == p1",
        "p1.m.p == p1",
        "p1.m.p.status == Prunning",
        "sched.lock.p == nil",
        "false implies false",
        "false implies true implies false",
        "not (true implies false)",
        "false and false or true",
        "not false and true",
        "not 1 == 2",
        "count(p, p.status == Pgcstop) == 1",
        "count(p, true) + count(m, true) == 4",
        "exists(p, p.m == m1)",
        "not exists(p, p.m == m2)",
        "forall(p, p.status == Prunning or p.status == Pgcstop)",
        "forall(a in p, forall(b in p, a.m == b.m implies a == b))",
        "exists(a in m, count(b in p, b.m == a) == 1)",
        "forall(p, exists(p, p.status == Pgcstop) and p == p)",
        /* members of nil */
        "not p2.m.p == p1",
        "not p2.m.p != p1",
        "not p2.m.idle",
        "not (m2.p.status == Pidle or m2.p.status != Pidle)",
        "exists(m, m.idle) or m2.p == nil",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(expressions); i++)
        ck_assert_msg(truth_in(expressions[i], state), "%s", expressions[i]);
}
END_TEST

START_TEST(mistakes_have_places_and_hints)
{
    static const struct {
        const char *text, *wrong, *message, *hint;
    } cases[] = {
        /* grammar */
        {"", "", "expected a field", ""},
        {"1 ==", "", "expected a field", ""},
        {"sched.gcwaiting && true", "&&", "this sign", "write `and`"},
        {"sched.stopwait = 1", "=", "this sign", "write `==`"},
        {"1 < 2 < 3", "< 3", "a comparison has two sides", "`and`"},
        {"(true", "", "expected `)`", ""},
        {"true true", "true", "this does not belong", ""},
        {"true andd false", "andd", "this does not belong", "did you mean `and`?"},
        {"and true", "and", "expected a field", ""},
        {"sched.stopwait == 99999999999999999999", "9999", "a number below", ""},
        {"sched.stopwait == 12ab", "12ab", "a number below", ""},
        {"count(p)", ")", "expected `,`", ""},
        {"count p", "p", "expected `(`", ""},
        {"sched.", "", "expected the name of a field", ""},
        {"sched.stopwait == $", "$", "this character", ""},
        /* names */
        {"shed.stopwait == 0", "shed", "unknown name `shed`", "did you mean `sched`?"},
        {"sched.stopwiat == 0", "stopwiat", "sched has no field", "did you mean `stopwait`?"},
        {"exists(p, p.statu == Pidle)", "statu", "p has no field", "did you mean `status`?"},
        {"p1.status == Pgcstopp", "Pgcstopp", "is not a P status", "did you mean `Pgcstop`?"},
        {"p.status == Pidle", "p.status", "`p` is one of several", "p1, or forall(p"},
        {"p3.status == Pidle", "p3", "unknown name `p3`", ""},
        {"forall(q, true)", "q", "there are not several `q`", ""},
        {"forall(sched, true)", "sched", "there are not several", ""},
        /* types */
        {"p1.status == 1", "==", "a P status is compared with a number", "name of one of"},
        {"p1.status == p1.m", "==", "a P status is compared with a reference", ""},
        {"p1.m == m1.p", "==", "a reference to one m is compared with a reference to one p", ""},
        {"p1.status < Pgcstop", "p1.status", "this is a P status", "a number to order"},
        {"sched.stopwait == Pidle", "Pidle", "`Pidle` is a P status", ""},
        {"sched.stopwait", "sched.stopwait", "this is a number", "a condition"},
        {"sched.stopwait and true", "sched.stopwait", "this is a number", "a condition"},
        {"not p1", "p1", "this is a reference", "a condition"},
        {"p1.status + 1 == 2", "p1.status", "this is a P status", "expected a number"},
        {"true + 1 == 2", "true", "this is a condition", "expected a number"},
        {"sched.stopwait.m == m1", "sched.stopwait", "this is a number", "expected an object"},
        {"sched == sched", "==", "an object", ""},
        {"Pidle == Pidle", "Pidle", "type mismatch", ""},
        {"nil == nil", "nil", "type mismatch", ""},
        {"sched.lock == 0", "==", "a reference to one m is compared with a number", ""},
        {"forall(p, p.m)", "p.m", "this is a reference", "a condition"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *text = cases[i].text;
        Storage *storage = storage_new();
        Report report = {0};
        ck_assert_ptr_null(expression_compile(text, &subject, storage, keep, &report));
        ck_assert_msg(report.count > 0, "%s: nothing was reported", text);
        ck_assert_msg(strstr(report.message, cases[i].message), "%s: %s", text, report.message);
        ck_assert_msg(strstr(report.hint ? report.hint : "", cases[i].hint), "%s: %s", text,
                      report.hint);
        ck_assert_uint_le(report.at.start + report.at.length, strlen(text));
        ck_assert_msg(g_str_has_prefix(text + report.at.start, cases[i].wrong), "%s: at %u", text,
                      report.at.start);
        report_clear(&report);
        g_ptr_array_unref(storage);
    }
}
END_TEST

START_TEST(all_type_mistakes_at_once)
{
    Storage *storage = storage_new();
    Report report = {0};
    ck_assert_ptr_null(expression_compile("p1.status == 1 and sched.lokc == nil or p1.m < m1",
                                          &subject, storage, keep, &report));
    ck_assert_uint_eq(report.count, 3);
    report_clear(&report);
    g_ptr_array_unref(storage);
}
END_TEST

/* Something long: `unit` so many times between `before` and `after`. */
static bool compiles(const char *before, const char *unit, int times, const char *after)
{
    GString *text = g_string_new(before);
    for (int i = 0; i < times; i++)
        g_string_append(text, unit);
    g_string_append(text, after);
    Storage *storage = storage_new();
    Report report = {0};
    Expression *expression = expression_compile(text->str, &subject, storage, keep, &report);
    ck_assert((expression == NULL) == (report.count > 0));
    if (expression) ck_assert(expression_holds(expression, state));
    report_clear(&report);
    g_string_free(text, TRUE);
    g_ptr_array_unref(storage);
    return expression != NULL;
}

START_TEST(size_and_nesting_are_bounded)
{
    ck_assert(compiles("true", " and true", 400, ""));
    ck_assert(!compiles("true", " and true", 600, ""));
    ck_assert(compiles("", "not not ", 20, "true"));
    ck_assert(!compiles("", "not not ", 100, "true"));
    ck_assert(!compiles("", "(", 3000, "true"));
    ck_assert(!compiles("", "-", 3000, "1 == 1"));
    ck_assert(!compiles("", "true implies ", 100, "true"));
    ck_assert(compiles("", "not ", 2,
                       "forall(a in p, forall(b in p, forall(c in p, "
                       "forall(d in p, a == a and b == b and c == c))))"));
    ck_assert(!compiles("", "forall(p, ", 5, "true)))))"));
    ck_assert(!compiles("", " ", EXPRESSION_MAX_LENGTH, "true"));
}
END_TEST

/* -------- against the plain meaning, in all small states -------- */

static bool one_holder(const uint8_t *s)
{
    return s[P1_M] != s[P2_M] || s[P1_M] == 0;
}

static bool lock_and_status(const uint8_t *s)
{
    bool any = s[P1_STATUS] == 3 || s[P2_STATUS] == 3;
    return !any || s[WAITING];
}

static bool lock_holder_runs(const uint8_t *s)
{
    uint8_t owner = s[LOCK];
    uint8_t held = owner == 1 ? s[M1_P] : owner == 2 ? s[M2_P] : 0;
    uint8_t its_status = held == 1 ? s[P1_STATUS] : held == 2 ? s[P2_STATUS] : 0;
    return held && its_status == 1;
}

static int count_stopped(const uint8_t *s)
{
    return (s[P1_STATUS] == 3) + (s[P2_STATUS] == 3);
}

static bool counted(const uint8_t *s)
{
    return (int8_t)s[STOPWAIT] == 2 - count_stopped(s);
}

START_TEST(equals_the_plain_meaning)
{
    static const struct {
        const char *text;
        bool (*meaning)(const uint8_t *state);
    } cases[] = {
        {"forall(a in p, forall(b in p, a.m == b.m and a.m != nil implies a == b))", one_holder},
        {"exists(p, p.status == Pgcstop) implies sched.gcwaiting", lock_and_status},
        {"sched.lock.p.status == Prunning", lock_holder_runs},
        {"sched.stopwait == 2 - count(p, p.status == Pgcstop)", counted},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Storage *storage = storage_new();
        Report report = {0};
        Expression *expression =
            expression_compile(cases[i].text, &subject, storage, keep, &report);
        ck_assert_ptr_nonnull(expression);
        for (uint32_t seed = 0; seed < 20000; seed++) {
            /* References run one past the last object: out of bounds must be harmless. */
            uint8_t bytes[STATE + 1] = {0};
            for (uint32_t at = 0, bits = seed * 2654435761u; at < WIDE; at++)
                bytes[at] = (uint8_t)((bits >> (2 * at)) & 3);
            bytes[STOPWAIT] = (uint8_t)(seed % 4 - 1);
            ck_assert_int_eq(expression_holds(expression, bytes), cases[i].meaning(bytes));
        }
        g_ptr_array_unref(storage);
    }
}
END_TEST

/* -------- what breaks them -------- */

static uint32_t rolled = 1;

static uint8_t roll(uint32_t sides)
{
    rolled = rolled * 1664525 + 1013904223;
    return (uint8_t)((rolled >> 16) % sides);
}

static void roll_state(uint8_t *bytes)
{
    for (uint32_t at = 0; at < WIDE; at++)
        bytes[at] = roll(4);
    bytes[STOPWAIT] = (uint8_t)(roll(4) - 1);
    bytes[WIDE] = (uint8_t)(roll(4) - 1);
    bytes[WIDE + 1] = (uint8_t)-roll(2);
}

/* Two states that differ in a few bytes, and what is known of them: these, and some others. */
typedef struct Change {
    uint8_t before[STATE + 1], after[STATE + 1];
    uint64_t known;
} Change;

static Change roll_change(void)
{
    Change change = {.known = 0};
    uint8_t other[STATE + 1];
    uint32_t share = roll(4);
    roll_state(change.before);
    roll_state(other);
    memcpy(change.after, change.before, sizeof change.after);
    for (int changed = roll(3); changed >= 0; changed--) {
        uint32_t at = roll(STATE + 1);
        change.after[at] = other[at];
    }
    for (uint32_t at = 0; at < sizeof other; at++)
        if (change.after[at] != change.before[at] || roll(3) < share)
            change.known |= UINT64_C(1) << at;
    return change;
}

/* What becomes of it, in these states or in any others that are tried? */
static void try_states(const Expression *expression, const Change *change, bool *ret_breaks,
                       bool *ret_mends)
{
    *ret_breaks = *ret_mends = false;
    for (int i = 0; i < 40; i++) {
        Change some = *change;
        uint8_t other[STATE + 1];
        roll_state(other);
        for (uint32_t at = 0; i > 0 && at < sizeof other; at++)
            if (!(change->known >> at & 1)) some.before[at] = some.after[at] = other[at];
        bool was = expression_holds(expression, some.before);
        bool is = expression_holds(expression, some.after);
        *ret_breaks |= was && !is;
        *ret_mends |= is && !was;
    }
}

/* That it can be broken: it was, or it was not in any state that was tried. */
typedef struct Answers {
    uint32_t broken, in_vain;
} Answers;

static void ask_what_breaks_it(const Expression *expression, const Change *change, Answers *answers)
{
    bool breaks, mends;
    try_states(expression, change, &breaks, &mends);
    bool may = expression_breaks(expression, change->before, change->after, &change->known);
    ck_assert_msg(may || !breaks, "is broken by what is said not to");
    answers->broken += breaks;
    answers->in_vain += may && !breaks;
}

/* Here only what changes is known. */
static void ask_what_it_sees(const Expression *expression, Change change)
{
    bool breaks, mends;
    for (uint32_t at = 0; at < sizeof change.before; at++)
        if (change.before[at] == change.after[at]) change.known &= ~(UINT64_C(1) << at);
    try_states(expression, &change, &breaks, &mends);
    Notice notice = expression_sees(expression, change.before, change.after, 0);
    ck_assert_msg(notice != NOTICES_NOTHING || (!breaks && !mends), "does not see a change");
    ck_assert_msg(notice != MAY_BREAK || !mends, "does not see that it is mended");
}

/* `most_in_vain`: of what is said to break it, so many hundredths do not in any state that was
 * tried: where a number is only partly known, and where it is not known which object is meant. */
static void check_breaks(const char *text, uint32_t most_in_vain)
{
    Storage *storage = storage_new();
    Report report = {0};
    Answers answers = {0};
    Expression *expression = expression_compile(text, &subject, storage, keep, &report);
    ck_assert_msg(expression, "%s: %s", text, report.message);
    for (int i = 0; i < 4000; i++) {
        Change change = roll_change();
        ask_what_breaks_it(expression, &change, &answers);
        ask_what_it_sees(expression, change);
    }
    ck_assert_msg(answers.broken > 20, "%s: broken %u times", text, answers.broken);
    ck_assert_msg(100 * answers.in_vain <= most_in_vain * (answers.broken + answers.in_vain),
                  "%s: broken %u times, %u others could", text, answers.broken, answers.in_vain);
    g_ptr_array_unref(storage);
}

START_TEST(says_what_breaks_it)
{
    static const struct {
        const char *text;
        uint32_t most_in_vain;
    } cases[] = {
        {"sched.gcwaiting", 0},
        {"not sched.gcwaiting", 0},
        {"sched.stopwait == 1", 0},
        {"p1.status != Pgcstop", 0},
        {"sched.stopwait >= 0 and p1.status != Pgcstop", 0},
        {"sched.gcwaiting or p2.status == Pgcstop", 0},
        {"p1.status == Pgcstop implies sched.gcwaiting", 0},
        {"sched.wide < 0", 75},
        {"sched.wide - sched.stopwait > 0", 60},
        {"sched.stopwait + 1 == - sched.wide", 60},
        {"p1.status == p2.status", 0},
        {"forall(p, p.status != Pgcstop)", 0},
        {"exists(p, p.status == Prunning)", 0},
        {"count(p, p.status == Prunning) <= 1", 50},
        {"sched.stopwait == 2 - count(p, p.status == Pgcstop)", 30},
        {"forall(a in p, forall(b in p, a.m == b.m and a.m != nil implies a == b))", 30},
        {"sched.lock.p == p1", 70},
        {"sched.lock.p.status == Prunning", 70},
        {"not m1.p.status == Prunning", 70},
        {"not p2.m.idle", 70},
        {"(p1.status == Pidle) == sched.gcwaiting", 45},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        check_breaks(cases[i].text, cases[i].most_in_vain);
}
END_TEST

/* -------- any sequence of words -------- */

START_TEST(nonsense_is_answered)
{
    static const char *const words[] = {
        "(",       ")",      ",",     ".",     "+",        "-",         "==",
        "<",       "and",    "not",   "or",    "implies",  "nil",       "p1",
        "p",       "status", "Pidle", "sched", "stopwait", "forall(p,", "count(a in m,",
        "exists(", "in",     "1",     "true",  "&&",       "m",         "\x01"};
    uint32_t random = 1, compiled = 0;
    for (int i = 0; i < 20000; i++) {
        GString *text = g_string_new(NULL);
        for (uint32_t length = 0; length < 12; length++) {
            random = random * 1664525 + 1013904223;
            if ((random >> 24) % 12 < length) break;
            g_string_append_printf(text, "%s ", words[(random >> 8) % G_N_ELEMENTS(words)]);
        }
        Storage *storage = storage_new();
        Report report = {0};
        Expression *expression = expression_compile(text->str, &subject, storage, keep, &report);
        ck_assert((expression == NULL) == (report.count > 0));
        if (expression) expression_holds(expression, state), compiled++;
        report_clear(&report);
        g_ptr_array_unref(storage);
        g_string_free(text, TRUE);
    }
    ck_assert_uint_gt(compiled, 10); /* some of it is sense */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expression");
    TCase *tests = tcase_create("expression");
    suite_add_tcase(suite, tests);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, true_in_the_state);
    tcase_add_test(tests, mistakes_have_places_and_hints);
    tcase_add_test(tests, all_type_mistakes_at_once);
    tcase_add_test(tests, size_and_nesting_are_bounded);
    tcase_add_test(tests, equals_the_plain_meaning);
    tcase_add_test(tests, says_what_breaks_it);
    tcase_add_test(tests, nonsense_is_answered);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
