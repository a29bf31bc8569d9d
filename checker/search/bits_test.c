#include "checker/search/bits.h"
#include "checker/search/suite.h"

#include <math.h>

static StateHash nth(uint64_t n)
{
    return state_hash((const uint8_t *)&n, sizeof n);
}

START_TEST(what_was_added_is_known)
{
    Bits bits;
    ck_assert(bits_init(&bits, 3, 1 << 16));
    for (uint64_t n = 0; n < 10000; n++) {
        bits_add(&bits, nth(n));
        ck_assert(!bits_add(&bits, nth(n)));
    }
    bits_free(&bits);
}
END_TEST

/* Of n different states so many are lost as it estimates, whatever the number of functions and
 * however full the array is. */
START_TEST(omissions_are_as_estimated)
{
    static const struct {
        uint32_t functions;
        uint64_t bytes;
    } cases[] = {{1, 1 << 18}, {2, 1 << 16}, {3, 1 << 15},
                 {3, 1 << 16}, {5, 1 << 15}, {8, 1 << 16}};
    const uint64_t count = 60000;
    Bits bits;
    ck_assert(bits_init(&bits, cases[_i].functions, cases[_i].bytes));
    double omitted = 0;
    for (uint64_t n = 0; n < count; n++)
        omitted += !bits_add(&bits, nth(n));
    ck_assert_double_gt(omitted, 100);
    ck_assert_uint_eq(bits.count + (uint64_t)omitted, count);
    ck_assert_double_eq_tol(bits.omitted, omitted, 0.02 * omitted + 4 * sqrt(omitted));
    bits_free(&bits);
}
END_TEST

/* The share of bits that n states set with k functions is 1 - exp(-kn/m): the places are spread as
 * independent ones are. */
START_TEST(the_places_are_spread)
{
    const uint32_t functions = 4;
    const uint64_t count = 20000;
    Bits bits;
    ck_assert(bits_init(&bits, functions, 1 << 14));
    for (uint64_t n = 0; n < count; n++)
        bits_add(&bits, nth(n));
    double m = (double)bits.bit_count;
    double expected = m * (1 - exp(-(double)(functions * count) / m));
    ck_assert_double_eq_tol((double)bits.ones, expected, 0.005 * expected);

    uint64_t ones = 0;
    for (uint64_t i = 0; i < bits.bit_count / 8; i++)
        ones += (uint64_t)__builtin_popcount(bits.bytes[i]);
    ck_assert_uint_eq(ones, bits.ones);
    bits_free(&bits);
}
END_TEST

START_TEST(a_full_array_knows_everything)
{
    Bits bits;
    ck_assert(bits_init(&bits, 2, 0));
    for (uint64_t n = 0; n < 1000; n++)
        bits_add(&bits, nth(n));
    ck_assert_uint_eq(bits.ones, bits.bit_count);
    ck_assert(!bits_add(&bits, nth(1000)));
    ck_assert(isfinite(bits.omitted));
    bits_free(&bits);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bits");
    TCase *cases = tcase_create("bits");
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, what_was_added_is_known);
    tcase_add_loop_test(cases, omissions_are_as_estimated, 0, 6);
    tcase_add_test(cases, the_places_are_spread);
    tcase_add_test(cases, a_full_array_knows_everything);
    return suite_run(suite);
}
