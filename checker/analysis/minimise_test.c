/* Least schedules of small random systems, against a plain fixpoint that goes backwards. */
#include "checker/analysis/minimise.h"

#include "checker/analysis/least.h"
#include "checker/search/prospect.h"
#include "checker/search/statistics.h"
#include "checker/search/suite.h"
#include "checker/search/table_system.h"

#include <string.h>

enum { SEEDS = 1500, NOBODY = TABLE_ACTORS, FAR = UINT16_MAX, ALL_MASKS = 1 << TABLE_ACTORS };

static const SearchOptions plain = {.strategy = STRATEGY_DFS};

/* What is still to come after a row and the actor that moved last. */
typedef struct Togo {
    uint16_t switches[TABLE_ROWS][TABLE_ACTORS + 1], steps[TABLE_ROWS][TABLE_ACTORS + 1];
} Togo;

typedef struct Fixpoint {
    const TableSystem *system;
    Verdict verdict;
    bool target[TABLE_ROWS]; /* a way ends in this row */
    bool closed[TABLE_ROWS]; /* a run ends here in another way, or must not come here */
    Togo togo;
} Fixpoint;

static bool less(uint32_t switches, uint32_t steps, uint32_t other_switches, uint32_t other_steps)
{
    return switches != other_switches ? switches < other_switches : steps < other_steps;
}

/* What a move leads to: false, it is no way on. */
static bool after(const Fixpoint *f, uint32_t row, uint32_t actor, uint32_t choice,
                  uint32_t *ret_switches, uint32_t *ret_steps)
{
    const TableCell *cell = &f->system->cell[row][actor];
    if (cell->outcome[choice] == THREW) {
        const char *message = table_messages[cell->message[choice]];
        *ret_switches = *ret_steps = 0;
        return f->verdict.kind == VERDICT_THROWS && strcmp(message, f->verdict.name) == 0;
    }
    uint32_t to = cell->to[choice];
    *ret_switches = f->togo.switches[to][actor];
    *ret_steps = f->togo.steps[to][actor];
    return f->target[to] || (!f->closed[to] && *ret_switches != FAR);
}

static bool relax(Fixpoint *f, uint32_t row, uint32_t last)
{
    bool better = false;
    for (uint32_t actor = 0; actor < f->system->actors; actor++) {
        const TableCell *cell = &f->system->cell[row][actor];
        for (uint32_t choice = 0; choice < cell->choices; choice++) {
            uint32_t switches, steps;
            if (cell->outcome[choice] == BLOCKED) continue;
            if (!after(f, row, actor, choice, &switches, &steps)) continue;
            switches += last != NOBODY && last != actor;
            if (!less(switches, steps + 1, f->togo.switches[row][last], f->togo.steps[row][last]))
                continue;
            f->togo.switches[row][last] = (uint16_t)switches;
            f->togo.steps[row][last] = (uint16_t)(steps + 1);
            better = true;
        }
    }
    return better;
}

static void fix(Fixpoint *f)
{
    memset(&f->togo, 0xff, sizeof f->togo);
    for (uint32_t row = 0; row < f->system->rows; row++)
        if (f->target[row])
            for (uint32_t last = 0; last <= NOBODY; last++)
                f->togo.switches[row][last] = f->togo.steps[row][last] = 0;
    for (bool better = true; better;) {
        better = false;
        for (uint32_t row = 0; row < f->system->rows; row++)
            for (uint32_t last = 0; last <= NOBODY && !f->target[row] && !f->closed[row]; last++)
                better |= relax(f, row, last);
    }
}

/* The first move in the canonical order that keeps to the least cost. */
static Move first_move(const Fixpoint *f, uint32_t row, uint32_t last)
{
    Move best = {.actor = UINT16_MAX};
    for (uint32_t actor = 0; actor < f->system->actors; actor++) {
        const TableCell *cell = &f->system->cell[row][actor];
        for (uint32_t choice = 0; choice < cell->choices; choice++) {
            uint32_t switches, steps;
            Move move = {(uint16_t)actor, (uint16_t)choice, cell->step};
            if (cell->outcome[choice] == BLOCKED) continue;
            if (!after(f, row, actor, choice, &switches, &steps)) continue;
            switches += last != NOBODY && last != actor;
            if (switches != f->togo.switches[row][last] || steps + 1 != f->togo.steps[row][last])
                continue;
            bool first = best.actor == UINT16_MAX ||
                         least_compare_moves(&f->system->subject, move, best) < 0;
            if (first) best = move;
        }
    }
    return best;
}

