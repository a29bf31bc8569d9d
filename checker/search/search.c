#include "checker/search/search.h"

#include "checker/search/explored.h"
#include "checker/search/lossy.h"
#include "checker/search/on_full.h"
#include "checker/search/reduced.h"
#include "checker/search/require.h"
#include "checker/search/statistics.h"

static void hold_to_contract(const Subject *subject)
{
    REQUIRE(subject->version == SUBJECT_VERSION,
            "%s: made for version %u of the subject interface, "
            "this is version %u",
            subject->name, subject->version, SUBJECT_VERSION);
    REQUIRE(subject->state_size >= 1 && subject->state_size <= SUBJECT_MAX_STATE,
            "%s: a state of %u bytes; 1 .. %u are possible", subject->name, subject->state_size,
            SUBJECT_MAX_STATE);
    REQUIRE(subject->actor_count >= 1 && subject->actor_count <= SUBJECT_MAX_ACTORS,
            "%s: %u actors; 1 .. %u are possible", subject->name, subject->actor_count,
            SUBJECT_MAX_ACTORS);
    REQUIRE(subject->step_count < UINT16_MAX, "%s: too many steps", subject->name);
    REQUIRE(subject->initial_count >= 1 && subject->initial_count <= SUBJECT_MAX_INITIAL,
            "%s: %u initial states; 1 .. %u are possible", subject->name, subject->initial_count,
            SUBJECT_MAX_INITIAL);
}

static Result search_by_strategy(const Question *question, const SearchOptions *options)
{
    if (store_is_lossy(options->store)) return search_lossy(question, options);
    switch (options->strategy) {
    case STRATEGY_BFS:
    case STRATEGY_DFS:
        return search_reduced(question, options);
    case STRATEGY_BOUNDED:
        return search_bounded(question, options);
    case STRATEGY_RANDOM:
        return search_random(question, options);
    case STRATEGY_PCT:
        return search_pct(question, options);
    }
    REQUIRE(false, "no strategy has number %u", options->strategy);
}

Result search(const Question *question, const SearchOptions *options)
{
    hold_to_contract(question->subject);
    Result result = search_by_strategy(question, options);
    result.store = options->store;
    if (on_full_helps(options, &result)) return on_full_search(question, options, result);
    if (result.verdict.kind == VERDICT_STUCK) add_aftermath(question, options, &result.schedule);
    return result;
}

SearchOptions search_options_of(const SearchOptions *options, const Result *result)
{
    SearchOptions changed = *options;
    changed.store = result->store;
    if (store_is_lossy(result->store)) changed.strategy = STRATEGY_DFS;
    return changed;
}

void result_free(Result *result)
{
    if (!result) return;
    schedule_free(&result->schedule);
    statistics_free(&result->statistics);
}
