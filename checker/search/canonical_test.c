/* The canonical counterexample against brute force: all shortest schedules of small random systems
 * are enumerated, and the best of them is compared with what the search answers. */
#include "checker/search/judge.h"
#include "checker/search/suite.h"
#include "checker/search/table_system.h"

#include <string.h>

#define SYSTEMS ALL_OR_FEWER(4000, 1000)
#define LONGEST 7
#define UNREACHED UINT32_MAX

/* -------- the reference -------- */

typedef struct Reference {
    const TableSystem *system;
    const Verdict *find;
    uint32_t distance[TABLE_ROWS]; /* from the initial states, through expanded ones */
    uint32_t least;                /* length of the shortest failing schedules, or UNREACHED */
    /* The enumeration. */
    Move path[LONGEST];
    uint32_t initial;
    bool found;
    Move best[LONGEST];
    uint32_t best_initial, best_switches;
} Reference;

static bool is_wanted(const Reference *reference, VerdictKind kind, const char *name)
{
    const Verdict *find = reference->find;
    if (!find) return true;
    return find->kind == kind && (!find->name || (name && strcmp(find->name, name) == 0));
}

static bool is_bad(const Reference *reference, uint32_t row)
{
    return (reference->system->bad[0] | reference->system->bad[1]) >> row & 1;
}

static bool can_nobody_move(const TableSystem *system, uint32_t row)
{
    for (uint32_t actor = 0; actor < system->actors; actor++)
        if (system->cell[row][actor].outcome[0] != BLOCKED) return false;
    return true;
}

/* Does a schedule fail by ending in this row? */
static bool fails_in(const Reference *reference, uint32_t row)
{
    const TableSystem *system = reference->system;
    if (system->bad[0] >> row & 1 && is_wanted(reference, VERDICT_VIOLATES, "first")) return true;
    if (system->bad[1] >> row & 1 && is_wanted(reference, VERDICT_VIOLATES, "second")) return true;
    uint32_t all = (1u << system->actors) - 1;
    return !is_bad(reference, row) && can_nobody_move(system, row) &&
           (system->may_rest[row] & all) != all && is_wanted(reference, VERDICT_DEADLOCK, NULL);
}

static bool throws_wanted(const Reference *reference, const TableCell *cell, uint32_t choice)
{
    return cell->outcome[choice] == THREW &&
           is_wanted(reference, VERDICT_THROWS, table_messages[cell->message[choice]]);
}

static void relax(uint32_t *distance, uint32_t to, uint32_t length, bool *ret_changed)
{
    if (length >= distance[to]) return;
    distance[to] = length;
    *ret_changed = true;
}

static void compute_distances(Reference *reference)
{
    const TableSystem *system = reference->system;
    uint32_t *distance = reference->distance;
    bool changed = true;
    memset(distance, 0xff, sizeof reference->distance);
    for (uint32_t i = 0; i < system->initials; i++)
        distance[system->initial[i]] = 0;
    while (changed) {
        changed = false;
        for (uint32_t row = 0; row < system->rows; row++) {
            if (distance[row] == UNREACHED || is_bad(reference, row)) continue;
            for (uint32_t actor = 0; actor < system->actors; actor++) {
                const TableCell *cell = &system->cell[row][actor];
                for (uint32_t choice = 0; choice < cell->choices; choice++)
                    if (cell->outcome[choice] == RAN)
                        relax(distance, cell->to[choice], distance[row] + 1, &changed);
            }
        }
    }
}

static uint32_t least_failure(const Reference *reference)
{
    const TableSystem *system = reference->system;
    uint32_t least = UNREACHED;
    for (uint32_t row = 0; row < system->rows; row++) {
        uint32_t length = reference->distance[row];
        if (length == UNREACHED) continue;
        if (fails_in(reference, row) && length < least) least = length;
        if (is_bad(reference, row)) continue;
        for (uint32_t actor = 0; actor < system->actors; actor++) {
            const TableCell *cell = &system->cell[row][actor];
            for (uint32_t choice = 0; choice < cell->choices; choice++)
                if (throws_wanted(reference, cell, choice) && length + 1 < least)
                    least = length + 1;
        }
    }
    return least;
}

