/* What is found interchangeable in a scenario, and what is said about the rest. */
#include "checker/scenario/scenario.h"
#include "checker/search/suite.h"

#include <string.h>

#define WORLD                                                                                      \
    "title: a question\n"                                                                          \
    "actors:\n"                                                                                    \
    "  gc: {g: g1, m: m1, p: p1, does: [stop-the-world, start-the-world]}\n"                       \
    "  a: {g: g2, m: m2, p: p2, does: [syscall]}\n"                                                \
    "  b: {g: g3, m: m3, p: p3, does: [syscall]}\n"                                                \
    "  c: {g: g4, queued: true, does: [syscall, call]}\n"

static Scenario *scenario;

static const Variant *read_text(const char *text)
{
    GError *error = NULL;
    scenario = scenario_parse("x.yml", text, strlen(text), NULL, 0, &error);
    ck_assert_msg(scenario, "%s", error ? error->message : "");
    return g_ptr_array_index(scenario->variants, 0);
}

static void forget(void)
{
    scenario_free(scenario);
}

static void assert_says(const Variant *variant, const char *line)
{
    ck_assert_msg(strstr(variant->symmetry, line), "`%s` is not said in\n%s", line,
                  variant->symmetry);
}

START_TEST(equal_programs_are_interchangeable)
{
    const Variant *variant = read_text(WORLD);
    ck_assert_ptr_nonnull(variant->question.symmetry);
    ck_assert_uint_eq(variant->question.symmetry->actors, 7);
    assert_says(variant, "  g2, g3: interchangeable, the same program\n");
    assert_says(variant, "  m1, m2, m3: interchangeable, an M is whom it runs\n");
    assert_says(variant, "  g4: keeps its name, no other does the same\n");
}
END_TEST

START_TEST(orders_are_named)
{
    const Variant *variant = read_text(WORLD);
    assert_says(variant,
                "  p1, p2, p3: interchangeable, a P is who holds it; but only after the last "
                "stop-the-world, start-the-world, which visits Ps in the order of their ids\n");
}
END_TEST

START_TEST(a_check_pins_whom_it_names)
{
    const Variant *variant =
        read_text(WORLD "check:\n"
                        "  - {never: 'g2.preempt and sched.worldsema == g1'}\n"
                        "  - {reachable: {actor: gc, is: done}}\n"
                        "  - {always: 'forall(p, p.m == nil or p1.status != Pidle)'}\n");
    assert_says(variant, "  g1: keeps its name, named by the check "
                         "`g2.preempt and sched.worldsema == g1`\n");
    assert_says(variant, "  g2: keeps its name, named by the check "
                         "`g2.preempt and sched.worldsema == g1`\n");
    assert_says(variant, "  g3: keeps its name, no other does the same\n");
    assert_says(variant, "  p1: keeps its name, named by the check "
                         "`forall(p, p.m == nil or p1.status != Pidle)`\n");
    assert_says(variant, "  p2, p3: interchangeable");
}
END_TEST

START_TEST(an_actor_that_has_to_be_done_is_pinned)
{
    const Variant *variant = read_text(WORLD "check: [{reachable: {actor: b, is: done}}]\n");
    assert_says(variant, "  g3: keeps its name, named by the check `b is done`\n");
    assert_says(variant, "  g2: keeps its name, no other does the same\n");
}
END_TEST

START_TEST(daemons_are_not_like_others)
{
    const Variant *variant = read_text("title: a question\n"
                                       "actors:\n"
                                       "  g1: {m: m1, p: p1, does: [syscall], daemon: true}\n"
                                       "  g2: {m: m2, p: p2, does: [syscall]}\n");
    assert_says(variant, "  g1: keeps its name, no other does the same\n");
}
END_TEST

START_TEST(waiters_for_worldsema_are_interchangeable)
{
    const Variant *variant =
        read_text("title: a question\n"
                  "actors:\n"
                  "  g1: {m: m1, p: p1, does: [acquire-worldsema, release-worldsema]}\n"
                  "  g2: {m: m2, p: p2, does: [acquire-worldsema, release-worldsema]}\n");
    assert_says(variant, "  g1, g2: interchangeable, the same program\n");
}
END_TEST

START_TEST(those_who_name_each_other_are_exchanged_together)
{
    const Variant *variant = read_text("title: a question\n"
                                       "actors:\n"
                                       "  a: {g: g1, m: m1, p: p1, does: [{scan-stack: b}]}\n"
                                       "  b: {g: g2, m: m2, p: p2, does: [{scan-stack: a}]}\n"
                                       "  c: {g: g3, m: m3, p: p3, does: [{scan-stack: a}]}\n");
    /* With c, a is scanned by one and b by none. */
    assert_says(variant, "  g1: keeps its name");
    scenario_free(scenario);
    variant = read_text("title: a question\n"
                        "actors:\n"
                        "  a: {g: g1, m: m1, p: p1, does: [{scan-stack: b}]}\n"
                        "  b: {g: g2, m: m2, p: p2, does: [{scan-stack: a}]}\n");
    assert_says(variant, "  g1, g2: interchangeable, the same program\n");
}
END_TEST

START_TEST(fairness_speaks_against_it)
{
    const Variant *variant =
        read_text(WORLD "check: [{eventually: {actor: gc, is: done}, name: gc-ends}]\n");
    assert_says(variant, "  not used: `gc-ends` asks of every fair schedule");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("symmetry of scenarios");
    TCase *tests = tcase_create("symmetry of scenarios");
    tcase_add_checked_fixture(tests, NULL, forget);
    tcase_add_test(tests, equal_programs_are_interchangeable);
    tcase_add_test(tests, orders_are_named);
    tcase_add_test(tests, a_check_pins_whom_it_names);
    tcase_add_test(tests, an_actor_that_has_to_be_done_is_pinned);
    tcase_add_test(tests, daemons_are_not_like_others);
    tcase_add_test(tests, waiters_for_worldsema_are_interchangeable);
    tcase_add_test(tests, those_who_name_each_other_are_exchanged_together);
    tcase_add_test(tests, fairness_speaks_against_it);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
