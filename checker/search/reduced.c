#include "checker/search/reduced.h"

#include "checker/search/exploration.h"
#include "checker/search/quotient.h"
#include "checker/search/require.h"
#include "checker/search/statistics.h"

/* How much longer than the reduced search the unreduced one may take to show the failure. */
enum { STATES_TIMES = 8, STATES_MORE = 1000000 };

static bool has_symmetry(const Question *question, const SearchOptions *options)
{
    if (!question->symmetry || options->no_symmetry) return false;
    for (uint32_t i = 0; i < question->check_count; i++)
        if (question->checks[i].kind == CHECK_EVENTUALLY) return false;
    return true;
}

/* An actor's name means little where it is exchanged with others, so these are counted as one. */
static void share_together(const Question *question, Statistics *statistics)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < question->subject->actor_count; i++)
        if (question->symmetry->actors >> i & 1 && statistics->together[i] > most)
            most = statistics->together[i];
    for (uint32_t i = 0; i < question->subject->actor_count; i++)
        if (question->symmetry->actors >> i & 1) statistics->together[i] = most;
}

/* What is left of the limits for showing a failure that is known to be there. */
static SearchOptions options_to_show(const SearchOptions *options, const Statistics *found_with)
{
    SearchOptions show = *options;
    uint64_t most = found_with->states * STATES_TIMES + STATES_MORE;
    if (!show.limits.states || show.limits.states > most) show.limits.states = most;
    if (show.limits.seconds > 0) {
        double left = show.limits.seconds - found_with->seconds;
        double least = 1e-3; /* 0 would be no limit */
        show.limits.seconds = left > least ? left : least;
    }
    return show;
}

/* The translated schedule in place of the reduced one; if that cannot be had, the search without
 * reductions, however long it takes. */
static Result translate(const Question *question, const SearchOptions *options, Result found)
{
    Schedule schedule;
    if (!untwist(question, &found.schedule, &schedule)) {
        result_free(&found);
        return search_complete(question, options);
    }
    schedule_free(&found.schedule);
    found.schedule = schedule;
    return found;
}

static Result show(const Question *question, const SearchOptions *options, Result found)
{
    SearchOptions to_show = options_to_show(options, &found.statistics);
    Result shown = search_complete(question, &to_show);
    if (shown.verdict.kind == VERDICT_INCOMPLETE) {
        result_free(&shown);
        return translate(question, options, found);
    }
    REQUIRE(shown.verdict.kind != VERDICT_HOLDS,
            "%s: a failure under symmetry is none without: the symmetry is wrong",
            question->subject->name);
    shown.statistics.seconds += found.statistics.seconds;
    result_free(&found);
    return shown;
}

Result search_reduced(const Question *question, const SearchOptions *options)
{
    if (!has_symmetry(question, options)) return search_complete(question, options);
    Quotient quotient;
    quotient_init(&quotient, question);
    Result result = search_complete(&quotient.question, options);
    if (result.has_schedule) return show(question, options, result);
    share_together(question, &result.statistics);
    return result;
}
