/* What decides a counterexample: on a lost update, where it is known, and on small random systems,
 * against plain enumeration. */
#include "checker/analysis/insight.h"

#include "checker/search/suite.h"
#include "checker/search/table_system.h"
#include "checker/trace/tiny.h"

#include <string.h>

static const SearchOptions plain = {.strategy = STRATEGY_BFS, .no_por = true};

/* -------- a lost update -------- */

TINY_PROGRAM(racy, TINY_READ, TINY_WRITE);
TINY_PROGRAM(sure, TINY_ADD);

static bool names(const Subject *subject, uint32_t step, const char *name)
{
    return strcmp(subject->steps[step].name, name) == 0;
}

/* p1 READ, p2 READ, then both WRITE. */
START_TEST(a_lost_update)
{
    Subject subject = tiny_subject(racy), fixed = tiny_subject(sure);
    Check counts = {CHECK_ALWAYS, "counts", "", tiny_counts, racy, NULL, NULL, NULL};
    Question question = {.subject = &subject, .check_count = 1, .checks = &counts};
    Question other = {.subject = &fixed};
    Result found = search(&question, &plain);
    ck_assert_int_eq(found.verdict.kind, VERDICT_VIOLATES);
    g_autoptr(Path) path = path_of_schedule(&subject, &found.schedule);
    Insight insight =
        insight_find(&question, path, found.verdict, &plain, &other, INSIGHT_EVERYTHING);
    ck_assert_uint_eq(insight.window.count, 1);
    const Stretch *stretch = &insight.window.stretches[0];
    ck_assert_uint_eq(stretch->length, 2);
    ck_assert(names(&subject, stretch->steps[0], "READ"));
    ck_assert(names(&subject, stretch->steps[1], "WRITE"));
    ck_assert_uint_eq(insight.no_return.certain, 2);
    ck_assert_uint_eq(insight.parting.step, 0);
    ck_assert_ptr_nonnull(strstr(insight.parting.how, "ADD"));
    ck_assert_ptr_nonnull(insight.constraints.orders);
    ck_assert(insight.constraints.minimal);
    ck_assert_ptr_null(insight.left_out);
    insight_clear(&insight);
    result_free(&found);
}
END_TEST

/* A limit is said, and nothing is made up. */
START_TEST(too_little_room)
{
    Subject subject = tiny_subject(racy);
    Check counts = {CHECK_ALWAYS, "counts", "", tiny_counts, racy, NULL, NULL, NULL};
    Question question = {.subject = &subject, .check_count = 1, .checks = &counts};
    SearchOptions narrow = {.limits.states = 3};
    Result found = search(&question, &plain);
    g_autoptr(Path) path = path_of_schedule(&subject, &found.schedule);
    Insight insight =
        insight_find(&question, path, found.verdict, &narrow, NULL, INSIGHT_EVERYTHING);
    ck_assert_str_eq(insight.left_out, "states");
    ck_assert_uint_eq(insight.window.count, 0);
    ck_assert_ptr_null(insight.constraints.orders);
    insight_clear(&insight);
    result_free(&found);
}
END_TEST

/* -------- certain failure -------- */

enum { SEEDS = 2000, MASKS = 1 << TABLE_ACTORS };

static bool is_bad(const TableSystem *system, uint32_t row)
{
    return (system->bad[0] | system->bad[1]) >> row & 1;
}

static uint32_t blocked_in(const TableSystem *system, uint32_t row)
{
    uint32_t blocked = 0;
    for (uint32_t actor = 0; actor < system->actors; actor++)
        if (system->cell[row][actor].outcome[0] == BLOCKED) blocked |= 1u << actor;
    return blocked;
}

/* Where one can get from (row, mask) by moves that do not fail; a mask of those that were served.
 */
static void spread(const TableSystem *system, uint32_t row, uint32_t mask,
                   bool seen[TABLE_ROWS][MASKS])
{
    if (seen[row][mask] || is_bad(system, row)) return;
    seen[row][mask] = true;
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        const TableCell *cell = &system->cell[row][actor];
        for (uint32_t choice = 0; choice < cell->choices; choice++) {
            if (cell->outcome[choice] != RAN) continue;
            uint32_t to = cell->to[choice];
            spread(system, to, mask | 1u << actor | blocked_in(system, to), seen);
        }
    }
}

/* Can a run rest in this row, or come back to it having served everybody? */
static bool lasts(const TableSystem *system, uint32_t row)
{
    bool seen[TABLE_ROWS][MASKS] = {0};
    uint32_t all = (1u << system->actors) - 1, blocked = blocked_in(system, row);
    if (is_bad(system, row)) return false;
    if (blocked == all) return (system->may_rest[row] & all) == all;
    spread(system, row, blocked, seen);
    return seen[row][all];
}

static bool may_pass(const TableSystem *system, uint32_t row)
{
    bool seen[TABLE_ROWS][MASKS] = {0};
    spread(system, row, 0, seen);
    for (uint32_t to = 0; to < system->rows; to++)
        for (uint32_t mask = 0; mask < MASKS; mask++)
            if (seen[to][mask] && lasts(system, to)) return true;
    return false;
}

