/* Steps do not see names: the equivariance on which symmetry reduction stands.
 *
 * In worlds that the scenarios reach, every pair that is said to be interchangeable changes places.
 * Then every M under its new name must have the same moves, to the same worlds under their new
 * names, with the same messages, and be blocked where it was; every check must have its value,
 * every actor its right to rest, and the orders ahead must be the same and never come back once
 * they are gone.  A row of frames.def that is wrong, a loop over ids that is not declared, an
 * invariant that looks at names: each shows here, and the last tests show that it does. */
#include "model/reach.h"
#include "model/symmetry.h"
#include "tests/suite/scenarios.h"

enum { WORLD_LIMIT = 40000, SAMPLES = 1500, WALKS = 50, WALK_LENGTH = 400 };

typedef struct Pair {
    IdKind kind;
    uint8_t a, b;
} Pair;

static const Subject *subject; /* of the variant at hand */
static const Config *config;
static const GoSymmetry *symmetry;
static Renaming exchange;
static const char *difference; /* the first that was found, or NULL */

static void differs(const char *what)
{
    if (!difference) difference = what;
}

/* -------- moves -------- */

typedef struct Taken {
    Outcome outcome;
    Attempt attempt;
    uint8_t world[SUBJECT_MAX_STATE];
} Taken;

static Taken take(const uint8_t *world, uint32_t actor, uint32_t choice)
{
    Taken taken = {.attempt = {.actor = actor, .choice = choice}};
    memcpy(taken.world, world, subject->state_size);
    taken.outcome = subject->attempt(subject->context, taken.world, &taken.attempt);
    return taken;
}

/* Is this, under the new names, what some choice of the renamed world leads to?  Choices may be
 * numbered by id, so any will do; that each is needed only once is checked from the other side. */
static bool has_twin(const Taken *taken, const uint8_t *renamed, uint32_t actor)
{
    uint8_t expected[SUBJECT_MAX_STATE];
    rename_world(config, &exchange, taken->world, expected);
    for (uint32_t choice = 0; choice < taken->attempt.choices; choice++) {
        Taken twin = take(renamed, actor, choice);
        if (twin.outcome == taken->outcome && twin.attempt.step == taken->attempt.step &&
            twin.attempt.choices == taken->attempt.choices &&
            twin.attempt.message == taken->attempt.message &&
            memcmp(twin.world, expected, subject->state_size) == 0)
            return true;
    }
    return false;
}

/* Every move of one actor, against those of its twin.  Exchanging is its own inverse, so doing this
 * for both sides compares the sets of successors. */
static void compare_moves(const uint8_t *world, const uint8_t *renamed, uint32_t actor)
{
    uint32_t twin = exchange.to[ID_M][actor + 1] - 1u;
    uint8_t orders = go_symmetry_orders(symmetry, world);
    uint32_t choices = 1;
    for (uint32_t choice = 0; choice < choices; choice++) {
        Taken taken = take(world, actor, choice);
        choices = taken.attempt.choices;
        if (!has_twin(&taken, renamed, twin)) differs("a move has no twin");
        if (taken.outcome != RAN) continue;
        if (go_symmetry_orders(symmetry, taken.world) & ~orders) differs("an order comes back");
    }
    if (subject->may_rest(subject->context, world, actor) !=
        subject->may_rest(subject->context, renamed, twin))
        differs("may_rest");
}

static void compare_worlds(const uint8_t *world, const uint8_t *renamed)
{
    for (uint32_t actor = 0; actor < subject->actor_count; actor++)
        compare_moves(world, renamed, actor);
    for (uint32_t i = 0; i < subject->predicate_count; i++) {
        const Predicate *predicate = &subject->predicates[i];
        if (predicate->holds(subject->context, world) !=
            predicate->holds(subject->context, renamed))
            differs(predicate->name);
    }
    if (go_symmetry_orders(symmetry, world) != go_symmetry_orders(symmetry, renamed))
        differs("the orders ahead");
}

