/* What a stuck schedule goes on to, on systems drawn by hand and against dense relations. */
#include "checker/search/suite.h"
#include "checker/search/table_by_hand.h"

#define SYSTEMS ALL_OR_FEWER(3000, 500)

/* -------- by hand -------- */

static Result stuck(const TableSystem *system, Strategy strategy)
{
    SearchOptions options = {.strategy = strategy, .limits = {.runs = 1000}};
    Result result = search(&system->question, &options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_STUCK);
    return result;
}

static const Strategy strategies[] = {STRATEGY_BFS, STRATEGY_DFS, STRATEGY_BOUNDED, STRATEGY_RANDOM,
                                      STRATEGY_PCT};
#define STRATEGIES (sizeof strategies / sizeof *strategies)

/* The goal is lost in 1, and all is over in 4: by two ways, one with fewer switches. */
START_TEST(it_goes_on_to_the_end)
{
    TableSystem system;
    table_begin(&system, 5, 3, CHECK_REACHABLE, 1u << 0);
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, TWO, 2);
    table_edge(&system, 2, THREE, 4);
    table_edge(&system, 1, THREE, 3);
    table_edge(&system, 3, THREE, 4);
    for (uint32_t i = 0; i < STRATEGIES; i++) {
        Result result = stuck(&system, strategies[i]);
        ck_assert_uint_eq(result.schedule.length, 3);
        ck_assert_uint_eq(result.schedule.aftermath, 2);
        ck_assert_uint_eq(result.schedule.cycle, 3);
        ck_assert_uint_eq(result.schedule.moves[1].actor, THREE);
        ck_assert_uint_eq(result.schedule.moves[2].actor, THREE);
        result_free(&result);
    }
}
END_TEST

/* 1 -> 2 -> 3 -> 2: the end is to go round, and it begins in 2. */
START_TEST(it_goes_on_to_where_it_goes_round)
{
    TableSystem system;
    table_begin(&system, 4, 2, CHECK_REACHABLE, 1u << 0);
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, TWO, 2);
    table_edge(&system, 2, ONE, 3);
    table_edge(&system, 3, ONE, 2);
    Result result = stuck(&system, STRATEGY_BFS);
    ck_assert_uint_eq(result.schedule.length, 2);
    ck_assert_uint_eq(result.schedule.aftermath, 1);
    result_free(&result);
}
END_TEST

/* Whoever waits in 1 for the goal waits where it is lost. */
START_TEST(there_may_be_nothing_to_add)
{
    TableSystem system;
    table_begin(&system, 2, 2, CHECK_REACHABLE, 1u << 0);
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, TWO, 1);
    Result result = stuck(&system, STRATEGY_BFS);
    ck_assert_uint_eq(result.schedule.length, 1);
    ck_assert_uint_eq(result.schedule.aftermath, 0);
    result_free(&result);
}
END_TEST

/* -------- against dense relations -------- */

/* The rows that one move leads to. */
static uint32_t rows_next(const TableSystem *system, uint32_t row)
{
    uint32_t rows = 0;
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        const TableCell *cell = &system->cell[row][actor];
        for (uint32_t choice = 0; choice < cell->choices; choice++)
            if (cell->outcome[choice] == RAN) rows |= UINT32_C(1) << cell->to[choice];
    }
    return rows;
}

static uint32_t rows_within(const TableSystem *system, uint32_t row, uint32_t moves)
{
    uint32_t rows = UINT32_C(1) << row;
    for (uint32_t i = 0; i < moves; i++) {
        uint32_t before = rows;
        for (uint32_t from = 0; from < system->rows; from++)
            if (before >> from & 1) rows |= rows_next(system, from);
    }
    return rows;
}

/* A run from here comes back, whatever happens. */
static bool comes_back(const TableSystem *system, uint32_t row)
{
    uint32_t ahead = rows_within(system, row, TABLE_ROWS);
    for (uint32_t other = 0; other < system->rows; other++)
        if (ahead >> other & 1 && !(rows_within(system, other, TABLE_ROWS) >> row & 1))
            return false;
    return true;
}

static uint32_t row_after(const TableSystem *system, const Schedule *schedule, uint32_t length)
{
    uint8_t row = system->initial[schedule->initial];
    for (uint32_t i = 0; i < length; i++)
        row = system->cell[row][schedule->moves[i].actor].to[schedule->moves[i].choice];
    return row;
}

/* The fewest moves from `row` to one that comes back. */
static uint32_t distance_to_end(const TableSystem *system, uint32_t row)
{
    for (uint32_t moves = 0; moves < TABLE_ROWS; moves++) {
        uint32_t rows = rows_within(system, row, moves);
        for (uint32_t to = 0; to < system->rows; to++)
            if (rows >> to & 1 && comes_back(system, to)) return moves;
    }
    return UINT32_MAX;
}

static bool reaches_goal(const TableSystem *system, uint32_t row)
{
    return (rows_within(system, row, TABLE_ROWS) & ~system->bad[1]) != 0;
}

static void expect_aftermath(const TableSystem *system, const Schedule *schedule, uint64_t seed)
{
    uint32_t length = schedule->length - schedule->aftermath;
    uint32_t lost = row_after(system, schedule, length);
    ck_assert_msg(!reaches_goal(system, lost), "seed %llu: hope is left", (unsigned long long)seed);
    ck_assert(length == 0 || reaches_goal(system, row_after(system, schedule, length - 1)));
    ck_assert(comes_back(system, row_after(system, schedule, schedule->length)));
    ck_assert_uint_eq(schedule->aftermath, distance_to_end(system, lost));
}

START_TEST(aftermaths_are_shortest_and_final)
{
    uint32_t with_aftermath = 0;
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        table_random_goal_system(&system, seed, false, CHECK_REACHABLE);
        for (uint32_t i = 0; i < STRATEGIES; i++) {
            SearchOptions options = {.strategy = strategies[i], .limits = {.runs = 20}};
            Result result = search(&system.question, &options);
            if (result.verdict.kind == VERDICT_STUCK)
                expect_aftermath(&system, &result.schedule, seed);
            with_aftermath += result.schedule.aftermath > 0;
            result_free(&result);
        }
    }
    ck_assert_uint_gt(with_aftermath, SYSTEMS / 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("aftermath");
    TCase *cases = tcase_create("aftermath");
    tcase_set_timeout(cases, 120);
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, it_goes_on_to_the_end);
    tcase_add_test(cases, it_goes_on_to_where_it_goes_round);
    tcase_add_test(cases, there_may_be_nothing_to_add);
    tcase_add_test(cases, aftermaths_are_shortest_and_final);
    return suite_run(suite);
}