/* -------- enumeration of all schedules of the least length -------- */

static int compare_paths(const Move *a, const Move *b, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        int order = strcmp(table_actors[a[i].actor], table_actors[b[i].actor]);
        if (order == 0) order = strcmp(table_steps[a[i].step].name, table_steps[b[i].step].name);
        if (order == 0) order = a[i].choice - b[i].choice;
        if (order != 0) return order;
    }
    return 0;
}

static void offer_path(Reference *reference)
{
    uint32_t switches = 0;
    for (uint32_t i = 1; i < reference->least; i++)
        switches += reference->path[i].actor != reference->path[i - 1].actor;
    bool better = !reference->found || switches < reference->best_switches;
    if (reference->found && switches == reference->best_switches)
        better = compare_paths(reference->path, reference->best, reference->least) < 0;
    if (!better) return;
    reference->found = true;
    reference->best_switches = switches;
    reference->best_initial = reference->initial;
    memcpy(reference->best, reference->path, sizeof reference->best);
}

static void extend(Reference *reference, uint32_t row, uint32_t length)
{
    const TableSystem *system = reference->system;
    if (length == reference->least && fails_in(reference, row)) offer_path(reference);
    if (length == reference->least || is_bad(reference, row)) return;
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        const TableCell *cell = &system->cell[row][actor];
        for (uint32_t choice = 0; choice < cell->choices; choice++) {
            reference->path[length] = (Move){(uint16_t)actor, (uint16_t)choice, cell->step};
            if (cell->outcome[choice] == RAN) extend(reference, cell->to[choice], length + 1);
            if (throws_wanted(reference, cell, choice) && length + 1 == reference->least)
                offer_path(reference);
        }
    }
}

static void enumerate(Reference *reference)
{
    const TableSystem *system = reference->system;
    for (uint32_t i = 0; i < system->initials; i++) {
        reference->initial = i;
        extend(reference, system->initial[i], 0);
    }
}

/* -------- the figures after finishing the level that shows the failure -------- */

/* Does expanding this row show a failure: its own deadlock, or one that a move leads to? */
static bool shows_failure(const Reference *reference, uint32_t row)
{
    const TableSystem *system = reference->system;
    if (fails_in(reference, row)) return true;
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        const TableCell *cell = &system->cell[row][actor];
        for (uint32_t choice = 0; choice < cell->choices; choice++) {
            if (throws_wanted(reference, cell, choice)) return true;
            bool ran = cell->outcome[choice] == RAN;
            if (ran && is_bad(reference, cell->to[choice]) && fails_in(reference, cell->to[choice]))
                return true;
        }
    }
    return false;
}

static bool violates_at_start(const Reference *reference)
{
    for (uint32_t row = 0; row < reference->system->rows; row++)
        if (reference->distance[row] == 0 && is_bad(reference, row) && fails_in(reference, row))
            return true;
    return false;
}

/* Levels 0 .. the answer - 1 are expanded. */
static uint32_t expanded_levels(const Reference *reference)
{
    uint32_t least = UNREACHED;
    if (violates_at_start(reference)) return 0;
    for (uint32_t row = 0; row < reference->system->rows; row++) {
        uint32_t level = reference->distance[row];
        if (level == UNREACHED || is_bad(reference, row) || !shows_failure(reference, row))
            continue;
        if (level + 1 < least) least = level + 1;
    }
    return least;
}

static uint32_t moves_out_of(const TableSystem *system, uint32_t row)
{
    uint32_t moves = 0;
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        const TableCell *cell = &system->cell[row][actor];
        if (cell->outcome[0] != BLOCKED) moves += cell->choices;
    }
    return moves;
}

static void compare_figures(const Reference *reference, const Statistics *statistics)
{
    const TableSystem *system = reference->system;
    uint32_t expanded = expanded_levels(reference);
    uint64_t states = 0, transitions = 0;
    for (uint32_t row = 0; row < system->rows; row++) {
        uint32_t level = reference->distance[row];
        if (level == UNREACHED || level > expanded) continue;
        states++;
        if (level < expanded && !is_bad(reference, row)) transitions += moves_out_of(system, row);
    }
    ck_assert_uint_eq(statistics->states, states);
    ck_assert_uint_eq(statistics->transitions, transitions);
}

