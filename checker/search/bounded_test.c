/* Bounded search, against an enumeration of all schedules within the bound. */
#include "checker/search/suite.h"
#include "checker/search/table_by_hand.h"

#include <string.h>

#define SYSTEMS 1500
#define DEPTH 6

/* -------- the reference: every schedule, one by one -------- */

typedef struct Reference {
    const TableSystem *system;
    uint32_t max_depth, max_preemptions;
    uint32_t rows; /* bit set: come to */
    bool fails;
} Reference;

static bool progresses(const TableSystem *system, uint32_t row, uint32_t actor)
{
    const TableCell *cell = &system->cell[row][actor];
    for (uint32_t choice = 0; choice < cell->choices; choice++)
        if (cell->outcome[choice] == THREW ||
            (cell->outcome[choice] == RAN && cell->to[choice] != row))
            return true;
    return false;
}

static bool halts(const TableSystem *system, uint32_t row)
{
    bool rests = true;
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        if (system->cell[row][actor].outcome[0] != BLOCKED) return false;
        rests = rests && (system->may_rest[row] >> actor & 1);
    }
    return !rests;
}

static void enumerate(Reference *reference, uint32_t row, uint32_t last, uint32_t depth,
                      uint32_t preemptions)
{
    const TableSystem *system = reference->system;
    reference->rows |= UINT32_C(1) << row;
    if ((system->bad[0] | system->bad[1]) >> row & 1) {
        reference->fails = true;
        return;
    }
    if (halts(system, row)) reference->fails = true;
    if (depth == reference->max_depth) return;
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        const TableCell *cell = &system->cell[row][actor];
        bool switches = last < system->actors && last != actor;
        uint32_t used = preemptions + (switches && progresses(system, row, last));
        if (used > reference->max_preemptions) continue;
        for (uint32_t choice = 0; choice < cell->choices; choice++) {
            if (cell->outcome[choice] == THREW) reference->fails = true;
            if (cell->outcome[choice] == RAN && cell->to[choice] != row)
                enumerate(reference, cell->to[choice], actor, depth + 1, used);
        }
    }
}

/* -------- comparison -------- */

static uint32_t preemptions_of(const TableSystem *system, const Schedule *schedule)
{
    uint8_t row = system->initial[schedule->initial];
    uint32_t count = 0;
    for (uint32_t i = 0; i < schedule->length; i++) {
        const Move *move = &schedule->moves[i];
        if (i > 0 && schedule->moves[i - 1].actor != move->actor)
            count += progresses(system, row, schedule->moves[i - 1].actor);
        row = system->cell[row][move->actor].to[move->choice];
    }
    return count;
}

static void expect_as_reference(const TableSystem *system, const SearchOptions *options,
                                uint32_t counts[2])
{
    const Limits *limits = &options->limits;
    Reference reference = {.system = system,
                           .max_depth = limits->depth,
                           .max_preemptions =
                               limits->bound_preemptions ? limits->preemptions : UINT32_MAX};
    for (uint32_t i = 0; i < system->initials; i++)
        enumerate(&reference, system->initial[i], UINT32_MAX, 0, 0);

    Result result = search(&system->question, options);
    ck_assert(result.has_schedule == reference.fails);
    counts[reference.fails]++;
    if (result.has_schedule) {
        Replay seen =
            replay(&system->question, &result.schedule, result.verdict, options, NULL, NULL);
        ck_assert(verdict_equal(seen.verdict, result.verdict));
        free(seen.state);
        ck_assert_uint_le(result.schedule.length, limits->depth);
        ck_assert_uint_le(preemptions_of(system, &result.schedule), reference.max_preemptions);
    } else {
        uint32_t states = (uint32_t)__builtin_popcount(reference.rows);
        ck_assert_uint_eq(result.statistics.states, states);
    }
    result_free(&result);
}

START_TEST(agrees_with_enumeration)
{
    uint32_t counts[2] = {0};
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        table_random_system(&system, seed);
        for (uint32_t bound = 0; bound < 4; bound++) {
            SearchOptions options = {
                .strategy = STRATEGY_BOUNDED,
                .limits = {.depth = 1 + (uint32_t)seed % DEPTH,
                           .preemptions = bound,
                           .bound_preemptions = bound < 3},
            };
            expect_as_reference(&system, &options, counts);
        }
    }
    ck_assert_uint_gt(counts[false], SYSTEMS / 4);
    ck_assert_uint_gt(counts[true], SYSTEMS / 4);
}
END_TEST

/* A bounded search says holds exactly when a complete one does and nothing lay beyond the bound. */
START_TEST(never_says_more_than_it_saw)
{
    uint32_t holds = 0, incomplete = 0;
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        table_random_system(&system, seed);
        SearchOptions complete = {.strategy = STRATEGY_DFS};
        SearchOptions bounded = {.strategy = STRATEGY_BOUNDED, .limits = {.depth = 4}};
        Result whole = search(&system.question, &complete);
        Result part = search(&system.question, &bounded);
        bool saw_all = part.statistics.states == whole.statistics.states;
        if (whole.verdict.kind == VERDICT_HOLDS) {
            ck_assert(part.verdict.kind == (saw_all ? VERDICT_HOLDS : VERDICT_INCOMPLETE));
            holds += saw_all;
        }
        if (part.verdict.kind == VERDICT_INCOMPLETE) {
            ck_assert_str_eq(part.verdict.name, "depth");
            incomplete++;
        }
        result_free(&whole);
        result_free(&part);
    }
    ck_assert_uint_gt(holds, SYSTEMS / 50);
    ck_assert_uint_gt(incomplete, SYSTEMS / 50);
}
END_TEST

/* The failure in row 3 takes one step of the other actor in the middle: one preemption. */
START_TEST(preemptions_are_needed)
{
    TableSystem system;
    table_begin(&system, 5, 2, CHECK_ALWAYS, ~(1u << 3));
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, ONE, 4);
    table_edge(&system, 1, TWO, 2);
    table_edge(&system, 2, ONE, 3);
    SearchOptions options = {.strategy = STRATEGY_BOUNDED, .limits = {.bound_preemptions = true}};
    Result result = search(&system.question, &options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_str_eq(result.verdict.name, "preemptions");
    result_free(&result);

    options.limits.preemptions = 1;
    result = search(&system.question, &options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_VIOLATES);
    ck_assert_uint_eq(result.schedule.length, 3);
    result_free(&result);
}
END_TEST

/* Leaving an actor that can only spin costs nothing. */
START_TEST(a_spin_gives_way)
{
    TableSystem system;
    table_begin(&system, 3, 2, CHECK_ALWAYS, ~(1u << 2));
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, ONE, 1);
    table_edge(&system, 1, TWO, 2);
    SearchOptions options = {.strategy = STRATEGY_BOUNDED, .limits = {.bound_preemptions = true}};
    Result result = search(&system.question, &options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_VIOLATES);
    result_free(&result);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bounded");
    TCase *cases = tcase_create("bounded");
    tcase_set_timeout(cases, 120);
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, agrees_with_enumeration);
    tcase_add_test(cases, never_says_more_than_it_saw);
    tcase_add_test(cases, preemptions_are_needed);
    tcase_add_test(cases, a_spin_gives_way);
    return suite_run(suite);
}
