/* What a worker has found is taken once, by whoever takes it. */
#include "checker/search/finds.h"

#include "checker/search/suite.h"

#include <pthread.h>
#include <stdlib.h>

static void add_run(Finds *finds, uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        finds_add(finds, first + i);
}

START_TEST(neighbours_are_one_run)
{
    Finds finds = {0};
    add_run(&finds, 5, 3);
    add_run(&finds, 8, 2);
    add_run(&finds, 20, 1);
    add_run(&finds, 30, RUN_MOST + 2);
    ck_assert_uint_eq(finds.count, 4);
    ck_assert_uint_eq(finds.items[0].first, 5);
    ck_assert_uint_eq(finds.items[0].count, 5);
    ck_assert_uint_eq(finds.items[1].first, 20);
    ck_assert_uint_eq(finds.items[1].count, 1);
    ck_assert_uint_eq(finds.items[2].count, RUN_MOST);
    ck_assert_uint_eq(finds.items[3].first, 30 + RUN_MOST);
    ck_assert_uint_eq(finds.items[3].count, 2);
    ck_assert_uint_eq(finds.states, 6 + RUN_MOST + 2);
    finds_free(&finds);
}
END_TEST

START_TEST(they_are_passed_on_level_by_level)
{
    Finds found = {0}, finds = {0};
    Portion portion;
    ck_assert(!finds_take(&finds, &portion));
    for (uint32_t level = 0; level < 3; level++) {
        add_run(&found, 100 * level, 3);
        finds_pass_on(&found, &finds);
        ck_assert_uint_eq(found.states, 0);
        ck_assert_uint_eq(finds.states, 3);
        ck_assert(finds_take(&finds, &portion));
        ck_assert_uint_eq(portion.count, 3);
        for (uint32_t i = 0; i < 3; i++)
            ck_assert_uint_eq(portion.numbers[i], 100 * level + i);
        ck_assert(!finds_take(&finds, &portion));
    }
    ck_assert_uint_gt(finds_bytes(&finds), 0);
    finds_free(&found);
    finds_free(&finds);
}
END_TEST

/* -------- two who take at the same time -------- */

#define RUNS 20000
#define TAKERS 2

typedef struct Taker {
    Finds *finds;
    uint8_t *times; /* by number: taken by this one */
    pthread_t thread;
} Taker;

static void *take(void *argument)
{
    Taker *taker = argument;
    Portion portion;
    while (finds_take(taker->finds, &portion))
        for (uint32_t i = 0; i < portion.count; i++)
            taker->times[portion.numbers[i]]++;
    return NULL;
}

/* Runs of 1 to 7 numbers, each followed by one number that somebody else has found. */
static uint32_t add_many(Finds *finds)
{
    uint32_t number = 0;
    for (uint32_t i = 0; i < RUNS; i++) {
        add_run(finds, number, 1 + i % 7);
        number += 2 + i % 7;
    }
    return number;
}

START_TEST(each_is_taken_once)
{
    Finds finds = {0};
    Taker takers[TAKERS];
    uint32_t end = add_many(&finds), wrong = 0, taken = 0;
    for (uint32_t i = 0; i < TAKERS; i++) {
        takers[i] = (Taker){.finds = &finds, .times = calloc(end, 1)};
        ck_assert_int_eq(pthread_create(&takers[i].thread, NULL, take, &takers[i]), 0);
    }
    for (uint32_t i = 0; i < TAKERS; i++)
        pthread_join(takers[i].thread, NULL);
    for (uint32_t number = 0; number < end; number++) {
        uint32_t times = (uint32_t)takers[0].times[number] + takers[1].times[number];
        wrong += times > 1;
        taken += times;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(taken, finds.states);
    for (uint32_t i = 0; i < TAKERS; i++)
        free(takers[i].times);
    finds_free(&finds);
}
END_TEST

START_TEST(a_level_in_order_is_a_run)
{
    Portion portion;
    portion_fill(&portion, (NumberRun){7, PORTION_MOST});
    ck_assert_uint_eq(portion.count, PORTION_MOST);
    ck_assert_uint_eq(portion.numbers[0], 7);
    ck_assert_uint_eq(portion.numbers[PORTION_MOST - 1], 7 + PORTION_MOST - 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("finds");
    TCase *cases = tcase_create("finds");
    tcase_add_test(cases, neighbours_are_one_run);
    tcase_add_test(cases, they_are_passed_on_level_by_level);
    tcase_add_test(cases, each_is_taken_once);
    tcase_add_test(cases, a_level_in_order_is_a_run);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
