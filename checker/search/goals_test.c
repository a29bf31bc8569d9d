/* Goals, against a reference that is as naive as can be, and on systems drawn by hand. */
#include "checker/search/suite.h"
#include "checker/search/table_by_hand.h"

#include <string.h>

/* -------- the reference: dense relations over rows, and over rows with a phase -------- */

/* A fair run is told by a product of rows and phases: in phase k the run waits for actor k to move
 * or to be unable to; after the last actor it starts over.  The run is fair if it starts over again
 * and again.  Nothing here knows of components. */
typedef struct Reference {
    const TableSystem *system;
    uint32_t inside;  /* bit sets of rows: neither violating nor deadlocked... */
    uint32_t goal;    /* ...where the goal holds */
    uint32_t reached; /* ...that runs come to, failing rows included */
    bool throws;      /* some reached row has a throwing move */
    uint32_t movable[TABLE_ROWS];
} Reference;

typedef uint64_t NodeSet; /* of rows with a phase: row * TABLE_ACTORS + phase */

static bool row_in(uint32_t rows, uint32_t row)
{
    return rows >> row & 1;
}

static bool moves_to(const TableSystem *system, uint32_t row, uint32_t actor, uint32_t to)
{
    const TableCell *cell = &system->cell[row][actor];
    for (uint32_t choice = 0; choice < cell->choices; choice++)
        if (cell->outcome[choice] == RAN && cell->to[choice] == to) return true;
    return false;
}

/* The rows that lead within `subset` to some row of `rows`, inside it or just outside. */
static uint32_t rows_before(const Reference *reference, uint32_t subset, uint32_t rows)
{
    uint32_t found = rows, before;
    do {
        before = found;
        for (uint32_t row = 0; row < reference->system->rows; row++)
            for (uint32_t actor = 0; actor < reference->system->actors; actor++)
                for (uint32_t to = 0; to < reference->system->rows; to++)
                    if (row_in(subset, row) && row_in(found, to) &&
                        moves_to(reference->system, row, actor, to))
                        found |= UINT32_C(1) << row;
    } while (found != before);
    return found;
}

/* The rows that lead from some row of `rows` within `subset`; rows outside are entered, not left.
 */
static uint32_t rows_after(const Reference *reference, uint32_t subset, uint32_t rows)
{
    uint32_t found = rows, before;
    do {
        before = found;
        for (uint32_t row = 0; row < reference->system->rows; row++)
            for (uint32_t actor = 0; actor < reference->system->actors; actor++)
                for (uint32_t to = 0; to < reference->system->rows; to++)
                    if (row_in(found & subset, row) && moves_to(reference->system, row, actor, to))
                        found |= UINT32_C(1) << to;
    } while (found != before);
    return found;
}

static uint32_t next_phase(const Reference *reference, uint32_t row, uint32_t phase, uint32_t actor)
{
    bool content = actor == phase || !(reference->movable[row] >> phase & 1);
    return content ? (phase + 1) % reference->system->actors : phase;
}

static void close_relation(NodeSet *after, uint32_t count)
{
    for (uint32_t middle = 0; middle < count; middle++)
        for (uint32_t from = 0; from < count; from++)
            if (after[from] >> middle & 1) after[from] |= after[middle];
}

/* The rows on fair cycles within `subset`. */
static uint32_t fair_rows(const Reference *reference, uint32_t subset)
{
    const TableSystem *system = reference->system;
    NodeSet direct[TABLE_ROWS * TABLE_ACTORS] = {0}, after[TABLE_ROWS * TABLE_ACTORS];
    for (uint32_t row = 0; row < system->rows; row++)
        for (uint32_t to = 0; to < system->rows; to++)
            for (uint32_t actor = 0; actor < system->actors; actor++)
                for (uint32_t phase = 0; phase < system->actors; phase++) {
                    uint32_t next = next_phase(reference, row, phase, actor);
                    if (row_in(subset, row) && row_in(subset, to) &&
                        moves_to(system, row, actor, to))
                        direct[row * TABLE_ACTORS + phase] |= UINT64_C(1)
                                                              << (to * TABLE_ACTORS + next);
                }
    memcpy(after, direct, sizeof after);
    close_relation(after, TABLE_ROWS * TABLE_ACTORS);

    /* Phase 0 again after the last phase: with one actor every fair move is that. */
    uint32_t rows = 0, last = system->actors - 1;
    for (uint32_t row = 0; row < system->rows; row++)
        for (uint32_t to = 0; to < system->rows; to++) {
            uint32_t from = row * TABLE_ACTORS + last, start = to * TABLE_ACTORS;
            bool starts_over = direct[from] >> start & 1;
            if (starts_over && (from == start || after[start] >> from & 1))
                rows |= UINT32_C(1) << row;
        }
    return rows;
}

