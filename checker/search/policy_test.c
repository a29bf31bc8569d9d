/* Randomness, and what the policies make of it. */
#include "checker/search/policy.h"
#include "checker/search/suite.h"

START_TEST(numbers_are_a_function_of_seed_and_counter)
{
    Random a = {.seed = 7}, b = {.seed = 7}, other = {.seed = 8};
    for (int i = 0; i < 100; i++) {
        uint64_t number = random_next(&a);
        ck_assert_uint_eq(number, random_next(&b));
        ck_assert_uint_ne(number, random_next(&other));
    }
    Random late = {.seed = 7, .counter = 100};
    ck_assert_uint_eq(random_next(&a), random_next(&late));
}
END_TEST

/* Seeds are kept in traces: the numbers must never change.  These are the first of SplitMix64. */
START_TEST(numbers_are_those_of_splitmix64)
{
    Random random = {.seed = 0};
    ck_assert_uint_eq(random_next(&random), UINT64_C(0xe220a8397b1dcdaf));
    ck_assert_uint_eq(random_next(&random), UINT64_C(0x6e789e6aa1b965f4));
    ck_assert_uint_eq(random_next(&random), UINT64_C(0x06c45d188009454f));
}
END_TEST

START_TEST(below_is_uniform)
{
    enum { BOUND = 7, DRAWS = 70000 };
    uint32_t counts[BOUND] = {0};
    Random random = {.seed = 1};
    for (int i = 0; i < DRAWS; i++)
        counts[random_below(&random, BOUND)]++;
    for (int i = 0; i < BOUND; i++) { /* within five standard deviations */
        ck_assert_uint_gt(counts[i], 10000 - 465);
        ck_assert_uint_lt(counts[i], 10000 + 465);
    }
    ck_assert_uint_eq(random_below(&random, 1), 0);
}
END_TEST

START_TEST(run_seeds_differ)
{
    ck_assert_uint_eq(random_run_seed(42, 0), 42);
    for (uint64_t run = 1; run < 100; run++) {
        ck_assert_uint_ne(random_run_seed(42, run), random_run_seed(42, run - 1));
        ck_assert_uint_ne(random_run_seed(42, run), random_run_seed(43, run));
    }
}
END_TEST

/* The last actor to move keeps its turn until a change point. */
START_TEST(pct_keeps_to_its_priorities)
{
    PctPolicy pct;
    pct_policy_init(&pct, 3, 2, 100);
    uint32_t firsts = 0;
    for (uint64_t seed = 0; seed < 100; seed++) {
        pct.policy.begin(&pct.policy, seed);
        uint32_t switches = 0, last = 0;
        for (uint32_t step = 0; step < 100; step++) {
            uint32_t actor = pct.policy.choose_actor(&pct.policy, 7);
            if (step == 0) firsts |= 1u << actor;
            switches += step > 0 && actor != last;
            last = actor;
        }
        ck_assert_uint_le(switches, 2);
        pct.policy.yielded(&pct.policy, last);
        ck_assert_uint_ne(pct.policy.choose_actor(&pct.policy, 7), last);
        ck_assert_uint_eq(pct.policy.choose_actor(&pct.policy, 1u << last), last);
    }
    ck_assert_uint_eq(firsts, 7);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("policy");
    TCase *cases = tcase_create("policy");
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, numbers_are_a_function_of_seed_and_counter);
    tcase_add_test(cases, numbers_are_those_of_splitmix64);
    tcase_add_test(cases, below_is_uniform);
    tcase_add_test(cases, run_seeds_differ);
    tcase_add_test(cases, pct_keeps_to_its_priorities);
    return suite_run(suite);
}
