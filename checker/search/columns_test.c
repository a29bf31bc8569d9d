#include "checker/search/columns.h"

#include "checker/search/suite.h"

/* Places that always agree make one column. */
START_TEST(what_tells_each_other_is_one_column)
{
    StringSample sample = {.places = 4, .bits = {8, 8, 8, 8}};
    uint8_t column[COLUMNS_MOST_PLACES];
    for (uint32_t i = 0; i < COLUMNS_SAMPLE; i++) {
        sample.numbers[0][i] = (uint16_t)(i % 8);
        sample.numbers[1][i] = (uint16_t)(i / 8);
        sample.numbers[2][i] = (uint16_t)(100 + i % 8);
        sample.numbers[3][i] = (uint16_t)(200 - i / 8);
    }
    ck_assert_uint_eq(columns_choose(&sample, column), 2);
    ck_assert_uint_eq(column[0], column[2]);
    ck_assert_uint_eq(column[1], column[3]);
    ck_assert_uint_ne(column[0], column[1]);
}
END_TEST

/* Places at which nothing varies cost no index, wherever they are. */
START_TEST(what_never_varies_is_anywhere)
{
    StringSample sample = {.places = 3, .bits = {4, 4, 4}};
    uint8_t column[COLUMNS_MOST_PLACES];
    for (uint32_t i = 0; i < COLUMNS_SAMPLE; i++) {
        sample.numbers[0][i] = 5;
        sample.numbers[1][i] = (uint16_t)(i % 16);
        sample.numbers[2][i] = 6;
    }
    ck_assert_uint_eq(columns_choose(&sample, column), 2);
    ck_assert_uint_eq(column[0], column[2]);
}
END_TEST

/* As many places as there can be, as wide as they can be, all of them different. */
START_TEST(the_widest_places_have_room)
{
    StringSample sample = {.places = COLUMNS_MOST_PLACES};
    uint8_t column[COLUMNS_MOST_PLACES];
    uint32_t bits[COLUMNS_MOST] = {0};
    for (uint32_t place = 0; place < sample.places; place++) {
        sample.bits[place] = 16;
        for (uint32_t i = 0; i < COLUMNS_SAMPLE; i++)
            sample.numbers[place][i] = (uint16_t)(i * 40503u + place * 977u);
    }
    uint32_t count = columns_choose(&sample, column);
    ck_assert_uint_le(count, COLUMNS_MOST);
    for (uint32_t place = 0; place < sample.places; place++) {
        ck_assert_uint_lt(column[place], count);
        bits[column[place]] += 16;
    }
    for (uint32_t i = 0; i < count; i++)
        ck_assert_uint_le(bits[i], COLUMN_MOST_BITS);
}
END_TEST

START_TEST(an_index_has_as_many_bits_as_it_needs)
{
    static const uint32_t things[] = {1, 2, 3, 4, 5, 255, 256}, bits[] = {0, 1, 2, 2, 3, 8, 8};
    for (size_t i = 0; i < sizeof things / sizeof *things; i++)
        ck_assert_uint_eq(columns_index_bits(things[i]), bits[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("columns");
    TCase *tcase = tcase_create("columns");
    tcase_add_test(tcase, what_tells_each_other_is_one_column);
    tcase_add_test(tcase, what_never_varies_is_anywhere);
    tcase_add_test(tcase, the_widest_places_have_room);
    tcase_add_test(tcase, an_index_has_as_many_bits_as_it_needs);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
