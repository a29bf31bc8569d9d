#include "checker/program/settle.h"

#include <unistd.h>

uint64_t settle_most_memory(void)
{
    return (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE) / 4 * 3;
}

static void override(const Options *options, SearchOptions *search)
{
    Limits *limits = &search->limits;
    if (options->has_strategy) search->strategy = options->strategy;
    if (options->has_seed) search->seed = options->seed;
    if (options->has_runs) limits->runs = options->runs;
    if (options->has_change_points) limits->change_points = (uint32_t)options->change_points;
    if (options->has_max_depth) limits->depth = (uint32_t)options->max_depth;
    if (options->has_max_states) limits->states = options->max_states;
    if (options->has_max_memory) limits->memory = options->max_memory;
    if (!limits->memory) limits->memory = settle_most_memory();
    if (options->has_time_limit) limits->seconds = options->time_limit;
    search->no_por = options->no_por;
    if (options->has_max_preemptions) {
        limits->preemptions = (uint32_t)options->max_preemptions;
        limits->bound_preemptions = true;
    }
}

/* An option that would do nothing is a mistake of whoever gave it: which one is it, and which
 * strategies does it need? */
static const char *idle_option(const Options *options, Strategy strategy, const char **ret_needs)
{
    bool samples = strategy == STRATEGY_RANDOM || strategy == STRATEGY_PCT;
    *ret_needs = "random or pct";
    if (options->has_seed && !samples) return "seed";
    if (options->has_runs && !samples) return "runs";
    *ret_needs = "bfs or dfs";
    if (options->has_no_por && strategy != STRATEGY_BFS && strategy != STRATEGY_DFS)
        return "no-por";
    *ret_needs = "pct";
    if (options->has_change_points && strategy != STRATEGY_PCT) return "change-points";
    *ret_needs = "bounded";
    if (options->has_max_preemptions && strategy != STRATEGY_BOUNDED) return "max-preemptions";
    *ret_needs = "bfs, dfs or bounded";
    if (options->has_max_states && samples) return "max-states";
    return NULL;
}

bool settle_search(const Options *options, Variant *variant, GError **error)
{
    override(options, &variant->options);
    Strategy strategy = variant->options.strategy;
    const char *needs, *idle = idle_option(options, strategy, &needs);
    if (!idle) return true;
    g_set_error(error, OPTIONS_ERROR, 0, "--%s needs --strategy %s, and %s is searched by %s", idle,
                needs, variant->name, scenario_strategies[strategy]);
    return false;
}

bool settle_leaves_alone(const Options *options)
{
    return !(options->has_strategy || options->has_seed || options->has_runs ||
             options->has_change_points || options->has_no_por || options->has_max_depth ||
             options->has_max_preemptions);
}
