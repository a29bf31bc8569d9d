#include "checker/search/suite.h"
#include "checker/search/table_by_hand.h"

#include <string.h>

static const Verdict no_claim = {VERDICT_HOLDS, NULL};

static Replay follow(const TableSystem *system, const Schedule *schedule, Verdict claim)
{
    SearchOptions options = {0};
    return replay(&system->question, schedule, claim, &options, NULL, NULL);
}

/* 0 -one-> 1 -one-> 2 -two-> 3, where the invariant is false if `goal` leaves row 3 out. */
static void chain(TableSystem *system, CheckKind kind, uint32_t goal)
{
    table_begin(system, 4, 2, kind, goal);
    table_edge(system, 0, ONE, 1);
    table_edge(system, 1, ONE, 2);
    table_edge(system, 2, TWO, 3);
    system->cell[1][ONE].step = 1;
    system->cell[1][TWO].step = 3;
    system->cell[2][TWO].step = 2;
}

static Schedule chain_schedule(Move moves[3])
{
    moves[0] = (Move){.actor = ONE, .step = 0};
    moves[1] = (Move){.actor = ONE, .step = 1};
    moves[2] = (Move){.actor = TWO, .step = 2};
    return (Schedule){.length = 3, .cycle = 3, .moves = moves};
}

START_TEST(a_schedule_fits)
{
    TableSystem system;
    Move moves[3];
    Schedule schedule = chain_schedule(moves);
    chain(&system, CHECK_ALWAYS, ~0u);
    Replay seen = follow(&system, &schedule, no_claim);
    ck_assert_int_eq(seen.verdict.kind, VERDICT_HOLDS);
    ck_assert_uint_eq(seen.diverges, 3);
    ck_assert_uint_eq(seen.state[0], 3);
    free(seen.state);
}
END_TEST

static void expect_divergence(const Schedule *schedule, uint32_t index, Outcome outcome,
                              uint32_t step)
{
    TableSystem system;
    chain(&system, CHECK_ALWAYS, ~0u);
    Replay seen = follow(&system, schedule, no_claim);
    ck_assert_int_eq(seen.verdict.kind, VERDICT_DIVERGES);
    ck_assert_uint_eq(seen.diverges, index);
    ck_assert_int_eq(seen.outcome, outcome);
    ck_assert_uint_eq(seen.step, step);
    ck_assert_uint_eq(seen.state[0], index); /* the last state reached */
    free(seen.state);
}

START_TEST(what_does_not_fit_is_told)
{
    Move moves[3];
    Schedule schedule = chain_schedule(moves);
    moves[1].actor = TWO;
    expect_divergence(&schedule, 1, BLOCKED, 3);

    chain_schedule(moves);
    moves[1].step = 3;
    expect_divergence(&schedule, 1, RAN, 1);

    chain_schedule(moves);
    moves[2].choice = 1;
    expect_divergence(&schedule, 2, RAN, 2);

    chain_schedule(moves);
    moves[0].actor = 17;
    expect_divergence(&schedule, 0, BLOCKED, 0);
}
END_TEST

START_TEST(failures_on_the_way)
{
    TableSystem system;
    Move moves[3];
    Schedule schedule = chain_schedule(moves);
    chain(&system, CHECK_ALWAYS, ~(1u << 2)); /* violated before the last move */
    Replay seen = follow(&system, &schedule, no_claim);
    ck_assert_int_eq(seen.verdict.kind, VERDICT_VIOLATES);
    ck_assert_str_eq(seen.verdict.name, "second");
    ck_assert_uint_eq(seen.diverges, 2);
    free(seen.state);

    chain(&system, CHECK_ALWAYS, ~0u);
    system.cell[2][TWO].outcome[0] = THREW;
    system.cell[2][TWO].message[0] = 1;
    seen = follow(&system, &schedule, no_claim);
    ck_assert_int_eq(seen.verdict.kind, VERDICT_THROWS);
    ck_assert_str_eq(seen.verdict.name, "out of mind");
    ck_assert_uint_eq(seen.diverges, 3);
    free(seen.state);

    chain(&system, CHECK_ALWAYS, ~0u);
    system.may_rest[3] = 1;
    seen = follow(&system, &schedule, no_claim);
    ck_assert_int_eq(seen.verdict.kind, VERDICT_DEADLOCK);
    free(seen.state);
}
END_TEST

static VerdictKind judged(const TableSystem *system, const Schedule *schedule, VerdictKind claim)
{
    Replay seen = follow(system, schedule, (Verdict){claim, "second"});
    free(seen.state);
    return seen.verdict.kind;
}

START_TEST(stuck_is_confirmed_or_refuted)
{
    TableSystem system;
    Move moves[3];
    Schedule schedule = chain_schedule(moves);
    chain(&system, CHECK_REACHABLE, 1u << 0);
    ck_assert_int_eq(judged(&system, &schedule, VERDICT_STUCK), VERDICT_STUCK);
    table_edge(&system, 3, TWO, 0);
    ck_assert_int_eq(judged(&system, &schedule, VERDICT_STUCK), VERDICT_HOLDS);

    chain(&system, CHECK_EVENTUALLY, 0);
    ck_assert_int_eq(judged(&system, &schedule, VERDICT_STUCK), VERDICT_STUCK);
    chain(&system, CHECK_EVENTUALLY, 1u << 1); /* it held on the way */
    ck_assert_int_eq(judged(&system, &schedule, VERDICT_STUCK), VERDICT_HOLDS);
}
END_TEST

