/* What is computed about random runs, against a dense reference and against all runs one by one, on
 * small random systems with cycles, choices, throws, deadlocks and goals. */
#include "checker/analysis/horizon.h"
#include "checker/analysis/interval.h"
#include "checker/analysis/odds.h"
#include "checker/analysis/pct_chain.h"
#include "checker/search/prospect.h"
#include "checker/search/suite.h"
#include "checker/search/table_by_hand.h"
#include "checker/search/walk.h"

#include <math.h>
#include <string.h>

#define SYSTEMS 2000
#define NODES (2 * TABLE_ROWS) /* a row, and whether the goal was met */

/* -------- the reference -------- */

/* Straight from the tables: what may come next from each node, and where runs end. */
typedef struct Reference {
    const TableSystem *system;
    uint32_t ends;                 /* bit set of nodes */
    double value[NODES];           /* of those: does the run fail there? */
    double next[NODES][NODES + 1]; /* probabilities; the last column: a throw */
    double start[NODES];
} Reference;

static uint32_t node_of(const TableSystem *system, uint32_t row, bool met)
{
    return 2 * row + (met || !(system->bad[1] >> row & 1));
}

/* Nothing is met of the goal so far: is it lost, by a search from this row? */
static bool is_lost(const TableSystem *system, uint32_t node)
{
    SearchOptions options = {0};
    const Check *goal = &system->checks[1];
    uint8_t row = (uint8_t)(node / 2);
    if (goal->kind == CHECK_ALWAYS || !(system->bad[1] >> row & 1)) return false;
    if (goal->kind == CHECK_EVENTUALLY && node % 2) return false;
    Prospect ahead = prospect(&system->question, &options, 0, goal, &row, 0);
    schedule_free(&ahead.rest);
    return ahead.kind == PROSPECT_LOST;
}

static bool violates(const TableSystem *system, uint32_t row)
{
    bool second = system->checks[1].kind == CHECK_ALWAYS && system->bad[1] >> row & 1;
    return system->bad[0] >> row & 1 || second;
}

static bool is_offered(const TableSystem *system, uint32_t row, uint32_t actor, uint32_t choice)
{
    const TableCell *cell = &system->cell[row][actor];
    return cell->outcome[choice] == THREW ||
           (cell->outcome[choice] == RAN && cell->to[choice] != row);
}

static uint32_t count_offered(const TableSystem *system, uint32_t row, uint32_t actor)
{
    uint32_t count = 0;
    for (uint32_t choice = 0; choice < system->cell[row][actor].choices; choice++)
        count += is_offered(system, row, actor, choice);
    return count;
}

static uint32_t count_ready(const TableSystem *system, uint32_t row)
{
    uint32_t count = 0;
    for (uint32_t actor = 0; actor < system->actors; actor++)
        count += count_offered(system, row, actor) > 0;
    return count;
}

static bool is_deadlock(const TableSystem *system, uint32_t row)
{
    for (uint32_t actor = 0; actor < system->actors; actor++)
        if (system->cell[row][actor].outcome[0] != BLOCKED) return false;
    uint32_t all = (1u << system->actors) - 1;
    return (system->may_rest[row] & all) != all;
}

static void refer_moves(Reference *reference, uint32_t node)
{
    const TableSystem *system = reference->system;
    uint32_t row = node / 2, ready = count_ready(system, row);
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        const TableCell *cell = &system->cell[row][actor];
        for (uint32_t choice = 0; choice < cell->choices; choice++) {
            if (!is_offered(system, row, actor, choice)) continue;
            uint32_t to = cell->outcome[choice] == THREW
                              ? NODES
                              : node_of(system, cell->to[choice], node % 2);
            reference->next[node][to] += 1.0 / ready / count_offered(system, row, actor);
        }
    }
}

static void refer_to(Reference *reference, const TableSystem *system)
{
    *reference = (Reference){.system = system};
    for (uint32_t i = 0; i < system->initials; i++)
        reference->start[node_of(system, system->initial[i], false)] += 1.0 / system->initials;
    for (uint32_t node = 0; node < 2 * system->rows; node++) {
        uint32_t row = node / 2;
        bool fails = violates(system, row) || is_deadlock(system, row);
        if (violates(system, row) || count_ready(system, row) == 0) {
            reference->ends |= 1u << node;
            reference->value[node] = fails || is_lost(system, node);
        } else {
            refer_moves(reference, node);
        }
    }
}

