/* Steps looked up against steps taken, in every scenario: it must not show.
 *
 * The same question, without reductions, is asked about the model and about one that does not tell
 * what its steps look at, and whose checks do not say what they watch. */
#include "checker/search/edits.h"
#include "checker/search/packing.h"
#include "checker/search/records.h"
#include "checker/search/suite.h"
#include "tests/oracle/same_result.h"
#include "tests/suite/scenarios.h"

/* Where more can be reached, only the levels before. */
#define MOST_STATES 20000

typedef struct Mode {
    Strategy strategy;
    uint32_t workers;
    StoreKind store;
    bool passes_over; /* failures */
    bool forgets;     /* all edits, again and again */
    bool is_cramped;  /* there is room for two numbers at each place */
} Mode;

static const Mode modes[] = {
    {STRATEGY_BFS, 1, STORE_EXACT, false, false, false},
    {STRATEGY_BFS, 2, STORE_COMPACT, false, false, false},
    {STRATEGY_BFS, 2, STORE_EXACT, true, false, true},
    {STRATEGY_DFS, 1, STORE_EXACT, false, false, true},
    {STRATEGY_DFS, 2, STORE_COMPACT, false, true, false},
    {STRATEGY_BFS, 1, STORE_EXACT, false, true, true},
};

static Result run(const Question *question, const Mode *mode, Limits limits)
{
    SearchOptions options = {.strategy = mode->strategy,
                             .workers = mode->workers,
                             .crew_from = 1,
                             .store = mode->store,
                             .no_por = true,
                             .no_symmetry = true,
                             .limits = limits};
    edits_most_turn_bits = mode->forgets ? 10 : EDITS_USUAL_TURN_BITS;
    packing_most_first_width = mode->is_cramped ? 1 : PACKING_USUAL_FIRST_WIDTH;
    records_least_lying = 0;
    return search(question, &options);
}

/* How deep to search so that there are not too many states; 0: without a limit. */
static uint32_t depth_for(const Question *question)
{
    Result result = run(question, &modes[0], (Limits){.states = MOST_STATES});
    bool too_many = result.verdict.kind == VERDICT_INCOMPLETE;
    uint32_t depth = result.statistics.depth;
    result_free(&result);
    return too_many ? depth - 1 : 0;
}

static void compare(const Variant *variant, const Question *question, const Question *silent,
                    const Mode *mode, uint32_t depth)
{
    Limits limits = {.depth = depth};
    if (depth > 0 && mode->strategy == STRATEGY_DFS) return; /* is not limited in states by that */
    Result taken = run(silent, mode, limits), recorded = run(question, mode, limits);
    g_autofree char *what = g_strdup_printf("%s, mode %zu", variant->name, (size_t)(mode - modes));
    bool depth_is_luck = mode->strategy == STRATEGY_DFS && mode->workers > 1;
    same_result(question, &taken, &recorded, depth_is_luck, what);
    result_free(&taken);
    result_free(&recorded);
}

static void compare_variant(const Scenario *scenario, const Variant *variant)
{
    static const Verdict nothing = {VERDICT_STUCK, "nothing"};
    (void)scenario;
    Question question = variant->question, silent = variant->question;
    Subject subject = *question.subject;
    g_autofree Check *checks = g_memdup2(question.checks, question.check_count * sizeof *checks);
    for (uint32_t i = 0; i < question.check_count; i++) {
        checks[i].watches = NULL;
        checks[i].breaks = NULL;
    }
    ck_assert(subject.tells_footprint);
    subject.tells_footprint = false;
    silent.subject = &subject;
    silent.checks = checks;
    uint32_t depth = depth_for(&question);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (modes[i].passes_over) question.find = silent.find = &nothing;
        else question.find = silent.find = variant->question.find;
        compare(variant, &question, &silent, &modes[i], depth);
    }
}

START_TEST(looking_up_does_not_show)
{
    visit_scenarios(compare_variant);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lookup");
    TCase *tests = tcase_create("lookup");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, looking_up_does_not_show);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
