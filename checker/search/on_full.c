/* An exact search is out of memory: search again in less of it, if whoever asked wants that. */
#include "checker/search/on_full.h"

#include "checker/search/explored.h"
#include "checker/search/statistics.h"

#include <string.h>

const char *const on_full_names[FULL_COUNT] = {
    [FULL_STOP] = "stop", [FULL_COMPACT] = "compact", [FULL_BITSTATE] = "bitstate"};

bool on_full_helps(const SearchOptions *options, const Result *result)
{
    if (options->on_full == FULL_STOP || store_is_lossy(options->store)) return false;
    if (options->on_full == FULL_COMPACT && options->store == STORE_COMPACT) return false;
    /* One among others begins again with all the memory, first. */
    if (options->lacks_memory) return false;
    return result->verdict.kind == VERDICT_INCOMPLETE &&
           strcmp(result->verdict.name, limit_memory) == 0;
}

/* The limit is for all of it: half of what is left for the table, half for the stack. */
static void settle_lossy(SearchOptions *options)
{
    uint64_t limit = options->limits.memory, held = resident_memory();
    uint64_t left = limit > 2 * held ? limit - held : limit / 2;
    options->store = STORE_BITSTATE;
    options->strategy = STRATEGY_DFS;
    options->checkpoint = NULL;
    if (!limit) return;
    options->limits.memory = left / 2;
    options->stack_memory = left / 2;
}

/* What is written down so far is the same whichever of the two is read into. */
static void settle_compact(SearchOptions *options, CheckpointPlan *plan)
{
    options->store = STORE_COMPACT;
    if (!options->checkpoint) return;
    *plan = *options->checkpoint;
    plan->resume = true;
    options->checkpoint = plan;
}

Result on_full_search(const Question *question, const SearchOptions *options, Result full)
{
    SearchOptions again = *options;
    CheckpointPlan plan;
    double spent = full.statistics.seconds, least = 1e-3; /* 0 would be no limit */
    uint64_t states = full.statistics.states;
    result_free(&full);
    again.on_full = FULL_STOP;
    if (options->on_full == FULL_COMPACT) settle_compact(&again, &plan);
    else settle_lossy(&again);
    double left = options->limits.seconds - spent;
    if (options->limits.seconds > 0) again.limits.seconds = left > least ? left : least;
    search_tell(options, "memory is full after %llu states; again, with --store %s",
                (unsigned long long)states, store_names[again.store]);
    Result result = search(question, &again);
    result.statistics.seconds += spent;
    return result;
}