/* The nodes that a run comes back to for ever once it is there: all that it leads to lead back, and
 * nothing throws. */
static uint32_t recurrent(const Reference *reference)
{
    uint64_t after[NODES + 1] = {0};
    uint32_t found = 0;
    for (uint32_t from = 0; from < NODES; from++)
        for (uint32_t to = 0; to <= NODES; to++)
            after[from] |= (uint64_t)(reference->next[from][to] > 0) << to;
    for (uint32_t middle = 0; middle < NODES; middle++)
        for (uint32_t from = 0; from < NODES; from++)
            if (after[from] >> middle & 1) after[from] |= after[middle];
    for (uint32_t from = 0; from < NODES; from++) {
        bool comes_back = after[from] != 0;
        for (uint32_t to = 0; to <= NODES; to++)
            if (after[from] >> to & 1 && !(after[to] >> from & 1)) comes_back = false;
        found |= (uint32_t)comes_back << from;
    }
    return found;
}

/* x = next x + thrown, where runs neither end nor stay; Gauss and Jordan. */
static double solve(const Reference *reference)
{
    static double a[NODES][NODES + 1];
    uint32_t stay = recurrent(reference);
    for (uint32_t i = 0; i < NODES; i++) {
        bool known = (reference->ends | stay) >> i & 1;
        for (uint32_t k = 0; k < NODES; k++)
            a[i][k] = (i == k) - (known ? 0 : reference->next[i][k]);
        a[i][NODES] = known ? reference->value[i] : reference->next[i][NODES];
        if (stay >> i & 1) a[i][NODES] = is_lost(reference->system, i);
    }
    for (uint32_t pivot = 0; pivot < NODES; pivot++) {
        uint32_t best = pivot;
        for (uint32_t i = pivot; i < NODES; i++)
            if (fabs(a[i][pivot]) > fabs(a[best][pivot])) best = i;
        for (uint32_t k = 0; k <= NODES; k++) {
            double held = a[pivot][k];
            a[pivot][k] = a[best][k];
            a[best][k] = held;
        }
        for (uint32_t i = 0; i < NODES; i++) {
            double factor = i == pivot ? 0 : a[i][pivot] / a[pivot][pivot];
            for (uint32_t k = pivot; k <= NODES && factor != 0; k++)
                a[i][k] -= factor * a[pivot][k];
        }
    }
    double sum = 0;
    for (uint32_t i = 0; i < NODES; i++)
        sum += reference->start[i] * a[i][NODES] / a[i][i];
    return sum;
}

/* All runs of at most so many steps, one after the other. */
static double follow(const Reference *reference, uint32_t node, uint32_t steps)
{
    if (node == NODES) return 1;
    if (reference->ends >> node & 1) return reference->value[node];
    if (steps == 0) return is_lost(reference->system, node);
    double sum = 0;
    for (uint32_t to = 0; to <= NODES; to++)
        if (reference->next[node][to] > 0)
            sum += reference->next[node][to] * follow(reference, to, steps - 1);
    return sum;
}

static double follow_all(const Reference *reference, uint32_t steps)
{
    double sum = 0;
    for (uint32_t node = 0; node < NODES; node++)
        if (reference->start[node] > 0)
            sum += reference->start[node] * follow(reference, node, steps);
    return sum;
}

/* -------- comparison -------- */

static void draw(TableSystem *system, uint64_t seed)
{
    static const CheckKind kinds[] = {CHECK_ALWAYS, CHECK_REACHABLE, CHECK_EVENTUALLY};
    CheckKind kind = kinds[seed % 3];
    if (kind == CHECK_ALWAYS) table_random_system(system, seed);
    else table_random_goal_system(system, seed, seed / 3 % 2, kind);
}

#define ROUNDING 1e-9 /* of the reference; and of what is left after very many steps */

static void expect_inside(Bounds bounds, double value, double width, const char *what,
                          uint64_t seed)
{
    ck_assert_msg(bounds.lower <= bounds.upper, "seed %lu, %s: no bounds", seed, what);
    ck_assert_msg(bounds.upper - bounds.lower < width, "seed %lu, %s: %g .. %g", seed, what,
                  bounds.lower, bounds.upper);
    ck_assert_msg(bounds.lower - ROUNDING <= value && value <= bounds.upper + ROUNDING,
                  "seed %lu, %s: %.15g is not in %.15g .. %.15g", seed, what, value, bounds.lower,
                  bounds.upper);
}