/* The schedule is the canonical one, to the last move. */
static void compare(const Fixpoint *f, const Schedule *schedule)
{
    uint32_t row = f->system->initial[schedule->initial], last = NOBODY;
    Length length = schedule_length(schedule);
    ck_assert_uint_eq(length.switches, f->togo.switches[row][last]);
    ck_assert_uint_eq(length.steps, f->togo.steps[row][last]);
    for (uint32_t i = 0; i < length.steps; i++) {
        Move move = first_move(f, row, last);
        ck_assert_mem_eq(&move, &schedule->moves[i], sizeof move);
        row = f->system->cell[row][move.actor].to[move.choice];
        last = move.actor;
    }
}

static bool halts(const TableSystem *system, uint32_t row)
{
    for (uint32_t actor = 0; actor < system->actors; actor++)
        if (system->cell[row][actor].outcome[0] != BLOCKED) return false;
    return true;
}

static bool deadlocks(const TableSystem *system, uint32_t row)
{
    uint32_t all = (UINT32_C(1) << system->actors) - 1;
    return halts(system, row) && (system->may_rest[row] & all) != all;
}

static bool is_lost(const TableSystem *system, const Check *goal, uint32_t row)
{
    uint8_t state = (uint8_t)row;
    Prospect ahead = prospect(&system->question, &plain, clock_seconds(), goal, &state, 0);
    schedule_free(&ahead.rest);
    return ahead.kind == PROSPECT_LOST;
}

/* The first invariant that is false there; 2: none. */
static uint32_t broken(const TableSystem *system, uint32_t row)
{
    for (uint32_t check = 0; check < 2; check++)
        if (system->checks[check].kind == CHECK_ALWAYS && system->bad[check] >> row & 1)
            return check;
    return 2;
}

static Fixpoint fixpoint_of(const TableSystem *system, Verdict verdict)
{
    Fixpoint f = {.system = system, .verdict = verdict};
    const Check *goal = &system->checks[1];
    for (uint32_t row = 0; row < system->rows; row++) {
        uint32_t wrong = broken(system, row);
        bool named = wrong < 2 && verdict.name && !strcmp(system->checks[wrong].name, verdict.name);
        f.closed[row] = wrong < 2;
        if (verdict.kind == VERDICT_VIOLATES) f.target[row] = named;
        if (verdict.kind == VERDICT_DEADLOCK) f.target[row] = wrong == 2 && deadlocks(system, row);
        if (verdict.kind != VERDICT_STUCK) continue;
        bool reached = !(system->bad[1] >> row & 1);
        if (goal->kind == CHECK_EVENTUALLY) f.closed[row] |= reached;
        f.target[row] = goal->kind == CHECK_REACHABLE
                            ? wrong == 2 && is_lost(system, goal, row)
                            : !f.closed[row] && halts(system, row) && !deadlocks(system, row);
    }
    fix(&f);
    return f;
}

/* Without the search of the whole: it fails in the same way, and is no better than the best. */
static void compare_local(const TableSystem *system, const Result *found, const Schedule *least)
{
    Minimised local = minimise(&system->question, &plain, &found->schedule, found->verdict, 1);
    Length length = schedule_length(&local.schedule);
    ck_assert(!length_less(length, schedule_length(least)));
    ck_assert(!length_less(schedule_length(&found->schedule), length));
    schedule_free(&local.schedule);
}

static uint32_t counts[VERDICT_INCOMPLETE + 1];

static void minimise_one(const TableSystem *system)
{
    Result found = search(&system->question, &plain);
    if (found.has_schedule && found.verdict.kind != VERDICT_LIVELOCK) {
        Fixpoint f = fixpoint_of(system, found.verdict);
        Minimised least = minimise(&system->question, &plain, &found.schedule, found.verdict, 1000);
        ck_assert_msg(least.worth == WORTH_OPTIMAL, "verdict %d %s, check %d, %u rows, worth %d",
                      found.verdict.kind, found.verdict.name, system->checks[1].kind, system->rows,
                      least.worth);
        compare(&f, &least.schedule);
        compare_local(system, &found, &least.schedule);
        counts[found.verdict.kind]++;
        schedule_free(&least.schedule);
    }
    result_free(&found);
}

START_TEST(nothing_is_less_than_the_least)
{
    TableSystem system;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        table_random_system(&system, seed);
        minimise_one(&system);
        table_random_goal_system(&system, seed, seed % 2, CHECK_REACHABLE);
        minimise_one(&system);
        table_random_goal_system(&system, seed, seed % 2, CHECK_EVENTUALLY);
        minimise_one(&system);
    }
    ck_assert_uint_gt(counts[VERDICT_VIOLATES], 100);
    ck_assert_uint_gt(counts[VERDICT_THROWS], 100);
    ck_assert_uint_gt(counts[VERDICT_DEADLOCK], 20);
    ck_assert_uint_gt(counts[VERDICT_STUCK], 100);
}
END_TEST