static uint32_t resting_rows(const Reference *reference)
{
    uint32_t rows = 0;
    for (uint32_t row = 0; row < reference->system->rows; row++)
        if (reference->movable[row] == 0) rows |= UINT32_C(1) << row;
    return rows;
}

static void reference_init(Reference *reference, const TableSystem *system, uint32_t goal)
{
    uint32_t all_actors = (UINT32_C(1) << system->actors) - 1;
    uint32_t initial = 0, throwing = 0;
    *reference = (Reference){.system = system, .goal = goal};
    for (uint32_t row = 0; row < system->rows; row++) {
        for (uint32_t actor = 0; actor < system->actors; actor++) {
            const TableCell *cell = &system->cell[row][actor];
            for (uint32_t choice = 0; choice < cell->choices; choice++) {
                if (cell->outcome[choice] != BLOCKED)
                    reference->movable[row] |= UINT32_C(1) << actor;
                if (cell->outcome[choice] == THREW) throwing |= UINT32_C(1) << row;
            }
        }
        bool deadlocked =
            reference->movable[row] == 0 && (system->may_rest[row] & all_actors) != all_actors;
        if (!deadlocked && !row_in(system->bad[0], row)) reference->inside |= UINT32_C(1) << row;
    }
    for (uint32_t i = 0; i < system->initials; i++)
        initial |= UINT32_C(1) << system->initial[i];
    reference->reached = rows_after(reference, reference->inside, initial);
    reference->throws = (throwing & reference->reached & reference->inside) != 0;
}

static bool fails_by_itself(const Reference *reference)
{
    return reference->throws || (reference->reached & ~reference->inside) != 0;
}

/* Rows from which a run can last or rest, and yet none comes to the goal. */
static uint32_t reference_stuck(const Reference *reference)
{
    uint32_t inside = reference->inside;
    uint32_t ends = resting_rows(reference) | fair_rows(reference, inside);
    uint32_t lasts = rows_before(reference, inside, ends & inside);
    return reference->reached & inside & lasts & ~rows_before(reference, inside, reference->goal);
}

/* How goal-free runs end, if there are any. */
static VerdictKind reference_eventually(const Reference *reference)
{
    uint32_t subset = reference->inside & ~reference->goal, initial = 0;
    for (uint32_t i = 0; i < reference->system->initials; i++)
        initial |= UINT32_C(1) << reference->system->initial[i];
    uint32_t found = rows_after(reference, subset, initial & subset) & subset;
    if (found & resting_rows(reference)) return VERDICT_STUCK;
    return found & fair_rows(reference, subset) ? VERDICT_LIVELOCK : VERDICT_HOLDS;
}

/* -------- random systems -------- */

#define SYSTEMS ALL_OR_FEWER(4000, 1000)

/* A schedule that is claimed to show something must show it to a replay, too. */
static void expect_replay(const TableSystem *system, const Result *result)
{
    SearchOptions options = {0};
    if (!result->has_schedule) return;
    Replay seen =
        replay(&system->question, &result->schedule, result->verdict, &options, NULL, NULL);
    ck_assert_msg(verdict_equal(seen.verdict, result->verdict), "replay answers %d, not %d",
                  seen.verdict.kind, result->verdict.kind);
    ck_assert_uint_eq(seen.diverges, result->schedule.length);
    free(seen.state);
}

static const Strategy complete[] = {STRATEGY_BFS, STRATEGY_DFS, STRATEGY_BOUNDED};

