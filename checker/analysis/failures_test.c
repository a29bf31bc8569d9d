/* All distinct failures, against all schedules one by one, and goals against a search from each
 * row. */
#include "checker/analysis/failures.h"

#include "checker/search/prospect.h"
#include "checker/search/suite.h"
#include "checker/search/table_by_hand.h"
#include "checker/trace/tiny.h"

#include <string.h>

#define PROGRAMS 800
#define LONGEST 5

/* -------- tiny programs -------- */

typedef struct Expected {
    const Subject *subject;
    const uint8_t *program;
    GHashTable *lengths; /* by failure_name: the length of the shortest schedule */
} Expected;

static void expect(Expected *expected, DistinctFailure failure, uint32_t length)
{
    char *name = failure_name(&failure, expected->subject);
    gpointer known = g_hash_table_lookup(expected->lengths, name);
    if (!known || GPOINTER_TO_UINT(known) > length + 1)
        g_hash_table_insert(expected->lengths, name, GUINT_TO_POINTER(length + 1));
    else g_free(name);
}

static void expect_deadlock(Expected *expected, const TinyWorld *world, uint32_t length)
{
    GString *where = g_string_new(NULL);
    for (uint32_t actor = 0; actor < 2; actor++) {
        uint8_t step = expected->program[world->pc[actor]];
        if (step != TINY_END)
            g_string_append_printf(where, "%s%s at %s", where->len ? ", " : "", tiny_actors[actor],
                                   tiny_steps[step].name);
    }
    if (where->len)
        expect(expected,
               (DistinctFailure){.verdict = {VERDICT_DEADLOCK, NULL},
                                 .actor = FAILURE_NOBODY,
                                 .where = where->str},
               length);
    g_string_free(where, TRUE);
}

static void follow_all(Expected *expected, const TinyWorld *before, uint32_t length)
{
    bool moved = false;
    for (uint32_t actor = 0; actor < 2; actor++) {
        TinyWorld after = *before;
        Attempt attempt = {.actor = actor};
        Outcome outcome = tiny_attempt(expected->program, (uint8_t *)&after, &attempt);
        if (outcome == BLOCKED) continue;
        moved = true;
        DistinctFailure failure = {
            .verdict = {VERDICT_THROWS, tiny_messages[0]}, .actor = actor, .step = attempt.step};
        bool violates = !tiny_counts(expected->program, (uint8_t *)&after);
        if (violates && outcome == RAN) failure.verdict = (Verdict){VERDICT_VIOLATES, "counts"};
        if (outcome == THREW || violates) expect(expected, failure, length + 1);
        else follow_all(expected, &after, length + 1);
    }
    if (!moved) expect_deadlock(expected, before, length);
}

static uint32_t draw(uint64_t *random, uint32_t below)
{
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*random >> 33) % below;
}

/* The schedule ends in the failure, and nothing fails before. */
static void expect_schedule(const Question *question, const DistinctFailure *failure)
{
    SearchOptions options = {0};
    Replay seen = replay(question, &failure->schedule, failure->verdict, &options, NULL, NULL);
    ck_assert(verdict_equal(seen.verdict, failure->verdict));
    ck_assert_uint_eq(seen.diverges, failure->schedule.length);
    free(seen.state);
}

static void compare(const Question *question, const Expected *expected, uint64_t seed)
{
    SearchOptions options = {0};
    Failures found = failures_find(question, &options);
    ck_assert_ptr_null(found.ended);
    ck_assert_msg(found.list->len == g_hash_table_size(expected->lengths),
                  "seed %lu: %u failures, not %u", seed, found.list->len,
                  g_hash_table_size(expected->lengths));
    for (guint i = 0; i < found.list->len; i++) {
        const DistinctFailure *failure = g_ptr_array_index(found.list, i);
        g_autofree char *name = failure_name(failure, question->subject);
        uint32_t length = GPOINTER_TO_UINT(g_hash_table_lookup(expected->lengths, name)) - 1;
        ck_assert_msg(failure->schedule.length == length, "seed %lu, %s: %u steps, not %u", seed,
                      name, failure->schedule.length, length);
        expect_schedule(question, failure);
    }
    failures_clear(&found);
}