static void build(Chain *chain, const TableSystem *system)
{
    SearchOptions options = {0};
    ck_assert_ptr_null(chain_build(chain, &system->question, &options));
}

START_TEST(as_a_dense_system)
{
    uint32_t between = 0;
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        static Reference reference;
        Chain chain;
        draw(&system, seed);
        refer_to(&reference, &system);
        build(&chain, &system);
        double value = solve(&reference);
        expect_inside(hitting_probability(&chain), value, 1e-10, "for ever", seed);
        between += value > 0.001 && value < 0.999;
        chain_clear(&chain);
    }
    ck_assert_uint_gt(between, SYSTEMS / 20);
}
END_TEST

START_TEST(as_all_runs_one_by_one)
{
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        static Reference reference;
        Chain chain;
        uint32_t steps = 1 + (uint32_t)(seed % 5);
        draw(&system, seed);
        refer_to(&reference, &system);
        build(&chain, &system);
        Horizon found = horizon(&chain, steps);
        expect_inside(found.fails, follow_all(&reference, steps), 1e-10, "cut off", seed);
        ck_assert_uint_le(found.longest, steps);
        ck_assert(found.steps <= steps + 1e-9);
        chain_clear(&chain);
    }
}
END_TEST

START_TEST(a_long_horizon_is_for_ever)
{
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        Chain chain;
        draw(&system, seed);
        build(&chain, &system);
        Bounds for_ever = hitting_probability(&chain);
        Horizon found = horizon(&chain, 5000);
        expect_inside(for_ever, (found.fails.lower + found.fails.upper) / 2, 1e-10, "5,000", seed);
        chain_clear(&chain);
    }
}
END_TEST

/* -------- simulation -------- */

START_TEST(as_it_is_simulated)
{
    for (uint64_t seed = 0; seed < 60; seed++) {
        TableSystem system;
        SearchOptions options = {.seed = seed, .limits = {.runs = 2000, .depth = 20}};
        draw(&system, seed);
        Odds odds = odds_find(&system.question, &options);
        ck_assert_ptr_null(odds.ended);
        ck_assert_uint_eq(odds.uniform.sample.runs, 2000);
        ck_assert_uint_eq(odds.uniform.sample.undecided, 0);
        ck_assert_msg(odds.uniform.agrees, "seed %lu: %lu hits for %g", seed,
                      odds.uniform.sample.hits, odds.within.fails.upper);
        ck_assert_msg(odds.pct.simulation.agrees, "seed %lu: PCT %lu", seed,
                      odds.pct.simulation.sample.hits);
    }
}
END_TEST

/* -------- PCT -------- */

/* PCT with priorities and change points that are given. */
typedef struct Given {
    PctPolicy pct;
    PctPolicy begins_with;
} Given;

static void begin_as_given(Policy *policy, uint64_t seed)
{
    (void)seed;
    Given *given = (Given *)policy;
    given->pct = given->begins_with;
}

static bool run_fails(const TableSystem *system, Given *given, uint32_t steps)
{
    SearchOptions options = {0};
    return sample(&system->question, &options, &given->pct.policy, 1, steps).hits;
}

/* The order number `order` of the actors, 0 .. actors! - 1. */
static void order_priorities(PctPolicy *pct, uint32_t order)
{
    for (uint32_t actor = 0; actor < pct->actor_count; actor++) {
        uint32_t other = order % (actor + 1);
        order /= actor + 1;
        pct->priorities[actor] = pct->priorities[other];
        pct->priorities[other] = actor;
    }
}

static double fails_in_all_ways(const TableSystem *system, const PctPlan *plan)
{
    static const uint32_t orders[] = {1, 1, 2, 6};
    uint32_t ways = orders[plan->actor_count], hits = 0;
    for (uint32_t i = 0; i < plan->changes; i++)
        ways *= plan->length;
    for (uint32_t way = 0; way < ways; way++) {
        Given given = {0};
        pct_policy_init(&given.begins_with, plan->actor_count, plan->changes, plan->length);
        PctPolicy *pct = &given.begins_with;
        pct->policy.begin = begin_as_given;
        order_priorities(pct, way % orders[plan->actor_count]);
        uint32_t rest = way / orders[plan->actor_count];
        for (uint32_t i = 0; i < plan->changes; i++, rest /= plan->length)
            pct->changes[i] = rest % plan->length;
        pct->change_count = plan->changes;
        pct->lowest = -(int64_t)plan->changes;
        given.pct = given.begins_with;
        hits += run_fails(system, &given, plan->step_limit);
    }
    return (double)hits / ways;
}

