/* What was false one state before is known for one level. */
#include "checker/search/truths.h"

#include "checker/search/suite.h"

static const Check checks[] = {
    {.kind = CHECK_ALWAYS, .name = "always"},
    {.kind = CHECK_SOMETIMES, .name = "sometimes"},
    {.kind = CHECK_REACHABLE, .name = "reachable"},
    {.kind = CHECK_ALWAYS, .name = "3"},
    {.kind = CHECK_ALWAYS, .name = "4"},
    {.kind = CHECK_ALWAYS, .name = "5"},
    {.kind = CHECK_ALWAYS, .name = "6"},
    {.kind = CHECK_EVENTUALLY, .name = "eventually"},
    {.kind = CHECK_SOMETIMES, .name = "one more"},
};
static const Question question = {.checks = checks, .check_count = sizeof checks / sizeof *checks};

START_TEST(the_first_that_need_not_be_true)
{
    Truths truths = {0};
    truths_init(&truths, &question, true);
    ck_assert_uint_eq(truths.kept, 0x86);
    ck_assert_uint_eq(truths.unkept, 0x100);
    truths_clear(&truths);
    truths_init(&truths, &question, false);
    ck_assert_uint_eq(truths.kept, 0);
    ck_assert_uint_eq(truths.unkept, 0x186);
    uint64_t untrue;
    truths_note(&truths, 0, 0x86);
    ck_assert(!truths_of(&truths, 0, &untrue));
    truths_clear(&truths);
}
END_TEST

START_TEST(they_are_known_for_one_level)
{
    Truths truths = {0};
    uint64_t untrue;
    truths_init(&truths, &question, true);
    truths_note(&truths, 0, 0x183);
    for (uint32_t state = 0; state < 20; state++) {
        truths_next_level(&truths, state, state + 1);
        ck_assert(truths_of(&truths, state, &untrue));
        ck_assert_uint_eq(untrue, state % 2 ? 0x84 : 0x82);
        ck_assert(state == 0 || !truths_of(&truths, state - 1, &untrue));
        truths_note(&truths, state + 1, state % 2 ? 0x83 : 0x85);
    }
    truths_clear(&truths);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("truths");
    TCase *cases = tcase_create("truths");
    tcase_add_test(cases, the_first_that_need_not_be_true);
    tcase_add_test(cases, they_are_known_for_one_level);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