START_TEST(as_all_schedules)
{
    uint32_t several = 0;
    for (uint64_t seed = 0; seed < PROGRAMS; seed++) {
        uint64_t random = seed;
        uint8_t program[LONGEST + 1] = {0};
        uint32_t length = 1 + draw(&random, LONGEST);
        for (uint32_t i = 0; i < length; i++)
            program[i] = (uint8_t)draw(&random, TINY_END);
        program[length] = TINY_END;
        Subject subject = tiny_subject(program);
        Check check = {CHECK_ALWAYS, "counts", "", tiny_counts, program, NULL, NULL, NULL};
        Question question = {.subject = &subject, .check_count = 1, .checks = &check};
        Expected expected = {&subject, program,
                             g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
        follow_all(&expected, &(TinyWorld){0}, 0);
        several += g_hash_table_size(expected.lengths) > 1;
        compare(&question, &expected, seed);
        g_hash_table_unref(expected.lengths);
    }
    ck_assert_uint_gt(several, PROGRAMS / 10);
}
END_TEST

/* -------- goals -------- */

static bool is_lost(const TableSystem *system, uint8_t row)
{
    SearchOptions options = {0};
    Prospect ahead = prospect(&system->question, &options, 0, &system->checks[1], &row, 0);
    schedule_free(&ahead.rest);
    return ahead.kind == PROSPECT_LOST;
}

/* Every move with which the goal is lost is one of a failure, and the other way round. */
static void compare_losses(const TableSystem *system, uint64_t seed)
{
    SearchOptions options = {0};
    Failures found = failures_find(&system->question, &options);
    for (guint i = 0; i < found.list->len; i++) {
        const DistinctFailure *failure = g_ptr_array_index(found.list, i);
        if (failure->verdict.kind != VERDICT_STUCK || failure->actor == FAILURE_NOBODY) continue;
        const Schedule *schedule = &failure->schedule;
        uint32_t end = schedule->length - schedule->aftermath;
        uint8_t row = system->initial[schedule->initial];
        for (uint32_t k = 0; k < end; k++) {
            const Move *move = &schedule->moves[k];
            ck_assert_msg(!is_lost(system, row), "seed %lu: lost before step %u", seed, k);
            row = system->cell[row][move->actor].to[move->choice];
        }
        ck_assert_msg(is_lost(system, row), "seed %lu: not lost", seed);
        ck_assert_uint_eq(schedule->moves[end - 1].actor, failure->actor);
        ck_assert_uint_eq(schedule->moves[end - 1].step, failure->step);
    }
    failures_clear(&found);
}

START_TEST(goals_are_lost_where_they_are_said_to)
{
    uint32_t failing = 0;
    for (uint64_t seed = 0; seed < 600; seed++) {
        TableSystem system;
        SearchOptions options = {.no_por = true};
        table_random_goal_system(&system, seed, false, CHECK_REACHABLE);
        compare_losses(&system, seed);
        Result result = search(&system.question, &options);
        Failures found = failures_find(&system.question, &options);
        ck_assert_msg((result.verdict.kind == VERDICT_STUCK) == (found.list->len > 0),
                      "seed %lu: %u failures", seed, found.list->len);
        failing += found.list->len > 0;
        if (found.list->len) {
            const DistinctFailure *first = g_ptr_array_index(found.list, 0);
            uint32_t length = first->schedule.length - first->schedule.aftermath;
            ck_assert_uint_eq(length, result.schedule.length - result.schedule.aftermath);
        }
        failures_clear(&found);
        result_free(&result);
    }
    ck_assert_uint_gt(failing, 50);
}
END_TEST

START_TEST(goals_missed_for_ever)
{
    for (uint64_t seed = 0; seed < 300; seed++) {
        TableSystem system;
        SearchOptions options = {.no_por = true};
        table_random_goal_system(&system, seed, false, CHECK_EVENTUALLY);
        Result result = search(&system.question, &options);
        Failures found = failures_find(&system.question, &options);
        bool fails = result.verdict.kind != VERDICT_HOLDS;
        ck_assert_msg(fails == (found.list->len > 0), "seed %lu: %u failures", seed,
                      found.list->len);
        for (guint i = 0; i < found.list->len; i++)
            expect_schedule(&system.question, g_ptr_array_index(found.list, i));
        failures_clear(&found);
        result_free(&result);
    }
}
END_TEST

/* -------- the pairs -------- */

static uint64_t all_moves(const Failures *failures)
{
    uint64_t moves = 0;
    for (guint i = 0; i < failures->list->len; i++)
        moves += ((const DistinctFailure *)g_ptr_array_index(failures->list, i))->moves;
    return moves;
}

static bool same_pair(const DistinctFailure *a, const DistinctFailure *b)
{
    return a->has_pair && b->has_pair && a->first.actor == b->first.actor &&
           a->first.step == b->first.step && a->second.actor == b->second.actor &&
           a->second.step == b->second.step;
}

/* The two steps are of two actors, both are taken on the way, the first one first. */
static void expect_pair(const DistinctFailure *failure)
{
    const Schedule *schedule = &failure->schedule;
    uint32_t seen = 0;
    ck_assert_uint_ne(failure->first.actor, failure->second.actor);
    for (uint32_t i = 0; i < schedule->length; i++) {
        const Move *wanted = seen ? &failure->second : &failure->first;
        seen += seen < 2 && schedule->moves[i].actor == wanted->actor &&
                schedule->moves[i].step == wanted->step;
    }
    ck_assert_uint_eq(seen, 2);
}

static bool may_be_twins(const DistinctFailure *a, const DistinctFailure *b)
{
    bool same_actor = a->verdict.kind == VERDICT_STUCK || a->actor == b->actor;
    return same_pair(a, b) && verdict_equal(a->verdict, b->verdict) && same_actor &&
           a->actor != FAILURE_NOBODY && b->actor != FAILURE_NOBODY;
}

static void expect_no_twins(const Failures *failures)
{
    for (guint i = 0; i < failures->list->len; i++) {
        const DistinctFailure *one = g_ptr_array_index(failures->list, i);
        if (one->has_pair) expect_pair(one);
        for (guint k = 0; k < i; k++)
            ck_assert(!may_be_twins(one, g_ptr_array_index(failures->list, k)));
    }
}

/* Nothing is lost, and what is left is different.  Returns how many were the same as others. */
static uint32_t unite(const Question *question)
{
    SearchOptions options = {0};
    Failures found = failures_find(question, &options);
    uint64_t moves = all_moves(&found);
    uint32_t before = found.list->len, also = 0;
    ck_assert_ptr_null(failures_unite(&found, question, &options));
    ck_assert_uint_eq(all_moves(&found), moves);
    for (guint i = 0; i < found.list->len; i++) {
        const DistinctFailure *one = g_ptr_array_index(found.list, i);
        also += one->also ? one->also->len : 0;
    }
    ck_assert_uint_eq(found.list->len + also, before);
    expect_no_twins(&found);
    failures_clear(&found);
    return also;
}

START_TEST(the_same_pair_is_the_same_failure)
{
    uint32_t united = 0;
    for (uint64_t seed = 0; seed < 600; seed++) {
        TableSystem system;
        table_random_goal_system(&system, seed, false, CHECK_REACHABLE);
        united += unite(&system.question);
    }
    ck_assert_uint_gt(united, 0);
}
END_TEST

START_TEST(a_limit_keeps_pairs_away)
{
    TINY_PROGRAM(program, TINY_READ, TINY_WRITE);
    Subject subject = tiny_subject(program);
    Check check = {CHECK_ALWAYS, "counts", "", tiny_counts, program, NULL, NULL, NULL};
    Question question = {.subject = &subject, .check_count = 1, .checks = &check};
    SearchOptions options = {.limits.states = 3};
    Failures found = failures_find(&question, &(SearchOptions){0});
    guint before = found.list->len;
    ck_assert_str_eq(failures_unite(&found, &question, &options), "states");
    ck_assert_uint_eq(found.list->len, before);
    ck_assert_uint_gt(before, 0);
    failures_clear(&found);
}
END_TEST

START_TEST(a_limit_is_named)
{
    TINY_PROGRAM(program, TINY_READ, TINY_WRITE);
    Subject subject = tiny_subject(program);
    Question question = {.subject = &subject};
    SearchOptions options = {.limits.states = 3};
    Failures found = failures_find(&question, &options);
    ck_assert_str_eq(found.ended, "states");
    ck_assert_uint_eq(found.list->len, 0);
    failures_clear(&found);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("failures");
    TCase *cases = tcase_create("failures");
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, as_all_schedules);
    tcase_add_test(cases, goals_are_lost_where_they_are_said_to);
    tcase_add_test(cases, goals_missed_for_ever);
    tcase_add_test(cases, the_same_pair_is_the_same_failure);
    tcase_add_test(cases, a_limit_keeps_pairs_away);
    tcase_add_test(cases, a_limit_is_named);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
