/* Several workers against one, on thousands of small random programs: who did the work must not
 * show. */
#include "checker/search/suite.h"
#include "tests/oracle/random_system.h"

#include <string.h>

#define SYSTEMS ALL_OR_FEWER(2000, 300)
#define FIRST_SEED 1

static Result run(const Question *question, Strategy strategy, uint32_t workers)
{
    SearchOptions options = {.strategy = strategy, .workers = workers, .crew_from = 1};
    return search(question, &options);
}

static void compare_schedules(const Schedule *one, const Schedule *several, uint64_t seed)
{
    ck_assert_msg(one->length == several->length && one->initial == several->initial,
                  "seed %lu: another counterexample", seed);
    for (uint32_t i = 0; i < one->length; i++)
        ck_assert_msg(memcmp(&one->moves[i], &several->moves[i], sizeof(Move)) == 0,
                      "seed %lu: another move %u", seed, i);
}

/* A depth-first search that fails is cut short, so only its answer can be compared. */
static void compare(const Question *question, Strategy strategy, uint32_t workers, uint64_t seed)
{
    Result one = run(question, strategy, 1), several = run(question, strategy, workers);
    ck_assert_msg(verdict_equal(one.verdict, several.verdict), "seed %lu: verdict %d, not %d", seed,
                  several.verdict.kind, one.verdict.kind);
    ck_assert_int_eq(one.has_schedule, several.has_schedule);
    compare_schedules(&one.schedule, &several.schedule, seed);
    ck_assert_msg(one.statistics.states == several.statistics.states &&
                      one.statistics.transitions == several.statistics.transitions &&
                      one.statistics.other == several.statistics.other,
                  "seed %lu: %lu states, %lu transitions, not %lu, %lu", seed,
                  several.statistics.states, several.statistics.transitions, one.statistics.states,
                  one.statistics.transitions);
    if (strategy == STRATEGY_BFS) ck_assert_uint_eq(one.statistics.depth, several.statistics.depth);
    size_t steps = question->subject->step_count * sizeof(StepCount);
    ck_assert_mem_eq(one.statistics.steps, several.statistics.steps, steps);
    result_free(&one);
    result_free(&several);
}

static const Strategy strategies[] = {STRATEGY_BFS, STRATEGY_DFS};

START_TEST(workers_do_not_show)
{
    static const Verdict nothing = {VERDICT_STUCK, NULL};
    for (uint64_t seed = FIRST_SEED; seed < FIRST_SEED + SYSTEMS; seed++) {
        RandomSystem system;
        random_system(&system, seed);
        Question question = system.question;
        uint32_t workers = 2 + (uint32_t)(seed % 3);
        compare(&question, strategies[_i], workers, seed);
        question.find = &nothing;
        compare(&question, strategies[_i], workers, seed);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("workers");
    TCase *tests = tcase_create("workers");
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, workers_do_not_show, 0, sizeof strategies / sizeof *strategies);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