/* -------- lassos -------- */

/* Costs forwards from a row, over who moved last and who was served; by rounds until nothing gets
 * better. */
typedef struct Rounds {
    const TableSystem *system;
    uint32_t cost[TABLE_ROWS][TABLE_ACTORS + 1][ALL_MASKS]; /* switches << 16 | steps */
    bool serves;
} Rounds;

static uint32_t blocked_in(const TableSystem *system, uint32_t row)
{
    uint32_t blocked = 0;
    for (uint32_t actor = 0; actor < system->actors; actor++)
        if (system->cell[row][actor].outcome[0] == BLOCKED) blocked |= 1u << actor;
    return blocked;
}

static bool goal_free(const TableSystem *system, uint32_t row)
{
    return (system->bad[1] >> row & 1) && broken(system, row) == 2 && !deadlocks(system, row);
}

/* One round; the costs of coming back to `home` with everybody served are kept apart. */
static bool spread(Rounds *rounds, uint32_t home, uint32_t *ret_home)
{
    const TableSystem *system = rounds->system;
    uint32_t all = (1u << system->actors) - 1;
    bool better = false;
    for (uint32_t row = 0; row < system->rows; row++)
        for (uint32_t last = 0; last <= NOBODY; last++)
            for (uint32_t mask = 0; mask < ALL_MASKS; mask++) {
                uint32_t cost = rounds->cost[row][last][mask];
                for (uint32_t actor = 0; cost != UINT32_MAX && actor < system->actors; actor++) {
                    const TableCell *cell = &system->cell[row][actor];
                    for (uint32_t choice = 0; choice < cell->choices; choice++) {
                        uint32_t to = cell->to[choice];
                        if (cell->outcome[choice] != RAN || !goal_free(system, to)) continue;
                        bool switches = last != NOBODY && last != actor;
                        uint32_t next = cost + (switches ? 1u << 16 : 0) + 1;
                        uint32_t served =
                            rounds->serves ? mask | 1u << actor | blocked_in(system, to) : 0;
                        if (to == home && (served & all) == all && next < *ret_home)
                            *ret_home = next;
                        if (next >= rounds->cost[to][actor][served]) continue;
                        rounds->cost[to][actor][served] = next;
                        better = true;
                    }
                }
            }
    return better;
}

static uint32_t least_lasso(const TableSystem *system, uint32_t start)
{
    static Rounds stem, cycle;
    uint32_t best = UINT32_MAX, none = UINT32_MAX;
    stem = (Rounds){.system = system};
    memset(stem.cost, 0xff, sizeof stem.cost);
    if (goal_free(system, start)) stem.cost[start][NOBODY][0] = 0;
    while (spread(&stem, UINT32_MAX, &none))
        continue;
    for (uint32_t row = 0; row < system->rows; row++)
        for (uint32_t last = 0; last <= NOBODY; last++) {
            if (stem.cost[row][last][0] == UINT32_MAX) continue;
            cycle = (Rounds){.system = system, .serves = true};
            memset(cycle.cost, 0xff, sizeof cycle.cost);
            cycle.cost[row][last][blocked_in(system, row)] = stem.cost[row][last][0];
            while (spread(&cycle, row, &best))
                continue;
        }
    return best;
}

START_TEST(no_lasso_is_less_than_the_least)
{
    uint32_t count = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        TableSystem system;
        table_random_goal_system(&system, seed, seed % 2, CHECK_EVENTUALLY);
        Result found = search(&system.question, &plain);
        if (found.verdict.kind == VERDICT_LIVELOCK) {
            Minimised least =
                minimise(&system.question, &plain, &found.schedule, found.verdict, 1000);
            Length length = schedule_length(&least.schedule);
            ck_assert_int_eq(least.worth, WORTH_OPTIMAL);
            ck_assert_uint_eq(length.switches << 16 | length.steps,
                              least_lasso(&system, system.initial[found.schedule.initial]));
            compare_local(&system, &found, &least.schedule);
            schedule_free(&least.schedule);
            count++;
        }
        result_free(&found);
    }
    ck_assert_uint_gt(count, 100);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("minimise");
    TCase *cases = tcase_create("minimise");
    tcase_add_test(cases, nothing_is_less_than_the_least);
    tcase_add_test(cases, no_lasso_is_less_than_the_least);
    tcase_set_timeout(cases, 120);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
