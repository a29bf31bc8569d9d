#include "checker/search/census.h"
#include "checker/search/memory.h"
#include "checker/search/suite.h"

#include <stdbool.h>

#define POPULATION 100000

static StateHash nth(uint64_t n)
{
    return state_hash((const uint8_t *)&n, sizeof n);
}

/* Searches that meet each of so many states with the probability `percent`.  Returns how many were
 * met by any. */
static uint64_t take(Census *census, uint32_t searches, uint64_t population, uint32_t percent)
{
    uint64_t met = 0;
    bool *seen = memory_new(population, sizeof *seen);
    Random random = {.seed = 1};
    census_init(census);
    for (uint32_t i = 0; i < searches; i++) {
        census_begin(census);
        for (uint64_t n = 0; n < population; n++) {
            if (random_below(&random, 100) >= percent) continue;
            met += !seen[n];
            seen[n] = true;
            census_meet(census, nth(n));
        }
    }
    free(seen);
    return met;
}

START_TEST(a_small_population_is_counted_exactly)
{
    Census *census = memory_new(1, sizeof *census);
    uint64_t met = take(census, 3, CENSUS_MOST / 2, 70);
    ck_assert_double_eq_tol(census_met(census), (double)met, 0.5);
    free(census);
}
END_TEST

START_TEST(a_large_one_is_estimated)
{
    static const struct {
        uint32_t searches, percent;
    } cases[] = {{1, 100}, {2, 50}, {3, 80}, {5, 20}, {20, 5}};
    Census *census = memory_new(1, sizeof *census);
    uint64_t met = take(census, cases[_i].searches, POPULATION, cases[_i].percent);
    ck_assert_double_eq_tol(census_met(census), (double)met, 0.06 * (double)met);
    double coverage = (double)met / POPULATION;
    ck_assert_double_eq_tol(census_coverage(census), coverage, 0.05);
    free(census);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("census");
    TCase *cases = tcase_create("census");
    tcase_set_timeout(cases, 60);
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, a_small_population_is_counted_exactly);
    tcase_add_loop_test(cases, a_large_one_is_estimated, 0, 5);
    return suite_run(suite);
}
