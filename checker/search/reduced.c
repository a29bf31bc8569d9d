#include "checker/search/reduced.h"

#include "checker/search/exploration.h"
#include "checker/search/judge.h"
#include "checker/search/reduction.h"
#include "checker/search/require.h"
#include "checker/search/statistics.h"

/* How much longer than the reduced search the unreduced one may take to show the failure. */
#define STATES_TIMES 8
#define STATES_MORE 1000000

/* What is left of the limits for showing a failure that is known to be there. */
static SearchOptions options_to_show(const SearchOptions *options, const Statistics *found_with)
{
    SearchOptions show = *options;
    show.expects_failure = true;
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
static Result translate(Reduction *reduction, const SearchOptions *options, Result found)
{
    Schedule schedule;
    if (!reduction_translate(reduction, &found.schedule, &schedule)) {
        result_free(&found);
        return search_complete(reduction->original, options);
    }
    schedule_free(&found.schedule);
    found.schedule = schedule;
    /* A chain may have passed through another failure before this one. */
    if (found.verdict.kind != VERDICT_STUCK)
        found.verdict = judge_schedule(reduction->original, &schedule);
    reduction_correct(reduction, &found.statistics);
    return found;
}

static Result show(Reduction *reduction, const SearchOptions *options, Result found)
{
    SearchOptions to_show = options_to_show(options, &found.statistics);
    Result shown = search_complete(reduction->original, &to_show);
    if (shown.verdict.kind == VERDICT_INCOMPLETE) {
        result_free(&shown);
        return translate(reduction, options, found);
    }
    REQUIRE(shown.verdict.kind != VERDICT_HOLDS,
            "%s: a failure with reductions is none without: a reduction is wrong",
            reduction->subject.name);
    shown.statistics.seconds += found.statistics.seconds;
    result_free(&found);
    return shown;
}

/* Safe steps have no grounds here: so without them. */
static Result search_again(const Question *question, const SearchOptions *options, Result found)
{
    SearchOptions every_order = *options;
    every_order.no_por = true;
    result_free(&found);
    return search_reduced(question, &every_order);
}

/* A failure that is expected is looked for at once in the way it will be shown.  False: it is not
 * near. */
#define STATES_NEAR 200000
static bool search_near(const Question *question, const SearchOptions *options, Result *ret_result)
{
    SearchOptions near = *options;
    near.checkpoint = NULL;
    if (!near.limits.states || near.limits.states > STATES_NEAR) near.limits.states = STATES_NEAR;
    *ret_result = search_complete(question, &near);
    if (ret_result->verdict.kind != VERDICT_INCOMPLETE) return true;
    result_free(ret_result);
    return false;
}

static Result search_macros(Reduction *reduction, const SearchOptions *options)
{
    SearchOptions with_reductions = *options;
    with_reductions.groundless = &reduction->groundless;
    with_reductions.kept = (void *)reduction->ran;
    with_reductions.kept_bytes = reduction->subject.step_count;
    return search_complete(&reduction->question, &with_reductions);
}

Result search_reduced(const Question *question, const SearchOptions *options)
{
    Reduction reduction;
    if (!reduction_init(&reduction, question, options)) return search_complete(question, options);
    Result result;
    if (options->expects_failure && search_near(question, options, &result)) {
        reduction_free(&reduction);
        return result;
    }
    result = search_macros(&reduction, options);
    if (reduction.groundless) result = search_again(question, options, result);
    else if (result.has_schedule) result = show(&reduction, options, result);
    else reduction_correct(&reduction, &result.statistics);
    reduction_free(&reduction);
    return result;
}

Result search_only_reduced(const Question *question, const SearchOptions *options,
                           bool *ret_groundless)
{
    Reduction reduction;
    bool possible = reduction_init(&reduction, question, options);
    REQUIRE(possible, "%s: no reduction is possible", question->subject->name);
    Result result = search_macros(&reduction, options);
    *ret_groundless = reduction.groundless;
    if (result.has_schedule) result = translate(&reduction, options, result);
    else reduction_correct(&reduction, &result.statistics);
    reduction_free(&reduction);
    return result;
}
