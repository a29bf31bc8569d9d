/* Textbook models of equal processes under symmetry, against published counts. */
#include "tests/oracle/equals.h"
#include "tests/oracle/random_system.h"
#include "tests/oracle/textbook.h"

#include "checker/search/suite.h"

#include <stdio.h>

typedef struct Published {
    const char *model, *object;
    const char *parameters[2]; /* NULL-terminated */
    uint64_t states, orbits;
} Published;

/* lost_update n=2: Stateright's increment.rs lists all 8.  two_phase: 80 for n=3 as TLC counts with
 * SYMMETRY; 314 for n=5 by taking the least of all 120 permutations of each of the 8,832 states
 * (Stateright's 665 is more, for its representative sorts by a part of the state only).  Switches
 * in closed form: 2^n states, n + 1 numbers of switches that are on. */
static const Published published[] = {
    {"lost_update", "p", {"n=2"}, 13, 8},   {"two_phase", "p", {"n=3"}, 288, 80},
    {"two_phase", "p", {"n=5"}, 8832, 314}, {"toggles", "p", {"n=5"}, 32, 6},
    {"toggles", "p", {"n=12"}, 4096, 13},
};
#define ROWS (sizeof published / sizeof published[0])

/* Past deadlocks, so that everything is counted. */
static uint64_t count(const Question *question, bool no_symmetry, Strategy strategy)
{
    SearchOptions options = {.strategy = strategy, .no_symmetry = no_symmetry};
    Result result = search(question, &options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_HOLDS);
    uint64_t states = result.statistics.states;
    result_free(&result);
    return states;
}

START_TEST(orbits_are_counted)
{
    static const Verdict nothing = {VERDICT_THROWS, NULL};
    const Published *row = &published[_i];
    Equals equals;
    Question question = {.subject = textbook_subject(EXAMPLES, row->model, row->parameters),
                         .find = &nothing};
    equals_init(&equals, question.subject, row->object);
    question.symmetry = &equals.symmetry;
    ck_assert_uint_eq(count(&question, true, STRATEGY_BFS), row->states);
    ck_assert_uint_eq(count(&question, false, STRATEGY_BFS), row->orbits);
    ck_assert_uint_eq(count(&question, false, STRATEGY_DFS), row->orbits);
}
END_TEST

/* -------- failures -------- */

typedef struct Lost {
    Equals equals;
    Check check;
    Question question;
} Lost;

static void lost_update(Lost *lost, const char *parameter)
{
    const char *const parameters[] = {parameter, NULL};
    const Subject *subject = textbook_subject(EXAMPLES, "lost_update", parameters);
    equals_init(&lost->equals, subject, "p");
    lost->check = check_of(CHECK_ALWAYS, subject, &subject->predicates[0]);
    lost->question = (Question){.subject = subject,
                                .check_count = 1,
                                .checks = &lost->check,
                                .symmetry = &lost->equals.symmetry};
}

/* The failure is shown as if there were no symmetry. */
START_TEST(the_counterexample_is_canonical)
{
    Lost lost;
    lost_update(&lost, "n=4");
    SearchOptions plain = {.no_symmetry = true}, reduced = {0};
    Result a = search(&lost.question, &plain), b = search(&lost.question, &reduced);
    ck_assert_int_eq(a.verdict.kind, VERDICT_VIOLATES);
    ck_assert(verdict_equal(a.verdict, b.verdict));
    ck_assert_uint_eq(a.statistics.states, b.statistics.states);
    ck_assert_uint_eq(a.schedule.length, b.schedule.length);
    ck_assert_mem_eq(a.schedule.moves, b.schedule.moves, a.schedule.length * sizeof(Move));
    result_free(&a);
    result_free(&b);
}
END_TEST

/* Where only the reduced search has room to find it, its schedule is translated into original
 * names: it can be replayed, and is as short. */
START_TEST(the_counterexample_is_translated)
{
    Lost lost;
    lost_update(&lost, "n=5");
    Result shortest = search(&lost.question, &(SearchOptions){0});
    uint32_t translated = 0;
    for (uint64_t limit = 1; limit < shortest.statistics.states; limit += 10) {
        SearchOptions options = {.limits.states = limit};
        Result result = search(&lost.question, &options);
        if (result.verdict.kind == VERDICT_VIOLATES) {
            Replay again =
                replay(&lost.question, &result.schedule, result.verdict, &options, NULL, NULL);
            ck_assert(verdict_equal(again.verdict, shortest.verdict));
            ck_assert_uint_eq(result.schedule.length, shortest.schedule.length);
            ck_assert_uint_le(result.statistics.states, limit);
            free(again.state);
            translated++;
        }
        result_free(&result);
    }
    ck_assert_uint_gt(translated, 0);
    result_free(&shortest);
}
END_TEST