/* Once lost the goal stays lost, so a mark too early is put right and one too late is no harm. */
START_TEST(where_the_goal_is_lost_is_confirmed_too)
{
    TableSystem system;
    Move moves[3];
    Schedule schedule = chain_schedule(moves);
    chain(&system, CHECK_REACHABLE, 1u << 1);
    for (uint32_t aftermath = 0; aftermath <= 3; aftermath++) {
        schedule.aftermath = aftermath;
        Replay seen = follow(&system, &schedule, (Verdict){VERDICT_STUCK, "second"});
        bool is_lost = aftermath <= 1; /* in the rows 2 and 3 */
        ck_assert_int_eq(seen.verdict.kind, VERDICT_STUCK);
        ck_assert_uint_eq(seen.aftermath, is_lost ? aftermath : 0);
        free(seen.state);
    }
}
END_TEST

/* The cycle is 1 -> 2 -> 1 by actor ONE, TWO moves out of it. */
START_TEST(livelock_must_close_be_fair_and_avoid_the_goal)
{
    TableSystem system;
    Move moves[3] = {{.actor = ONE}, {.actor = ONE}, {.actor = ONE}};
    Schedule schedule = {.length = 3, .cycle = 1, .moves = moves};
    table_begin(&system, 4, 2, CHECK_EVENTUALLY, 1u << 3);
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, ONE, 2);
    table_edge(&system, 2, ONE, 1);
    table_edge(&system, 2, TWO, 3);
    ck_assert_int_eq(judged(&system, &schedule, VERDICT_LIVELOCK), VERDICT_LIVELOCK);

    schedule.cycle = 0; /* does not close */
    ck_assert_int_eq(judged(&system, &schedule, VERDICT_LIVELOCK), VERDICT_HOLDS);
    schedule.cycle = 3; /* no cycle */
    ck_assert_int_eq(judged(&system, &schedule, VERDICT_LIVELOCK), VERDICT_HOLDS);

    schedule.cycle = 1;
    system.bad[1] = ~(1u << 0); /* the goal held at the beginning */
    ck_assert_int_eq(judged(&system, &schedule, VERDICT_LIVELOCK), VERDICT_HOLDS);

    system.bad[1] = ~(1u << 3);
    table_edge(&system, 1, TWO, 3); /* TWO can always move: unfair */
    ck_assert_int_eq(judged(&system, &schedule, VERDICT_LIVELOCK), VERDICT_HOLDS);
}
END_TEST

static void count_visits(void *data, uint32_t index, const ReplayStep *step)
{
    uint32_t *visits = data;
    ck_assert_uint_eq(index, *visits);
    ck_assert_int_eq(step->outcome, RAN);
    ck_assert_uint_eq(step->before[0], index);
    ck_assert_uint_eq(step->after[0], index + 1);
    (*visits)++;
}

START_TEST(every_move_is_shown)
{
    TableSystem system;
    Move moves[3];
    Schedule schedule = chain_schedule(moves);
    SearchOptions options = {0};
    uint32_t visits = 0;
    chain(&system, CHECK_ALWAYS, ~0u);
    Replay seen = replay(&system.question, &schedule, no_claim, &options, count_visits, &visits);
    ck_assert_uint_eq(visits, 3);
    free(seen.state);
}
END_TEST

/* Change one decision of a failing schedule: the replay never goes astray unnoticed. */
START_TEST(mutated_schedules)
{
    uint32_t diverged = 0;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        TableSystem system;
        table_random_system(&system, seed);
        Result result = search(&system.question, &(SearchOptions){.strategy = STRATEGY_DFS});
        if (result.has_schedule && result.schedule.length > 0) {
            uint32_t at = (uint32_t)seed % result.schedule.length;
            result.schedule.moves[at].step ^= 1;
            Replay seen = follow(&system, &result.schedule, result.verdict);
            ck_assert_int_eq(seen.verdict.kind, VERDICT_DIVERGES);
            ck_assert_uint_eq(seen.diverges, at);
            free(seen.state);
            diverged++;
        }
        result_free(&result);
    }
    ck_assert_uint_gt(diverged, 500);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("replay");
    TCase *cases = tcase_create("replay");
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, a_schedule_fits);
    tcase_add_test(cases, what_does_not_fit_is_told);
    tcase_add_test(cases, failures_on_the_way);
    tcase_add_test(cases, stuck_is_confirmed_or_refuted);
    tcase_add_test(cases, where_the_goal_is_lost_is_confirmed_too);
    tcase_add_test(cases, livelock_must_close_be_fair_and_avoid_the_goal);
    tcase_add_test(cases, every_move_is_shown);
    tcase_add_test(cases, mutated_schedules);
    return suite_run(suite);
}
