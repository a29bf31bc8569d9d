/* A reduced search against the sets that it stands for, worked out by force.
 *
 * Of every reachable world the least one among all exchanges of names is taken; the different ones
 * are the orbits.  A reduced search stores at least one world for each, and exactly one where the
 * representatives are exact.  And it gives the same answer as a search without symmetry. */
#include "model/reach.h"
#include "model/symmetry.h"
#include "tests/suite/scenarios.h"

enum { WORLDS = 8000, MOST_RENAMINGS = 200 };

static const Config *config;
static const GoSymmetry *symmetry;

/* -------- the group, one renaming after the other -------- */

typedef void VisitRenaming(void *data, const Renaming *renaming);

typedef struct Walk {
    bool moves[ID_KINDS];
    Renaming renaming;
    VisitRenaming *visit;
    void *data;
} Walk;

static void rename_from(Walk *walk, IdKind kind, uint8_t id);

/* Give `id` each name of its class that is still free, then go on with the next id. */
static void try_names(Walk *walk, IdKind kind, uint8_t id)
{
    const uint8_t *lead = symmetry->lead[kind];
    uint8_t *to = walk->renaming.to[kind];
    for (uint8_t name = 1; name <= id_count(config, kind); name++) {
        bool taken = lead[name] != lead[id];
        for (uint8_t other = 1; other < id; other++)
            taken |= to[other] == name;
        if (taken) continue;
        to[id] = name;
        rename_from(walk, kind, id + 1);
    }
}

static void rename_from(Walk *walk, IdKind kind, uint8_t id)
{
    while (kind < ID_KINDS && (!walk->moves[kind] || id > id_count(config, kind))) {
        kind++;
        id = 1;
    }
    if (kind == ID_KINDS) walk->visit(walk->data, &walk->renaming);
    else try_names(walk, kind, id);
}

static void for_each_renaming(const uint8_t *world, VisitRenaming *visit, void *data)
{
    uint8_t orders = go_symmetry_orders(symmetry, world);
    Walk walk = {.renaming = renaming_identity, .visit = visit, .data = data};
    for (IdKind kind = 0; kind < ID_KINDS; kind++)
        walk.moves[kind] = go_symmetry_moves(symmetry, kind, orders);
    rename_from(&walk, 0, 1);
}

/* -------- orbits -------- */

typedef struct Least {
    const uint8_t *world;
    uint8_t least[SUBJECT_MAX_STATE];
} Least;

static void take_least(void *data, const Renaming *renaming)
{
    Least *least = data;
    uint8_t renamed[SUBJECT_MAX_STATE];
    rename_world(config, renaming, least->world, renamed);
    if (memcmp(renamed, least->least, config->layout.size) < 0)
        memcpy(least->least, renamed, config->layout.size);
}

static uint32_t count_orbits(const Reach *reach)
{
    Reach orbits = {.subject = reach->subject};
    for (uint32_t i = 0; i < reach->state_count; i++) {
        Least least = {.world = reach_state(reach, i)};
        memcpy(least.least, least.world, config->layout.size);
        for_each_renaming(least.world, take_least, &least);
        reach_add(&orbits, least.least, 0);
    }
    uint32_t count = orbits.state_count;
    reach_free(&orbits);
    return count;
}

/* -------- variants -------- */

static uint32_t variants_compared, variants_exact, variants_smaller;

/* Only safety: invariants end runs in a search but not in a reach, so they are left out. */
static Question without_checks(const Question *question)
{
    Question bare = *question;
    static const Verdict nothing = {.kind = VERDICT_LIVELOCK};
    bare.check_count = 0;
    bare.find = &nothing; /* throws and deadlocks end their own runs only */
    return bare;
}

/* How many renamings there are where no order speaks against any: for each class the factorial. */
static uint64_t group_size(void)
{
    uint64_t size = 1;
    for (IdKind kind = 0; kind < ID_KINDS; kind++) {
        uint8_t members[MAX_IDS + 1] = {0};
        for (uint8_t id = 1; id <= id_count(config, kind); id++)
            size *= ++members[symmetry->lead[kind][id]];
    }
    return size;
}

static void compare_with_orbits(const Scenario *scenario, const Variant *variant)
{
    const Question *question = &variant->question;
    if (!question->symmetry) return;
    symmetry = question->symmetry->context;
    config = symmetry->config;
    if (group_size() > MOST_RENAMINGS) return;
    Reach reach = reach_some(question->subject, WORLDS);
    if (reach.state_count < WORLDS) {
        Question bare = without_checks(question);
        Result result = search(&bare, &(SearchOptions){.no_por = true});
        uint32_t orbits = count_orbits(&reach);
        ck_assert_int_eq(result.verdict.kind, VERDICT_HOLDS);
        ck_assert_msg(
            result.statistics.states >= orbits && result.statistics.states <= reach.state_count,
            "%s %s: %u worlds, %u orbits, but %" G_GUINT64_FORMAT " stored", scenario->path,
            variant->name, reach.state_count, orbits, result.statistics.states);
        variants_compared++;
        variants_exact += result.statistics.states == orbits;
        variants_smaller += orbits < reach.state_count;
        result_free(&result);
    }
    reach_free(&reach);
}

START_TEST(stored_are_the_orbits)
{
    enum { INEXACT = 3 };
    visit_scenarios(compare_with_orbits);
    visit_symmetric(compare_with_orbits);
    ck_assert_uint_gt(variants_smaller, 10);
    ck_assert_msg(variants_compared - variants_exact <= INEXACT, "%u of %u are exact",
                  variants_exact, variants_compared);
}
END_TEST

/* -------- answers -------- */

static bool same_schedule(const Schedule *a, const Schedule *b)
{
    if (a->length != b->length) return false;
    for (uint32_t i = 0; i < a->length; i++)
        if (a->moves[i].actor != b->moves[i].actor || a->moves[i].choice != b->moves[i].choice)
            return false;
    return true;
}

static void compare_answers(const Scenario *scenario, const Variant *variant)
{
    SearchOptions with = variant->options, without = with;
    without.no_symmetry = true;
    with.limits.states = without.limits.states = 60000;
    Result a = search(&variant->question, &without), b = search(&variant->question, &with);
    if (a.verdict.kind != VERDICT_INCOMPLETE) {
        ck_assert_msg(verdict_equal(a.verdict, b.verdict), "%s %s: another verdict under symmetry",
                      scenario->path, variant->name);
        ck_assert_msg(a.has_schedule == b.has_schedule && same_schedule(&a.schedule, &b.schedule),
                      "%s %s: another counterexample under symmetry", scenario->path,
                      variant->name);
        ck_assert_uint_le(b.statistics.states, a.statistics.states);
    }
    result_free(&a);
    result_free(&b);
}

START_TEST(answers_are_the_same)
{
    visit_scenarios(compare_answers);
    visit_symmetric(compare_answers);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("orbits");
    TCase *tests = tcase_create("scenarios");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, stored_are_the_orbits);
    tcase_add_test(tests, answers_are_the_same);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