START_TEST(what_is_certain)
{
    uint32_t counts[2] = {0};
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        TableSystem system;
        table_random_system(&system, seed);
        Failure failure = failure_of(&system.question, (Verdict){VERDICT_DEADLOCK, NULL});
        g_autoptr(Atlas) atlas = atlas_new(&system.question, &plain, 1000);
        for (uint8_t row = 0; row < system.rows; row++)
            ck_assert_uint_eq(atlas_enter(atlas, &row), row);
        ck_assert(atlas_complete(atlas));
        g_autofree uint8_t *certain = failure_certain(&failure, atlas);
        for (uint32_t row = 0; row < system.rows; row++) {
            ck_assert_msg(certain[row] == !may_pass(&system, row), "seed %u, row %u",
                          (unsigned)seed, row);
            counts[certain[row]]++;
        }
    }
    ck_assert_uint_gt(counts[0], 1000);
    ck_assert_uint_gt(counts[1], 1000);
}
END_TEST

/* -------- constraints -------- */

/* All orders of the steps of a path that keep to the constraints but one. */
typedef struct Orders {
    const TableSystem *system;
    const Events *events;
    const Constraints *constraints;
    const Failure *failure;
    guint skipped;
    uint32_t escaped; /* orders that do not fail in this way */
} Orders;

static uint32_t next_event(const Orders *orders, uint32_t actor, uint32_t taken)
{
    for (uint32_t i = 0; i < orders->events->count; i++)
        if (orders->events->event[i].move.actor == actor && taken-- == 0) return i;
    return EVENT_NONE;
}

static bool is_free(const Orders *orders, const uint32_t *taken, uint32_t event)
{
    for (guint i = 0; i < orders->constraints->orders->len; i++) {
        Order order = g_array_index(orders->constraints->orders, Order, i);
        const Event *first = &orders->events->event[order.first];
        if (i != orders->skipped && order.second == event &&
            taken[first->move.actor] <= first->number)
            return false;
    }
    return true;
}

static bool fails_here(const Orders *orders, uint32_t row, bool *ret_ends)
{
    *ret_ends = is_bad(orders->system, row);
    uint32_t first = orders->system->bad[0] >> row & 1 ? 0 : 1;
    return *ret_ends && orders->failure->check == &orders->system->checks[first];
}

static void enumerate(Orders *orders, uint32_t row, uint32_t *taken, bool strayed)
{
    bool goes_on = false, complete = true, ends;
    for (uint32_t actor = 0; actor < orders->system->actors; actor++) {
        uint32_t event = next_event(orders, actor, taken[actor]);
        if (event == EVENT_NONE) continue;
        complete = false;
        if (!is_free(orders, taken, event)) continue;
        const TableCell *cell = &orders->system->cell[row][actor];
        Move move = orders->events->event[event].move;
        uint32_t choice = move.choice < cell->choices ? move.choice : 0;
        if (cell->outcome[0] == BLOCKED) continue;
        goes_on = true;
        if (cell->outcome[choice] == THREW) {
            orders->escaped++;
            continue;
        }
        uint32_t to = cell->to[choice];
        bool fails = fails_here(orders, to, &ends);
        if (ends) {
            orders->escaped += !fails;
            continue;
        }
        taken[actor]++;
        enumerate(orders, to, taken, strayed || cell->step != move.step);
        taken[actor]--;
    }
    if (!goes_on && (complete || strayed)) orders->escaped++;
}

/* So many constraints; each is needed, all together are enough. */
static guint check_constraints(const TableSystem *system, const Result *found, const Path *path)
{
    Insight insight =
        insight_find(&system->question, path, found->verdict, &plain, NULL, INSIGHT_EVERYTHING);
    uint32_t taken[TABLE_ACTORS] = {0};
    ck_assert_ptr_nonnull(insight.constraints.orders);
    guint count = insight.constraints.orders->len;
    for (guint skipped = 0; skipped <= count; skipped++) {
        Orders orders = {.system = system,
                         .events = insight.events,
                         .constraints = &insight.constraints,
                         .failure = &insight.failure,
                         .skipped = skipped};
        enumerate(&orders, insight.events->event[0].before[0], taken, false);
        ck_assert_uint_eq(orders.escaped > 0, skipped < count);
    }
    insight_clear(&insight);
    return count;
}

START_TEST(constraints_are_enough_and_none_can_be_spared)
{
    guint checked = 0, constraints = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        TableSystem system;
        table_random_system(&system, seed);
        Result found = search(&system.question, &plain);
        bool small = found.verdict.kind == VERDICT_VIOLATES && found.schedule.length > 2 &&
                     found.schedule.length <= 9;
        if (small) {
            g_autoptr(Path) path = path_of_schedule(&system.subject, &found.schedule);
            constraints += check_constraints(&system, &found, path);
            checked++;
        }
        result_free(&found);
    }
    ck_assert_uint_gt(checked, 50);
    ck_assert_uint_gt(constraints, 50);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("insight");
    TCase *cases = tcase_create("insight");
    tcase_add_test(cases, a_lost_update);
    tcase_add_test(cases, too_little_room);
    tcase_add_test(cases, what_is_certain);
    tcase_add_test(cases, constraints_are_enough_and_none_can_be_spared);
    tcase_set_timeout(cases, 120);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
