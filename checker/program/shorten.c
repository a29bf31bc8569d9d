#include "checker/program/shorten.h"

#include <string.h>

/* Breadth-first is as good as it gets, unless states are kept lossily: then it is not followed. */
static bool may_be_long(const SearchOptions *options)
{
    return options->strategy != STRATEGY_BFS || store_is_lossy(options->store);
}

/* What the search has left.  A second search of it is no lack of memory for the first. */
static SearchOptions remaining(const SearchOptions *options, const Result *result, bool *ret_time)
{
    SearchOptions rest = *options;
    rest.lacks_memory = NULL;
    if (store_is_lossy(options->store)) rest.limits.memory = 0;
    if (options->limits.seconds > 0) rest.limits.seconds -= result->statistics.seconds;
    *ret_time = options->limits.seconds <= 0 || rest.limits.seconds > 0;
    return rest;
}

void shorten(const Question *question, const SearchOptions *options, Result *result)
{
    SearchOptions searched = search_options_of(options, result);
    if (!result->has_schedule || !may_be_long(&searched)) return;
    bool time;
    SearchOptions rest = remaining(&searched, result, &time);
    Length found = schedule_length(&result->schedule);
    Minimised least =
        minimise(question, &rest, &result->schedule, result->verdict, time ? MINIMISE_STATES : 0);
    schedule_free(&result->schedule);
    result->schedule = least.schedule;
    if (least.worth == WORTH_NOTHING) return;
    result->found = (Found){.minimised = true,
                            .optimal = least.worth == WORTH_OPTIMAL,
                            .switches = found.switches,
                            .steps = found.steps};
}

char *shorten_worth(Worth worth, const char *ended)
{
    if (worth == WORTH_OPTIMAL)
        return g_strdup("no schedule has fewer context switches, and of those none fewer steps");
    const char *limit = ended ? ended : "no search";
    return g_strdup_printf("nothing can be left out of it or moved (local minimum; limit: %s)",
                           limit);
}

char *shorten_text(const Result *result)
{
    if (!result->found.minimised) return NULL;
    Length now = schedule_length(&result->schedule);
    const char *worth =
        result->found.optimal
            ? "no schedule has fewer context switches, and of those none fewer steps"
            : "nothing more can be left out of it or moved";
    return g_strdup_printf(
        "found with %u steps and %u context switches, minimised to %u and %u: %s",
        result->found.steps, result->found.switches, now.steps, now.switches, worth);
}
