/* What is noted going forth is visited coming back, once, level by level. */
#include "checker/search/arrivals.h"
#include "checker/search/suite.h"

/* The sum of all visited, and the highest state that was left. */
typedef struct Visited {
    uint32_t count;
    uint64_t from, to;
    uint32_t lowest;
} Visited;

static void visit(void *data, uint32_t from, uint32_t to)
{
    Visited *visited = data;
    visited->count++;
    visited->from += from;
    visited->to += to;
    if (from < visited->lowest) visited->lowest = from;
}

START_TEST(levels_come_back_last_first)
{
    Arrivals *arrivals = arrivals_new(3);
    /* Levels 0 .. 0, 1 .. 4, 5 .. 9; within a level each worker goes as it likes. */
    arrivals_add(arrivals, 0, 0, 1);
    arrivals_add(arrivals, 0, 0, 2);
    arrivals_add(arrivals, 2, 4, 5);
    arrivals_add(arrivals, 2, 1, 6);
    arrivals_add(arrivals, 0, 3, 6);
    arrivals_add(arrivals, 2, 7, 10);
    ck_assert(arrivals_complete(arrivals));
    for (uint32_t time = 0; time < 2; time++) {
        ArrivalWalk walk = arrivals_walk(arrivals);
        Visited visited = {.lowest = UINT32_MAX};
        arrivals_back_to(&walk, 5, visit, &visited);
        ck_assert_uint_eq(visited.count, 1);
        ck_assert_uint_eq(visited.to, 10);
        arrivals_back_to(&walk, 1, visit, &visited);
        ck_assert_uint_eq(visited.count, 4);
        ck_assert_uint_eq(visited.from, 7 + 4 + 1 + 3);
        ck_assert_uint_eq(visited.lowest, 1);
        arrivals_back_to(&walk, 1, visit, &visited);
        ck_assert_uint_eq(visited.count, 4);
        arrivals_back_to(&walk, 0, visit, &visited);
        ck_assert_uint_eq(visited.count, 6);
        ck_assert_uint_eq(visited.to, 1 + 2 + 5 + 6 + 6 + 10);
    }
    arrivals_free(arrivals);
}
END_TEST

START_TEST(too_many_are_not_kept)
{
    Arrivals *arrivals = arrivals_new(3);
    for (uint32_t i = 0; i < ARRIVALS_MOST; i++)
        arrivals_add(arrivals, 1, i, i + 1);
    ck_assert(arrivals_complete(arrivals));
    arrivals_add(arrivals, 0, 0, 1);
    ck_assert(arrivals_complete(arrivals));
    arrivals_add(arrivals, 1, 0, 1);
    ck_assert(!arrivals_complete(arrivals));
    arrivals_free(arrivals);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arrivals");
    TCase *cases = tcase_create("arrivals");
    tcase_add_test(cases, levels_come_back_last_first);
    tcase_add_test(cases, too_many_are_not_kept);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
