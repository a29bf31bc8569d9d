#include "checker/program/live_ask.h"

#include <string.h>

/* -------- what is asked -------- */

static void take(LiveSearch *search, LiveLimit limit, bool given, uint64_t value)
{
    search->given[limit] = given;
    search->value[limit] = value;
}

LiveSearch live_ask_search(const Options *o)
{
    LiveSearch search = {.has_strategy = o->has_live_strategy, .strategy = o->live_strategy};
    take(&search, LIVE_LIMIT_SEED, o->has_seed, o->seed);
    take(&search, LIVE_LIMIT_RUNS, o->has_runs, o->runs);
    take(&search, LIVE_LIMIT_CHANGE_POINTS, o->has_change_points, o->change_points);
    take(&search, LIVE_LIMIT_MAX_DEPTH, o->has_max_depth, o->max_depth);
    take(&search, LIVE_LIMIT_MAX_PREEMPTIONS, o->has_max_preemptions, o->max_preemptions);
    take(&search, LIVE_LIMIT_MAX_DELAYS, o->has_max_delays, o->max_delays);
    take(&search, LIVE_LIMIT_MAX_EXECUTIONS, o->has_max_executions, o->max_executions);
    take(&search, LIVE_LIMIT_MAX_STATES, o->has_max_states, o->max_states);
    take(&search, LIVE_LIMIT_EARLY_TIMEOUTS, o->has_early_timeouts, o->early_timeouts);
    take(&search, LIVE_LIMIT_PLAIN_STEPS, o->plain_steps, true);
    take(&search, LIVE_LIMIT_NO_RACES, o->no_races, true);
    return search;
}

void live_ask(LiveQuestion *question, const LiveSearch *search, const Options *options)
{
#define VALUE(name) live_search_value(search, LIVE_LIMIT_##name)
    question->strategy = search->strategy;
    question->seed = VALUE(SEED);
    question->runs = VALUE(RUNS);
    question->most_executions = VALUE(MAX_EXECUTIONS);
    question->most_states = VALUE(MAX_STATES);
    question->most_steps = (uint32_t)VALUE(MAX_DEPTH);
    question->preemptions = (uint32_t)VALUE(MAX_PREEMPTIONS);
    question->delays = (uint32_t)VALUE(MAX_DELAYS);
    question->change_points = (uint32_t)VALUE(CHANGE_POINTS);
    question->early_timeouts = (uint32_t)VALUE(EARLY_TIMEOUTS);
    question->plain_steps = VALUE(PLAIN_STEPS);
    question->races = !VALUE(NO_RACES);
#undef VALUE
    question->switches = question->length = UINT32_MAX;
    question->most_memory = options->max_memory;
    question->nanoseconds = (uint64_t)(options->time_limit * 1e9);
    question->workers = options->has_workers ? (uint32_t)options->workers : 1;
    question->keep_going = options->keep_going;
    question->census = options->census;
}

/* -------- what would do nothing -------- */

static const char *mistake_of_others(const LiveSearch *search, const Options *options)
{
    bool stateful = search->strategy == LIVE_STATEFUL;
    if (live_search_lacks_bound(search)) return "bounded needs --max-preemptions or --max-delays";
    if (options->has_max_memory && !stateful) return "--max-memory is for stateful";
    if (options->workers > 1 && (search->strategy == LIVE_DPOR || stateful))
        return "--workers is for dfs, bounded, random, pct and pos; what dpor and stateful have "
               "seen decides what they leave out";
    if (options->workers > 1 && search->given[LIVE_LIMIT_MAX_EXECUTIONS])
        return "--max-executions is for one worker: which executions are the first ones, several "
               "cannot tell";
    return NULL;
}

char *live_ask_mistake(const LiveSearch *search, const Options *options)
{
    LiveLimit idle = live_search_idle(search);
    if (idle != LIVE_LIMITS)
        return g_strdup_printf("--%s is for %s", live_limit_info[idle].word,
                               live_limit_info[idle].which);
    for (LiveLimit limit = 0; limit < LIVE_LIMITS; limit++)
        if (search->given[limit] && search->value[limit] > live_limit_info[limit].most)
            return g_strdup_printf("--%s is at most %" G_GUINT64_FORMAT,
                                   live_limit_info[limit].word, live_limit_info[limit].most);
    return g_strdup(mistake_of_others(search, options));
}
