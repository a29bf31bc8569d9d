/* A swarm: many small lossy searches instead of one large one.
 *
 * Each has hash functions and an order of its own, so each loses other states and goes other ways
 * (Holzmann, Joshi and Groce, Swarm verification techniques, TSE 2011).
 */
#include "checker/search/lossy.h"
#include "checker/search/memory.h"
#include "checker/search/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Nothing was found: is it the searches' whole swarm, or did something ask all of them to end? */
static bool is_over(const Result *result)
{
    static const char *const ends[] = {"time", "interrupt", "memory"};
    if (result->verdict.kind != VERDICT_INCOMPLETE) return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strcmp(result->verdict.name, ends[i]) == 0) return true;
    return false;
}

/* The limit that cut one of the searches short first, or NULL. */
static const char *limit_of(const Result *result, StoreKind store)
{
    const char *name = result->verdict.name;
    return strcmp(name, store_verdict(store)) == 0 ? NULL : name;
}

/* `largest`: as many states one search alone has found, so there are no fewer. */
static void judge_coverage(const Census *census, double largest, Loss *loss)
{
    double met = census_met(census);
    loss->distinct = met > largest ? met : largest;
    if (census->searches > 1) loss->coverage = census_coverage(census);
}

static void swarm(const Explored *explored, Result *result)
{
    const SearchOptions *options = explored->options;
    Census *census = memory_new(1, sizeof *census);
    const char *limit = NULL;
    double largest = 0;
    census_init(census);
    for (uint32_t i = 0; i < options->swarm; i++) {
        LossyPlan plan = {random_run_seed(options->seed, i), true, census};
        census_begin(census);
        lossy_search(explored, &plan, result);
        result->statistics.runs++;
        largest = fmax(largest, result->statistics.loss.distinct);
        result->seed = plan.seed;
        if (is_over(result)) break;
        if (!limit) limit = limit_of(result, options->store);
    }
    judge_coverage(census, largest, &result->statistics.loss);
    free(census);
    if (!result->has_schedule) result->seed = options->seed;
    if (!is_over(result)) result->verdict.name = limit ? limit : "swarm";
}

Result search_lossy(const Question *question, const SearchOptions *options)
{
    Explored explored = {.question = question, .options = options, .started = clock_seconds()};
    Result result = {.statistics = statistics_new(question), .seed = options->seed};
    LossyPlan plan = {.seed = options->seed};
    if (options->swarm) swarm(&explored, &result);
    else lossy_search(&explored, &plan, &result);
    return result;
}