static void expect_all(TableSystem *system, VerdictKind expected, uint64_t seed)
{
    /* And once more where a failure is expected: then goals are judged on a graph at once. */
    uint32_t count = sizeof complete / sizeof *complete;
    for (uint32_t i = 0; i <= count; i++) {
        SearchOptions options = {.strategy = complete[i % count], .expects_failure = i == count};
        Result result = search(&system->question, &options);
        ck_assert_msg(result.verdict.kind == expected, "seed %llu, strategy %u: %d instead of %d",
                      (unsigned long long)seed, options.strategy, result.verdict.kind, expected);
        ck_assert(result.has_schedule == (expected != VERDICT_HOLDS));
        expect_replay(system, &result);
        result_free(&result);
    }
}

static void expect_variety(const uint32_t *counts, VerdictKind kind)
{
    ck_assert_msg(counts[kind] > SYSTEMS / 50, "only %u of %u systems answer %d", counts[kind],
                  SYSTEMS, kind);
}

START_TEST(reachable_agrees_with_reference)
{
    uint32_t counts[VERDICT_INCOMPLETE] = {0};
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        Reference reference;
        table_random_goal_system(&system, seed, false, CHECK_REACHABLE);
        reference_init(&reference, &system, ~system.bad[1]);
        VerdictKind expected = reference_stuck(&reference) ? VERDICT_STUCK : VERDICT_HOLDS;
        counts[expected]++;
        expect_all(&system, expected, seed);
    }
    expect_variety(counts, VERDICT_HOLDS);
    expect_variety(counts, VERDICT_STUCK);
}
END_TEST

START_TEST(eventually_agrees_with_reference)
{
    uint32_t counts[VERDICT_INCOMPLETE] = {0};
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        Reference reference;
        table_random_goal_system(&system, seed, false, CHECK_EVENTUALLY);
        reference_init(&reference, &system, ~system.bad[1]);
        VerdictKind expected = reference_eventually(&reference);
        counts[expected]++;
        expect_all(&system, expected, seed);
    }
    expect_variety(counts, VERDICT_HOLDS);
    expect_variety(counts, VERDICT_STUCK);
    expect_variety(counts, VERDICT_LIVELOCK);
}
END_TEST

/* Runs that fail in a way the question passes over are not held against a goal. */
START_TEST(goals_among_other_failures)
{
    uint32_t stuck = 0, livelock = 0;
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        Reference reference;
        table_random_goal_system(&system, seed, true, CHECK_REACHABLE);
        reference_init(&reference, &system, ~system.bad[1]);
        if (!fails_by_itself(&reference)) continue;
        system.question.find = &(Verdict){VERDICT_STUCK, NULL};
        VerdictKind expected = reference_stuck(&reference) ? VERDICT_STUCK : VERDICT_HOLDS;
        stuck += expected == VERDICT_STUCK;
        expect_all(&system, expected, seed);

        system.checks[1].kind = CHECK_EVENTUALLY;
        expected = reference_eventually(&reference);
        livelock += expected == VERDICT_LIVELOCK;
        system.question.find = &(Verdict){expected, NULL};
        expect_all(&system, expected, seed);
    }
    ck_assert_uint_gt(stuck, SYSTEMS / 50);
    ck_assert_uint_gt(livelock, SYSTEMS / 50);
}
END_TEST

/* -------- by hand -------- */

static Result answer(const TableSystem *system, VerdictKind expected)
{
    Result result = search(&system->question, &(SearchOptions){.strategy = STRATEGY_BFS});
    ck_assert_int_eq(result.verdict.kind, expected);
    expect_replay(system, &result);
    return result;
}

/* 0 spins until the other moves to 1.  Fairness makes the other move. */
START_TEST(fairness_ends_a_spin)
{
    TableSystem system;
    table_begin(&system, 2, 2, CHECK_EVENTUALLY, 1u << 1);
    table_edge(&system, 0, ONE, 0);
    table_edge(&system, 0, TWO, 1);
    Result result = answer(&system, VERDICT_HOLDS);
    result_free(&result);
}
END_TEST

/* Both spin, each waiting for the other. */
START_TEST(two_spin_for_ever)
{
    TableSystem system;
    table_begin(&system, 2, 2, CHECK_EVENTUALLY, 1u << 1);
    table_edge(&system, 0, ONE, 0);
    table_edge(&system, 0, TWO, 0);
    Result result = answer(&system, VERDICT_LIVELOCK);
    ck_assert_uint_eq(result.schedule.cycle, 0);
    ck_assert_uint_eq(result.schedule.length, 2);
    result_free(&result);
}
END_TEST

