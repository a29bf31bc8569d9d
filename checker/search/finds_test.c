/* What a worker has found is taken once, by whoever takes it. */
#include "checker/search/finds.h"

#include "checker/search/suite.h"

#include <pthread.h>
#include <stdlib.h>

/* What is noted of a state here tells which one it is. */
static void add_run(Finds *finds, uint32_t first, uint32_t count)
{
    SleepOrigin *origins = finds_add(finds, (NumberRun){first, count, 0});
    for (uint32_t i = 0; origins && i < count; i++)
        origins[i] = (SleepOrigin){.before = first + i + 1};
}

static uint32_t mistaken(const Portion *portion)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < portion->count; i++)
        wrong += portion->origins[i].before != portion->numbers[i] + 1;
    return wrong;
}

START_TEST(neighbours_are_one_run)
{
    Finds finds = {0};
    add_run(&finds, 5, 3);
    add_run(&finds, 8, 2);
    add_run(&finds, 20, 1);
    add_run(&finds, 30, RUN_MOST);
    add_run(&finds, 30 + RUN_MOST, 2);
    ck_assert_uint_eq(finds.count, 4);
    ck_assert_uint_eq(finds.items[0].first, 5);
    ck_assert_uint_eq(finds.items[0].count, 5);
    ck_assert_uint_eq(finds.items[1].first, 20);
    ck_assert_uint_eq(finds.items[1].count, 1);
    ck_assert_uint_eq(finds.items[2].count, RUN_MOST);
    ck_assert_uint_eq(finds.items[3].first, 30 + RUN_MOST);
    ck_assert_uint_eq(finds.items[3].count, 2);
    ck_assert_uint_eq(finds.states, 6 + RUN_MOST + 2);
    finds_clear(&finds);
}
END_TEST

START_TEST(they_are_passed_on_level_by_level)
{
    Finds found = {0}, finds = {0};
    Portion portion;
    finds_init(&found, true);
    finds_init(&finds, true);
    ck_assert(!finds_take(&finds, &portion));
    for (uint32_t level = 0; level < 3; level++) {
        add_run(&found, 100 * level, 3);
        finds_pass_on(&found, &finds);
        ck_assert_uint_eq(found.states, 0);
        ck_assert_uint_eq(finds.states, 3);
        ck_assert(finds_take(&finds, &portion));
        ck_assert_uint_eq(portion.count, 3);
        ck_assert_uint_eq(mistaken(&portion), 0);
        for (uint32_t i = 0; i < 3; i++)
            ck_assert_uint_eq(portion.numbers[i], 100 * level + i);
        ck_assert(!finds_take(&finds, &portion));
    }
    ck_assert_uint_gt(finds_bytes(&finds), 0);
    finds_clear(&found);
    finds_clear(&finds);
}
END_TEST

/* -------- two who take at the same time -------- */

#define RUNS 20000
#define TAKERS 2

typedef struct Taker {
    Finds *finds;
    uint8_t *times; /* by number: taken by this one */
    uint32_t wrong; /* with what was noted of another */
    pthread_t thread;
} Taker;

static void *take(void *argument)
{
    Taker *taker = argument;
    Portion portion;
    while (finds_take(taker->finds, &portion)) {
        taker->wrong += mistaken(&portion);
        for (uint32_t i = 0; i < portion.count; i++)
            taker->times[portion.numbers[i]]++;
    }
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
    finds_init(&finds, true);
    uint32_t end = add_many(&finds), wrong = 0, taken = 0;
    for (uint32_t i = 0; i < TAKERS; i++) {
        takers[i] = (Taker){.finds = &finds, .times = calloc(end, 1)};
        ck_assert_int_eq(pthread_create(&takers[i].thread, NULL, take, &takers[i]), 0);
    }
    for (uint32_t i = 0; i < TAKERS; i++)
        pthread_join(takers[i].thread, NULL);
    ck_assert_uint_eq(takers[0].wrong + takers[1].wrong, 0);
    for (uint32_t number = 0; number < end; number++) {
        uint32_t times = (uint32_t)takers[0].times[number] + takers[1].times[number];
        wrong += times > 1;
        taken += times;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(taken, finds.states);
    for (uint32_t i = 0; i < TAKERS; i++)
        free(takers[i].times);
    finds_clear(&finds);
}
END_TEST

/* -------- in the order of numbers -------- */

/* What two have found, by turns. */
START_TEST(as_if_one_had_found_them)
{
    const uint32_t first = 1000, end = first + 5 * RUN_MOST + 3;
    Finds found[2] = {0}, all = {0};
    Portion portion;
    finds_init(&all, true);
    for (uint32_t i = 0; i < 2; i++)
        finds_init(&found[i], true);
    for (uint32_t number = first, turn = 0; number < end; turn++) {
        uint32_t count = end - number < turn + 1 ? end - number : turn + 1;
        add_run(&found[turn % 2], number, count);
        number += count;
    }
    finds_cover(&all, first, end);
    finds_copy_origins(&found[1], &all);
    finds_copy_origins(&found[0], &all);
    uint32_t next = first, wrong = 0;
    while (finds_take(&all, &portion)) {
        wrong += mistaken(&portion);
        for (uint32_t i = 0; i < portion.count; i++)
            wrong += portion.numbers[i] != next++;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(next, end);
    finds_clear(&all);
    finds_clear(&found[0]);
    finds_clear(&found[1]);
}
END_TEST

START_TEST(of_a_run_nothing_is_noted)
{
    Portion portion;
    memset(&portion, 0xff, sizeof portion);
    portion_fill(&portion, (NumberRun){7, PORTION_MOST, 0});
    for (uint32_t i = 0; i < PORTION_MOST; i++)
        ck_assert_uint_eq(portion.origins[i].idle.constant, 0);
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
    tcase_add_test(cases, as_if_one_had_found_them);
    tcase_add_test(cases, of_a_run_nothing_is_noted);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