static void compare_exchanged(const uint8_t *world, Pair pair)
{
    uint8_t renamed[SUBJECT_MAX_STATE], back[SUBJECT_MAX_STATE];
    exchange = renaming_exchange(pair.kind, pair.a, pair.b);
    rename_world(config, &exchange, world, renamed);
    rename_world(config, &exchange, renamed, back);
    if (memcmp(world, back, subject->state_size) != 0) differs("exchanging twice");
    compare_worlds(world, renamed);
    compare_worlds(renamed, world);
}

/* -------- whole variants -------- */

typedef void VisitPair(const uint8_t *world, Pair pair);

/* Neighbours within a class generate all of its permutations. */
static void for_each_pair(const uint8_t *world, VisitPair *visit)
{
    uint8_t orders = go_symmetry_orders(symmetry, world);
    for (IdKind kind = 0; kind < ID_KINDS; kind++)
        for (uint8_t b = 2; b <= id_count(config, kind); b++) {
            uint8_t a = symmetry->lead[kind][b];
            if (a != b && go_symmetry_moves(symmetry, kind, orders))
                visit(world, (Pair){kind, a, b});
        }
}

/* Worlds near the start, evenly. */
static void sample_near(VisitPair *visit)
{
    Reach reach = reach_some(subject, WORLD_LIMIT);
    uint32_t stride = reach.state_count / SAMPLES + 1;
    for (uint32_t i = 0; i < reach.state_count && !difference; i += stride)
        for_each_pair(reach_state(&reach, i), visit);
    reach_free(&reach);
}

/* A random move; false if the actor and the choice that were drawn have none. */
static bool wander(uint8_t *world, GRand *random)
{
    uint8_t before[SUBJECT_MAX_STATE];
    memcpy(before, world, subject->state_size);
    Attempt attempt = {.actor = (uint32_t)g_rand_int_range(random, 0, (int)subject->actor_count)};
    Outcome outcome = subject->attempt(subject->context, world, &attempt);
    if (outcome == RAN && attempt.choices > 1) {
        attempt.choice = (uint32_t)g_rand_int_range(random, 0, (int)attempt.choices);
        memcpy(world, before, subject->state_size);
        outcome = subject->attempt(subject->context, world, &attempt);
    }
    if (outcome == THREW) memcpy(world, before, subject->state_size);
    return outcome == RAN;
}

/* And far from it: those that random walks come through. */
static void sample_far(VisitPair *visit)
{
    GRand *random = g_rand_new_with_seed(1);
    for (int walk = 0; walk < WALKS && !difference; walk++) {
        uint8_t world[SUBJECT_MAX_STATE];
        subject->initial(subject->context, 0, world);
        for (int i = 0; i < WALK_LENGTH && !difference; i++)
            if (wander(world, random)) for_each_pair(world, visit);
    }
    g_rand_free(random);
}

static void for_each_sample(VisitPair *visit)
{
    sample_near(visit);
    sample_far(visit);
}

static void look_at(const Variant *variant, const GoSymmetry *with)
{
    subject = variant->question.subject;
    config = &((const GoModel *)subject->context)->config;
    symmetry = with;
    difference = NULL;
}

/* As if no check named anybody: steps must not see names, whatever the checks see. */
static GoSymmetry *unpinned(const Variant *variant)
{
    static bool none[ID_KINDS][MAX_IDS + 1];
    GoSymmetry *found = g_new0(GoSymmetry, 1);
    go_symmetry_init(found, variant->question.subject->context, none);
    return found;
}

static void check_steps(const Scenario *scenario, const Variant *variant)
{
    g_autofree GoSymmetry *found = unpinned(variant);
    look_at(variant, found);
    for_each_sample(compare_exchanged);
    ck_assert_msg(!difference, "%s %s: %s", scenario->path, variant->name, difference);
}

START_TEST(steps_do_not_see_names)
{
    visit_scenarios(check_steps);
    visit_symmetric(check_steps);
}
END_TEST