static void without_choices(TableSystem *system)
{
    for (uint32_t row = 0; row < system->rows; row++)
        for (uint32_t actor = 0; actor < system->actors; actor++)
            system->cell[row][actor].choices = 1;
    system->initials = 1;
    table_subject(system);
}

START_TEST(pct_as_all_its_runs)
{
    for (uint64_t seed = 0; seed < 300; seed++) {
        TableSystem system;
        Chain chain;
        Bounds fails;
        draw(&system, seed);
        CheckKind kind = system.checks[1].kind;
        without_choices(&system);
        system.checks[1].kind = kind;
        PctPlan plan = {.actor_count = system.actors,
                        .changes = (uint32_t)(seed % 3),
                        .length = 1 + (uint32_t)(seed % 7),
                        .step_limit = 25,
                        .most_work = 1000000};
        build(&chain, &system);
        ck_assert(pct_chain(&chain, &plan, &fails));
        expect_inside(fails, fails_in_all_ways(&system, &plan), 1e-10, "PCT", seed);
        chain_clear(&chain);
    }
}
END_TEST

/* -------- what is too much -------- */

START_TEST(a_limit_is_no_answer)
{
    TableSystem system;
    Chain chain;
    SearchOptions options = {.limits.states = 1};
    table_begin(&system, 3, 1, CHECK_ALWAYS, ~(1u << 2));
    table_edge(&system, 0, ONE, 1);
    table_edge(&system, 1, ONE, 2);
    ck_assert_str_eq(chain_build(&chain, &system.question, &options), "states");
    chain_clear(&chain);
    options.limits.runs = 10;
    Odds odds = odds_find(&system.question, &options);
    ck_assert_str_eq(odds.ended, "states");
    ck_assert_uint_eq(odds.uniform.sample.hits, 10);
    ck_assert(odds_of_one_run(&odds).upper == 1);
}
END_TEST

/* -------- intervals -------- */

static double choose(uint32_t from, uint32_t count)
{
    return count == 0 ? 1 : choose(from - 1, count - 1) * from / count;
}

START_TEST(binomial_as_it_is_written_down)
{
    for (uint32_t trials = 1; trials <= 12; trials++)
        for (uint32_t hits = 0; hits <= trials; hits++)
            for (double p = 0.05; p < 1; p += 0.1) {
                double sum = 0;
                for (uint32_t i = 0; i <= hits; i++)
                    sum += choose(trials, i) * pow(p, i) * pow(1 - p, trials - i);
                ck_assert_double_eq_tol(interval_at_most(hits, trials, p), sum, 1e-12);
            }
}
END_TEST

START_TEST(intervals_that_are_known)
{
    /* Nothing, or everything: (1 - upper)^n and lower^n are the half that is left. */
    ck_assert_double_eq_tol(interval(0, 100, 0.95).upper, 1 - pow(0.025, 0.01), 1e-12);
    ck_assert_double_eq_tol(interval(100, 100, 0.95).lower, pow(0.025, 0.01), 1e-12);
    ck_assert(interval(0, 100, 0.95).lower == 0 && interval(100, 100, 0.95).upper == 1);
    Bounds few = interval(3, 100000, 0.99), many = interval(99997, 100000, 0.99);
    ck_assert_double_eq_tol(few.lower, 1 - many.upper, 1e-12);
    ck_assert_double_eq_tol(few.upper, 1 - many.lower, 1e-12);
    /* Both ends are where what was seen, or more of it, has half of what is left. */
    ck_assert_double_eq_tol(interval_at_most(3, 100000, few.upper), 0.005, 1e-9);
    ck_assert_double_eq_tol(interval_at_most(2, 100000, few.lower), 0.995, 1e-9);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("odds");
    TCase *cases = tcase_create("odds");
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, as_a_dense_system);
    tcase_add_test(cases, as_all_runs_one_by_one);
    tcase_add_test(cases, a_long_horizon_is_for_ever);
    tcase_add_test(cases, as_it_is_simulated);
    tcase_add_test(cases, pct_as_all_its_runs);
    tcase_add_test(cases, a_limit_is_no_answer);
    tcase_add_test(cases, binomial_as_it_is_written_down);
    tcase_add_test(cases, intervals_that_are_known);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