/* Who moves matters to fairness, so the symmetry is not used. */
START_TEST(eventualities_are_searched_in_full)
{
    Lost lost;
    lost_update(&lost, "n=2");
    lost.check.kind = CHECK_EVENTUALLY;
    Result with = search(&lost.question, &(SearchOptions){0});
    Result without = search(&lost.question, &(SearchOptions){.no_symmetry = true});
    ck_assert_uint_eq(with.statistics.states, without.statistics.states);
    ck_assert(verdict_equal(with.verdict, without.verdict));
    result_free(&with);
    result_free(&without);
}
END_TEST

/* Actors that exchange names are never told apart as idle and busy. */
START_TEST(actors_share_what_is_counted_of_them)
{
    static const Verdict nothing = {VERDICT_THROWS, NULL};
    static const char *const parameters[] = {"n=5", NULL};
    Equals equals;
    Question question = {.subject = textbook_subject(EXAMPLES, "two_phase", parameters),
                         .find = &nothing};
    equals_init(&equals, question.subject, "p");
    question.symmetry = &equals.symmetry;
    Result result = search(&question, &(SearchOptions){0});
    for (uint32_t i = 0; i < equals.count; i++)
        ck_assert_uint_eq(result.statistics.together[i], result.statistics.together[0]);
    ck_assert_uint_gt(result.statistics.together[0], 0);
    result_free(&result);
}
END_TEST

/* -------- random systems -------- */

typedef struct Tally {
    uint32_t smaller, failed, translated, stuck;
} Tally;

/* Searched again where there is only room for the reduced search: either it says so, or it shows a
 * failure that is there. */
static void squeeze(const Question *question, uint64_t states, Verdict verdict, uint64_t seed,
                    Tally *tally)
{
    SearchOptions tight = {.limits.states = states};
    Result result = search(question, &tight);
    if (result.has_schedule) {
        SearchOptions free_of_limits = {0};
        Replay again =
            replay(question, &result.schedule, result.verdict, &free_of_limits, NULL, NULL);
        ck_assert_msg(verdict_equal(again.verdict, result.verdict), "seed %lu: replay differs",
                      seed);
        ck_assert_msg(verdict.kind != VERDICT_HOLDS, "seed %lu: a failure out of nothing", seed);
        tally->translated++;
        free(again.state);
    }
    result_free(&result);
}

static void compare_random(const Question *question, uint64_t seed, Tally *tally)
{
    static const Verdict nothing = {VERDICT_LIVELOCK, NULL};
    Result plain = search(question, &(SearchOptions){.no_symmetry = true});
    Result reduced = search(question, &(SearchOptions){0});
    ck_assert_msg(verdict_equal(plain.verdict, reduced.verdict), "seed %lu: verdict %d, not %d",
                  seed, reduced.verdict.kind, plain.verdict.kind);
    ck_assert_msg(plain.schedule.length == reduced.schedule.length, "seed %lu: lengths differ",
                  seed);
    tally->failed += plain.has_schedule;
    tally->stuck += plain.verdict.kind == VERDICT_STUCK;

    Question all = *question;
    all.find = &nothing;
    uint64_t states = count(&all, true, STRATEGY_BFS), orbits = count(&all, false, STRATEGY_BFS);
    ck_assert_msg(orbits <= states, "seed %lu: more orbits than states", seed);
    ck_assert_msg(orbits == count(&all, false, STRATEGY_DFS), "seed %lu: orbits differ", seed);
    tally->smaller += orbits < states;
    if (orbits < states) squeeze(question, orbits, plain.verdict, seed, tally);
    result_free(&plain);
    result_free(&reduced);
}

START_TEST(random_equals_give_the_same_answers)
{
    enum { SYSTEMS = ALL_OR_FEWER(2000, 500) };
    Tally tally = {0};
    for (uint64_t seed = 1; seed <= SYSTEMS; seed++) {
        RandomSystem system;
        Equals equals;
        random_equals(&system, seed);
        equals_init_bytes(&equals, system.actors, RANDOM_CELLS, RANDOM_OWN);
        system.question.symmetry = &equals.symmetry;
        if (seed % 3 == 0) system.checks[0].kind = CHECK_REACHABLE;
        compare_random(&system.question, seed, &tally);
    }
    ck_assert_uint_gt(tally.smaller, SYSTEMS / 2);
    ck_assert_uint_gt(tally.failed, SYSTEMS / 10);
    ck_assert_uint_gt(tally.translated, SYSTEMS / 50);
    ck_assert_uint_gt(tally.stuck, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("equal processes");
    TCase *tests = tcase_create("equal processes");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, orbits_are_counted, 0, ROWS);
    tcase_add_test(tests, the_counterexample_is_canonical);
    tcase_add_test(tests, the_counterexample_is_translated);
    tcase_add_test(tests, eventualities_are_searched_in_full);
    tcase_add_test(tests, actors_share_what_is_counted_of_them);
    tcase_add_test(tests, random_equals_give_the_same_answers);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
