#include "checker/search/reduce.h"

#include "checker/search/exploration.h"

/* How much larger than the reduced search one without reductions may become, just to show a failure
 * in the canonical way. */
#define ENLARGED_TIMES 8
#define ENLARGED_MORE 1000000

static Result search_unreduced(const Question *question, const SearchOptions *options)
{
    return search_complete(question, options, NULL);
}

/* The failure that the reduced search found, as it is without reductions. */
static Result show(const Question *question, const SearchOptions *options, Result reduced)
{
    SearchOptions enlarged = *options;
    uint64_t most = reduced.statistics.states * ENLARGED_TIMES + ENLARGED_MORE;
    if (!enlarged.limits.states || enlarged.limits.states > most) enlarged.limits.states = most;
    Result shown = search_unreduced(question, &enlarged);
    if (shown.verdict.kind == VERDICT_INCOMPLETE) {
        result_free(&shown);
        return reduced;
    }
    result_free(&reduced);
    return shown;
}

Result search_reduced(const Question *question, const SearchOptions *options)
{
    Ample ample = {question};
    if (ample_obstacle(question, options)) return search_unreduced(question, options);

    Result result = search_complete(question, options, &ample);
    if (result.has_schedule) return show(question, options, result);
    bool groundless =
        result.verdict.kind == VERDICT_INCOMPLETE && result.verdict.name == ample_groundless;
    if (!groundless) return result;
    result_free(&result);
    return search_unreduced(question, options);
}
