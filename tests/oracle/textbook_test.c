/* The textbook models with reductions and without: right ones, and such that lack a line and fail
 * for it.  Whatever can be asked, every reduction by itself and all of them together must find it
 * exactly if it is there. */
#include "checker/search/dead.h"
#include "checker/search/exploration.h"
#include "checker/search/reduced.h"
#include "checker/search/suite.h"
#include "tests/oracle/negation.h"
#include "tests/oracle/textbook.h"

/* What is missing is said in broken.cmake. */
typedef struct Broken {
    const char *model;
    const char *parameters[4]; /* NULL-terminated */
    VerdictKind verdict;
} Broken;

/* clang-format off */
static const Broken broken[] = {
    {"anderson-same_place",     {"n=3"},          VERDICT_VIOLATES},
    {"anderson-never_opened",   {"n=3"},          VERDICT_DEADLOCK},
    {"bakery-not_choosing",     {"n=2", "max=4"}, VERDICT_VIOLATES},
    {"bakery-no_look",          {"n=2", "max=4"}, VERDICT_VIOLATES},
    {"bakery-no_look",          {"n=3", "max=2"}, VERDICT_VIOLATES},
    {"bakery-no_wait",          {"n=2", "max=4"}, VERDICT_VIOLATES},
    {"filter-nowhere",          {"n=3"},          VERDICT_VIOLATES},
    {"filter-never_last",       {"n=3"},          VERDICT_VIOLATES},
    {"fischer-not_free",        {"n=3"},          VERDICT_VIOLATES},
    {"fischer-no_delay",        {"n=3"},          VERDICT_VIOLATES},
    {"lamport-not_busy",        {"n=3"},          VERDICT_VIOLATES},
    {"lamport-no_look",         {"n=3"},          VERDICT_VIOLATES},
    {"lamport-gate_kept",       {"n=3"},          VERDICT_DEADLOCK},
    {"mcs-not_last",            {"n=3"},          VERDICT_VIOLATES},
    {"mcs-not_locked",          {"n=3"},          VERDICT_VIOLATES},
    {"mcs-next_kept",           {"n=3"},          VERDICT_DEADLOCK},
    {"mcs-not_passed_on",       {"n=3"},          VERDICT_DEADLOCK},
    {"peterson-nowhere",        {"n=3"},          VERDICT_VIOLATES},
    {"peterson-never_last",     {"n=3"},          VERDICT_VIOLATES},
    {"philosophers-not_free",   {"n=4"},          VERDICT_VIOLATES},
    {"philosophers-fork_kept",  {"n=4"},          VERDICT_DEADLOCK},
    {"szymanski-not_announced", {"n=3"},          VERDICT_VIOLATES},
    {"szymanski-not_waiting",   {"n=3"},          VERDICT_VIOLATES},
    {"szymanski-no_wait",       {"n=3"},          VERDICT_VIOLATES},
};
/* clang-format on */

#define BROKEN_ROWS (sizeof broken / sizeof broken[0])
#define BROKEN_TRIED ALL_OR_FEWER(BROKEN_ROWS, 8) /* violations and a deadlock among the first */

/* Everything that they can be asked to find; the first is any failure at all, the last nothing. */
static const Verdict wanted[] = {
    {VERDICT_HOLDS, NULL},
    {VERDICT_VIOLATES, NULL},
    {VERDICT_DEADLOCK, NULL},
    {VERDICT_STUCK, NULL},
};
enum { WANTED = sizeof wanted / sizeof wanted[0] };

/* Chains, dead values, both. */
enum { CHAINS = 1, DEAD = 2, BOTH = 3 };

typedef struct Asked {
    const Subject *subject;
    const char *model;
    Check checks[TEXTBOOK_MOST_CHECKS];
    Question question;
    Symmetry dead;
} Asked;

static void ask(Asked *asked, const Subject *subject, const char *model)
{
    *asked = (Asked){.subject = subject, .model = model};
    asked->question = textbook_question(subject, asked->checks);
    if (subject->forget) asked->dead = dead_symmetry(&asked->question);
}

static void replay_it(const Question *question, const Result *reduced, const char *model)
{
    SearchOptions options = {0};
    Replay again = replay(question, &reduced->schedule, reduced->verdict, &options, NULL, NULL);
    ck_assert_msg(verdict_equal(again.verdict, reduced->verdict), "%s: replay differs", model);
    free(again.state);
}