/* -------- the tests -------- */

static void compare_schedule(Reference *reference, const Result *result)
{
    ck_assert(result->has_schedule);
    ck_assert_uint_eq(result->schedule.length, reference->least);
    ck_assert_uint_eq(result->schedule.cycle, reference->least);
    if (reference->least > LONGEST) return;
    enumerate(reference);
    ck_assert(reference->found);
    ck_assert_uint_eq(result->schedule.initial, reference->best_initial);
    for (uint32_t i = 0; i < reference->least; i++) {
        ck_assert_uint_eq(result->schedule.moves[i].actor, reference->best[i].actor);
        ck_assert_uint_eq(result->schedule.moves[i].step, reference->best[i].step);
        ck_assert_uint_eq(result->schedule.moves[i].choice, reference->best[i].choice);
    }
}

static void compare_with(TableSystem *system, const Verdict *find, const SearchOptions *options)
{
    system->question.find = find;
    Reference reference = {.system = system, .find = find};
    compute_distances(&reference);
    reference.least = least_failure(&reference);

    Result result = search(&system->question, options);
    compare_figures(&reference, &result.statistics);
    if (reference.least == UNREACHED) {
        ck_assert_int_eq(result.verdict.kind, VERDICT_HOLDS);
        ck_assert(!result.has_schedule);
    } else {
        compare_schedule(&reference, &result);
        ck_assert(
            verdict_equal(judge_schedule(&system->question, &result.schedule), result.verdict));
        ck_assert(is_wanted(&reference, result.verdict.kind, result.verdict.name));
    }
    result_free(&result);
}

/* The way back is found in two ways: by making all moves again, or, where a failure was expected,
 * along those that were noted. */
static void compare(TableSystem *system, const Verdict *find)
{
    compare_with(system, find, &(SearchOptions){.strategy = STRATEGY_BFS});
    compare_with(system, find, &(SearchOptions){.strategy = STRATEGY_BFS, .expects_failure = true});
    compare_with(system, find,
                 &(SearchOptions){.expects_failure = true, .workers = 3, .crew_from = 1});
}

START_TEST(any_failure)
{
    TableSystem system;
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        table_random_system(&system, seed);
        compare(&system, NULL);
    }
}
END_TEST

START_TEST(wanted_failure)
{
    static const Verdict wanted[] = {
        {VERDICT_VIOLATES, "second"},    {VERDICT_VIOLATES, NULL}, {VERDICT_DEADLOCK, NULL},
        {VERDICT_THROWS, "out of mind"}, {VERDICT_THROWS, NULL},
    };
    TableSystem system;
    table_random_system(&system, 0);
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        table_random_system(&system, seed);
        compare(&system, &wanted[seed % (sizeof wanted / sizeof *wanted)]);
    }
}
END_TEST

/* Depth-first finds some failure exactly where breadth-first finds one, and counts the same where
 * there is none. */
START_TEST(depth_first_agrees)
{
    TableSystem system;
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        table_random_system(&system, seed);
        Result breadth = search(&system.question, &(SearchOptions){.strategy = STRATEGY_BFS});
        Result depth = search(&system.question, &(SearchOptions){.strategy = STRATEGY_DFS});
        ck_assert_int_eq(breadth.has_schedule, depth.has_schedule);
        if (depth.has_schedule) {
            ck_assert_int_ne(depth.verdict.kind, VERDICT_HOLDS);
            ck_assert_uint_ge(depth.schedule.length, breadth.schedule.length);
            ck_assert(
                verdict_equal(judge_schedule(&system.question, &depth.schedule), depth.verdict));
        } else {
            ck_assert_int_eq(depth.verdict.kind, VERDICT_HOLDS);
            ck_assert_uint_eq(breadth.statistics.states, depth.statistics.states);
            ck_assert_uint_eq(breadth.statistics.transitions, depth.statistics.transitions);
        }
        result_free(&breadth);
        result_free(&depth);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("canonical");
    TCase *tcase = tcase_create("random systems against brute force");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, any_failure);
    tcase_add_test(tcase, wanted_failure);
    tcase_add_test(tcase, depth_first_agrees);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