/* -------- checks -------- */

static const Question *question;

static void compare_checks(const uint8_t *world, Pair pair)
{
    uint8_t renamed[SUBJECT_MAX_STATE];
    exchange = renaming_exchange(pair.kind, pair.a, pair.b);
    rename_world(config, &exchange, world, renamed);
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (check->holds(check->context, world) != check->holds(check->context, renamed))
            differs(check->name);
    }
}

static void check_checks(const Scenario *scenario, const Variant *variant)
{
    question = &variant->question;
    if (!question->symmetry) return;
    look_at(variant, question->symmetry->context);
    for_each_sample(compare_checks);
    ck_assert_msg(!difference, "%s %s: %s", scenario->path, variant->name, difference);
}

START_TEST(checks_do_not_see_names_that_are_exchanged)
{
    visit_scenarios(check_checks);
    visit_symmetric(check_checks);
}
END_TEST

/* -------- that this finds what is wrong -------- */

static void take_for_equal(GoSymmetry *found, IdKind kind, uint8_t a, uint8_t b)
{
    found->lead[kind][b] = a;
    found->moves[kind] = true;
}

static void expect_difference(const Variant *variant, const GoSymmetry *wrong, const char *what)
{
    look_at(variant, wrong);
    for_each_sample(compare_exchanged);
    ck_assert_msg(difference != NULL, "exchanging %s makes no difference", what);
}

static void exchange_different_programs(const Scenario *scenario, const Variant *variant)
{
    (void)scenario;
    g_autofree GoSymmetry *wrong = unpinned(variant);
    take_for_equal(wrong, ID_G, 1, 2);
    expect_difference(variant, wrong, "Gs with different programs");
}

static void exchange_in_spite_of_order(const Scenario *scenario, const Variant *variant)
{
    (void)scenario;
    g_autofree GoSymmetry *wrong = unpinned(variant);
    wrong->orders = NO_ORDER;
    expect_difference(variant, wrong, "what is visited in order");
}

START_TEST(wrong_symmetries_are_found)
{
    visit_file("tests/suite/symmetric/syscalls.yml", exchange_different_programs);
    visit_file("tests/suite/symmetric/syscalls.yml", exchange_in_spite_of_order);
    visit_file("tests/suite/symmetric/rounds.yml", exchange_in_spite_of_order);
    visit_file("tests/suite/symmetric/callers.yml", exchange_in_spite_of_order);
}
END_TEST

/* -------- representatives -------- */

static uint64_t compared, different;

static void compare_representatives(const uint8_t *world, Pair pair)
{
    uint8_t first[SUBJECT_MAX_STATE], second[SUBJECT_MAX_STATE];
    exchange = renaming_exchange(pair.kind, pair.a, pair.b);
    memcpy(first, world, subject->state_size);
    rename_world(config, &exchange, world, second);
    go_canonicalise(symmetry, first);
    go_canonicalise(symmetry, second);
    compared++;
    different += memcmp(first, second, subject->state_size) != 0;
}

static void check_representatives(const Scenario *scenario, const Variant *variant)
{
    (void)scenario;
    g_autofree GoSymmetry *found = unpinned(variant);
    look_at(variant, found);
    for_each_sample(compare_representatives);
}

/* Not needed for a right answer, but for a small search. */
START_TEST(exchanged_worlds_have_one_representative)
{
    enum { RARE = 1000 };
    compared = different = 0;
    visit_scenarios(check_representatives);
    visit_symmetric(check_representatives);
    ck_assert_uint_gt(compared, 0);
    ck_assert_msg(different <= compared / RARE, "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT,
                  different, compared);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("symmetry");
    TCase *tests = tcase_create("scenarios");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, steps_do_not_see_names);
    tcase_add_test(tests, checks_do_not_see_names_that_are_exchanged);
    tcase_add_test(tests, wrong_symmetries_are_found);
    tcase_add_test(tests, exchanged_worlds_have_one_representative);
    suite_add_tcase(suite, tests);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