static void compare_figures(const Asked *asked, const Result *full, const Result *reduced)
{
    ck_assert_uint_le(reduced->statistics.states, full->statistics.states);
    for (uint32_t step = 0; step < asked->subject->step_count; step++)
        ck_assert_msg(!full->statistics.steps[step].ran == !reduced->statistics.steps[step].ran,
                      "%s: whether anybody takes %s", asked->model,
                      asked->subject->steps[step].name);
    for (uint32_t i = 0; i < asked->question.check_count; i++)
        ck_assert_msg(!full->statistics.check_true[i] == !reduced->statistics.check_true[i],
                      "%s: whether `%s` is true somewhere", asked->model, asked->checks[i].name);
}

static void compare(const Asked *asked, const Result *full, Strategy strategy, int reductions)
{
    bool groundless;
    Question question = asked->question;
    SearchOptions options = {.strategy = strategy, .no_por = !(reductions & CHAINS)};
    question.symmetry = reductions & DEAD ? &asked->dead : NULL;
    Result reduced = search_only_reduced(&question, &options, &groundless);
    ck_assert_msg(!groundless && full->verdict.kind != VERDICT_INCOMPLETE &&
                      reduced.verdict.kind == full->verdict.kind,
                  "%s: verdict %d, and %d when reduced (%d)", asked->model, full->verdict.kind,
                  reduced.verdict.kind, reductions);
    ck_assert(full->has_schedule == reduced.has_schedule);
    if (reduced.has_schedule) replay_it(&asked->question, &reduced, asked->model);
    else compare_figures(asked, full, &reduced);
    result_free(&reduced);
}

/* The verdict is that of a failure that is nearest, so asked for any the kinds may differ where
 * several are there: then each is asked for by itself, and any is left out. */
static VerdictKind compare_all(Asked *asked, Strategy strategy, int first)
{
    VerdictKind found = VERDICT_HOLDS;
    for (int i = first; i < WANTED; i++) {
        asked->question.find = i ? &wanted[i] : NULL;
        Result full = search_complete(&asked->question, &(SearchOptions){.strategy = strategy});
        if (full.has_schedule && found == VERDICT_HOLDS) found = full.verdict.kind;
        for (int reductions = CHAINS; reductions <= BOTH; reductions++)
            if (reductions == CHAINS || asked->subject->forget)
                compare(asked, &full, strategy, reductions);
        result_free(&full);
    }
    return found;
}

static const Strategy strategies[] = {STRATEGY_BFS, STRATEGY_DFS};
enum { STRATEGIES = sizeof strategies / sizeof strategies[0] };

START_TEST(reductions_answer_the_same)
{
    const Subject *subject = textbook_row_subject(_i);
    if (!subject) return;
    Asked asked;
    ask(&asked, subject, textbook_rows[_i].model);
    for (int i = 0; i < STRATEGIES; i++)
        compare_all(&asked, strategies[i], 0);
}
END_TEST

START_TEST(broken_ones_fail_the_same)
{
    const Broken *row = &broken[_i];
    Asked asked;
    ask(&asked, textbook_subject(BROKEN, row->model, row->parameters), row->model);
    for (int i = 0; i < STRATEGIES; i++)
        ck_assert_int_eq(compare_all(&asked, strategies[i], 1), row->verdict);
}
END_TEST

/* -------- what is true somewhere -------- */

START_TEST(sees_what_is_true_somewhere)
{
    const Broken *row = &broken[_i];
    Asked asked;
    ask(&asked, textbook_subject(BROKEN, row->model, row->parameters), row->model);
    Check original = asked.checks[0];
    asked.checks[0] = (Check){CHECK_SOMETIMES, "violated",    "",   negation_holds,
                              &original,       negation_sees, NULL, NULL};
    asked.question.find = &wanted[WANTED - 1];
    for (int i = 0; i < STRATEGIES; i++) {
        Result full = search_complete(&asked.question, &(SearchOptions){.strategy = strategies[i]});
        ck_assert(row->verdict == VERDICT_DEADLOCK || full.statistics.check_true[0]);
        for (int reductions = CHAINS; reductions <= BOTH; reductions++)
            if (reductions == CHAINS || asked.subject->forget)
                compare(&asked, &full, strategies[i], reductions);
        result_free(&full);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("textbook models");
    TCase *tests = tcase_create("textbook models");
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, reductions_answer_the_same, 0, TEXTBOOK_ROWS);
    tcase_add_loop_test(tests, broken_ones_fail_the_same, 0, BROKEN_TRIED);
    tcase_add_loop_test(tests, sees_what_is_true_somewhere, 0, BROKEN_TRIED);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