/* Two can move in every state of the cycle, but only out of it: states alone would let the cycle
 * pass as fair, its moves do not. */
START_TEST(moves_count_not_only_states)
{
    TableSystem system;
    table_begin(&system, 3, 2, CHECK_EVENTUALLY, 1u << 2);
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, ONE, 0);
    table_edge(&system, 0, TWO, 2);
    table_edge(&system, 1, TWO, 2);
    Result result = answer(&system, VERDICT_HOLDS);
    result_free(&result);

    /* Blocked every other time, it may be passed over for ever. */
    system.cell[1][TWO].outcome[0] = BLOCKED;
    result = answer(&system, VERDICT_LIVELOCK);
    ck_assert_uint_eq(result.schedule.length, 2);
    result_free(&result);
}
END_TEST

/* 0 -> 1 -> 3 and 0 -> 2 -> 3 -> 4: the goal holds in 1 only, so the way through 2 joins states
 * that another way came to with the goal behind it. */
START_TEST(joins_hide_nothing)
{
    TableSystem system;
    table_begin(&system, 5, 2, CHECK_EVENTUALLY, 1u << 1);
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 0, TWO, 2);
    table_edge(&system, 1, ONE, 3);
    table_edge(&system, 2, TWO, 3);
    table_edge(&system, 3, ONE, 4);
    Result result = answer(&system, VERDICT_STUCK);
    ck_assert_uint_eq(result.schedule.length, 3);
    ck_assert_uint_eq(result.schedule.moves[0].actor, TWO);
    result_free(&result);
}
END_TEST

/* The shortest way to the place beyond hope, and not further. */
START_TEST(stuck_is_reported_where_hope_ends)
{
    TableSystem system;
    table_begin(&system, 5, 2, CHECK_REACHABLE, 1u << 1);
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, ONE, 0);
    table_edge(&system, 1, TWO, 2);
    table_edge(&system, 2, TWO, 3);
    table_edge(&system, 3, TWO, 4);
    table_edge(&system, 4, TWO, 2);
    Result result = answer(&system, VERDICT_STUCK);
    ck_assert_uint_eq(result.schedule.length, 2);
    result_free(&result);
}
END_TEST

/* What can be shown is reported before what did not happen. */
START_TEST(a_lost_goal_goes_before_an_unreached_one)
{
    TableSystem system;
    table_begin(&system, 2, 2, CHECK_REACHABLE, 1u << 0);
    table_edge(&system, 0, ONE, 1);
    system.checks[0].kind = CHECK_SOMETIMES;
    system.bad[0] = ~0u;
    Result result = answer(&system, VERDICT_STUCK);
    result_free(&result);

    system.bad[1] = 0;
    result = answer(&system, VERDICT_VIOLATES);
    ck_assert_str_eq(result.verdict.name, "first");
    ck_assert(!result.has_schedule);
    result_free(&result);
}
END_TEST

START_TEST(memory_for_the_graph_may_run_out)
{
    TableSystem system;
    table_begin(&system, 2, 2, CHECK_REACHABLE, 0);
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, ONE, 0);
    SearchOptions options = {.strategy = STRATEGY_BFS, .limits = {.memory = 1}};
    Result result = search(&system.question, &options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_str_eq(result.verdict.name, "memory");
    result_free(&result);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("goals");
    TCase *cases = tcase_create("goals");
    tcase_set_timeout(cases, 120);
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, reachable_agrees_with_reference);
    tcase_add_test(cases, eventually_agrees_with_reference);
    tcase_add_test(cases, goals_among_other_failures);
    tcase_add_test(cases, fairness_ends_a_spin);
    tcase_add_test(cases, two_spin_for_ever);
    tcase_add_test(cases, moves_count_not_only_states);
    tcase_add_test(cases, joins_hide_nothing);
    tcase_add_test(cases, stuck_is_reported_where_hope_ends);
    tcase_add_test(cases, a_lost_goal_goes_before_an_unreached_one);
    tcase_add_test(cases, memory_for_the_graph_may_run_out);
    return suite_run(suite);
}
