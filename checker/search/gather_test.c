#include "checker/search/gather.h"

#include "checker/search/random.h"
#include "checker/search/suite.h"

#include <stdlib.h>

#define ROUNDS 10000

static uint32_t differences(uint64_t word, uint64_t mask, bool quick)
{
    uint64_t bits = gather(word, mask, quick);
    return (bits != gather_slowly(word, mask)) + (scatter(bits, mask, quick) != (word & mask)) +
           (scatter(word, mask, quick) != scatter_slowly(word, mask)) +
           (bits_of(mask, quick) != (uint32_t)__builtin_popcountll(mask));
}

START_TEST(an_instruction_does_what_a_loop_does)
{
    Random random = {.seed = 5};
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        uint64_t word = random_next(&random), mask = random_next(&random) & random_next(&random);
        wrong += differences(word, mask, gather_is_quick()) + differences(word, mask, false);
    }
    ck_assert_uint_eq(wrong, 0);
}
END_TEST

static void expect_known(bool quick)
{
    ck_assert_uint_eq(gather(0xabc, 0, quick), 0);
    ck_assert_uint_eq(scatter(0xabc, 0, quick), 0);
    ck_assert_uint_eq(gather(0xabc, UINT64_MAX, quick), 0xabc);
    ck_assert_uint_eq(scatter(0xabc, UINT64_MAX, quick), 0xabc);
    ck_assert_uint_eq(gather(0xf0f0, 0xff00, quick), 0xf0);
    ck_assert_uint_eq(scatter(0xf5, 0x0f0f, quick), 0xf05);
    ck_assert_uint_eq(scatter(0xff5, 0x0f0f, quick), 0xf05);
}

START_TEST(all_and_nothing)
{
    expect_known(false);
    expect_known(gather_is_quick());
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gather");
    TCase *tcase = tcase_create("gather");
    tcase_add_test(tcase, an_instruction_does_what_a_loop_does);
    tcase_add_test(tcase, all_and_nothing);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
