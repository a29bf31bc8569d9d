#include "checker/search/fingerprints.h"
#include "checker/search/suite.h"

#include <math.h>

static StateHash nth(uint64_t n)
{
    return state_hash((const uint8_t *)&n, sizeof n);
}

START_TEST(what_was_added_is_known)
{
    static const uint32_t widths[] = {64, 48, 40};
    Fingerprints set;
    ck_assert(fingerprints_init(&set, widths[_i], 1 << 20));
    const uint64_t count = 80000; /* 49 to 61 % of the slots: no line overflows far */
    for (uint64_t n = 0; n < count; n++)
        ck_assert_int_eq(fingerprints_add(&set, nth(n)), ADMITTED_NEW);
    for (uint64_t n = 0; n < count; n++)
        ck_assert_int_eq(fingerprints_add(&set, nth(n)), ADMITTED_KNOWN);
    ck_assert_uint_eq(set.count, count);
    fingerprints_free(&set);
}
END_TEST

START_TEST(the_table_can_be_filled)
{
    static const uint32_t widths[] = {64, 48, 40}, slots[] = {8, 10, 12};
    const uint64_t lines = 400;
    Fingerprints set;
    ck_assert(fingerprints_init(&set, widths[_i], lines * 64));
    uint64_t added = 0;
    while (fingerprints_add(&set, nth(added)) == ADMITTED_NEW)
        added++;
    ck_assert_int_eq(fingerprints_add(&set, nth(added)), ADMITTED_NOWHERE);
    ck_assert_uint_ge(added, lines * slots[_i] * 96 / 100);
    ck_assert_uint_le(added, lines * slots[_i]);
    for (uint64_t n = 0; n < added; n++)
        ck_assert_int_eq(fingerprints_add(&set, nth(n)), ADMITTED_KNOWN);
    fingerprints_free(&set);
}
END_TEST

/* One line, to the last slot, whose bytes end where the memory ends. */
START_TEST(one_line_is_enough)
{
    Fingerprints set;
    ck_assert(fingerprints_init(&set, 40, 0));
    for (uint64_t n = 0; n < 12; n++)
        ck_assert_int_eq(fingerprints_add(&set, nth(n)), ADMITTED_NEW);
    ck_assert_int_eq(fingerprints_add(&set, nth(12)), ADMITTED_NOWHERE);
    ck_assert_int_eq(fingerprints_add(&set, nth(11)), ADMITTED_KNOWN);
    fingerprints_free(&set);
}
END_TEST

/* Fingerprints so short that states are lost: as many as it says, give or take what chance does. */
START_TEST(omissions_are_as_stated)
{
    const uint32_t bits = 8 + 2 * (uint32_t)_i;
    Fingerprints set;
    ck_assert(fingerprints_init(&set, bits, 1 << 18));
    double omitted = 0;
    for (uint64_t n = 0; n < 40000; n++)
        omitted += fingerprints_add(&set, nth(n)) == ADMITTED_KNOWN;
    double stated = fingerprints_omitted(&set);
    ck_assert_double_gt(omitted, 10);
    ck_assert_double_le(omitted, stated * 1.02 + 4 * sqrt(stated));
    ck_assert_double_ge(omitted, stated * 0.95 - 4 * sqrt(stated));
    fingerprints_free(&set);
}
END_TEST

/* A key is a new hash function: what is taken for another under one is not under the next. */
START_TEST(keys_lose_different_states)
{
    uint32_t lost_twice = 0, lost = 0;
    Fingerprints one, two;
    ck_assert(fingerprints_init(&one, 8, 1 << 18));
    ck_assert(fingerprints_init(&two, 8, 1 << 18));
    for (uint64_t n = 0; n < 40000; n++) {
        bool in_one = fingerprints_add(&one, state_hash_keyed(nth(n), 1)) == ADMITTED_KNOWN;
        bool in_two = fingerprints_add(&two, state_hash_keyed(nth(n), 2)) == ADMITTED_KNOWN;
        lost += in_one;
        lost_twice += in_one && in_two;
    }
    ck_assert_uint_gt(lost, 200);
    ck_assert_uint_lt(lost_twice, lost / 20);
    fingerprints_free(&one);
    fingerprints_free(&two);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fingerprints");
    TCase *cases = tcase_create("fingerprints");
    tcase_set_timeout(cases, 60);
    suite_add_tcase(suite, cases);
    tcase_add_loop_test(cases, what_was_added_is_known, 0, 3);
    tcase_add_loop_test(cases, the_table_can_be_filled, 0, 3);
    tcase_add_test(cases, one_line_is_enough);
    tcase_add_loop_test(cases, omissions_are_as_stated, 0, 3);
    tcase_add_test(cases, keys_lose_different_states);
    return suite_run(suite);
}
