#include "checker/program/settle.h"

#include "checker/program/ceiling.h"
#include "checker/program/values.h"
#include "checker/search/lossy.h"
#include "checker/search/spill.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* Asked once: finding the limits takes as long as a small search. */
uint64_t settle_most_memory(void)
{
    static uint64_t most;
    if (!most) most = ceiling_bytes() / 4 * 3;
    return most;
}

void settle_warn(const Options *options)
{
    if (!options->has_max_memory) return;
    uint64_t most = ceiling_bytes();
    if (options->max_memory <= most) return;
    g_autofree char *wanted = value_size_text(options->max_memory), *had = value_size_text(most);
    fprintf(stderr,
            "checker: warning: --max-memory: %s is more than the %s that the machine, control "
            "groups and ulimit allow; the system may end the search before it has so much\n",
            wanted, had);
}

uint32_t settle_processors(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    if (online < 1) return 1;
    return online < SEARCH_MOST_WORKERS ? (uint32_t)online : SEARCH_MOST_WORKERS;
}

/* How states are kept.  A lossy search goes depth-first whatever the scenario says. */
static void override_store(const Options *options, SearchOptions *search)
{
    if (options->has_store) search->store = options->store;
    if (options->has_hash_functions) search->hash_functions = (uint32_t)options->hash_functions;
    if (options->has_swarm) search->swarm = (uint32_t)options->swarm;
    if (!store_is_lossy(search->store)) {
        if (!search->limits.memory) search->limits.memory = settle_most_memory();
        return;
    }
    /* The stack may take as much as the table. */
    if (!search->limits.memory)
        search->limits.memory = MIN(LOSSY_DEFAULT_TABLE, settle_most_memory() / 2);
    if (!options->has_strategy) search->strategy = STRATEGY_DFS;
}

static void tell(const char *sentence)
{
    fprintf(stderr, "checker: %s\n", sentence);
}

/* What becomes of it when memory is short. */
static void override_shortage(const Options *options, SearchOptions *search)
{
    search->spill = options->spill;
    search->on_full = options->on_full;
    search->tell = tell;
}

static void override(const Options *options, SearchOptions *search)
{
    Limits *limits = &search->limits;
    if (options->has_strategy) search->strategy = options->strategy;
    search->workers = options->has_workers ? (uint32_t)options->workers : settle_processors();
    if (options->has_seed) search->seed = options->seed;
    if (options->no_symmetry) search->no_symmetry = true;
    if (options->has_runs) limits->runs = options->runs;
    if (options->has_change_points) limits->change_points = (uint32_t)options->change_points;
    if (options->has_max_depth) limits->depth = (uint32_t)options->max_depth;
    if (options->has_max_states) limits->states = options->max_states;
    if (options->has_max_memory) limits->memory = options->max_memory;
    if (options->has_time_limit) limits->seconds = options->time_limit;
    search->no_por = options->no_por;
    search->no_sleep_sets = options->no_sleep_sets;
    if (options->has_max_preemptions) {
        limits->preemptions = (uint32_t)options->max_preemptions;
        limits->bound_preemptions = true;
    }
    override_store(options, search);
    override_shortage(options, search);
}

/* An option that would do nothing is a mistake of whoever gave it: which one is it, and what does
 * it need? */
static const char *idle_option(const Options *options, Strategy strategy, const char **ret_needs)
{
    bool samples = strategy == STRATEGY_RANDOM || strategy == STRATEGY_PCT;
    bool lossy = store_is_lossy(options->store);
    bool complete = strategy == STRATEGY_BFS || strategy == STRATEGY_DFS;
    *ret_needs = "--strategy bfs or dfs and no lossy --store";
    if (options->has_workers && (!complete || lossy)) return "workers";
    *ret_needs = "--store exact or compact";
    if (options->has_jobs && lossy) return "jobs";
    *ret_needs = "--strategy random or pct";
    if (options->has_runs && !samples) return "runs";
    *ret_needs = "--strategy random or pct or a lossy --store";
    if (options->has_seed && !samples && !lossy) return "seed";
    *ret_needs = "--strategy bfs or dfs";
    if (options->no_por && !complete) return "no-por";
    *ret_needs = "--strategy bfs and no lossy --store";
    if (options->no_sleep_sets && (strategy != STRATEGY_BFS || lossy)) return "no-sleep-sets";
    *ret_needs = "--strategy pct";
    if (options->has_change_points && strategy != STRATEGY_PCT) return "change-points";
    *ret_needs = "--strategy bounded";
    if (options->has_max_preemptions && strategy != STRATEGY_BOUNDED) return "max-preemptions";
    *ret_needs = "--strategy bfs or dfs";
    if (options->no_symmetry && !complete) return "no-symmetry";
    *ret_needs = "--strategy bfs, dfs or bounded";
    if (options->has_max_states && samples) return "max-states";
    *ret_needs = "--strategy dfs, bounded, random or pct";
    if (options->no_minimise && strategy == STRATEGY_BFS) return "no-minimise";
    *ret_needs = "--strategy bfs or dfs";
    if (options->has_store && !complete && !lossy) return "store";
    return NULL;
}

/* The same for what has to do with lossy stores. */
static const char *idle_store_option(const Options *options, Strategy strategy,
                                     const char **ret_needs)
{
    *ret_needs = "--strategy dfs";
    if (store_is_lossy(options->store) && strategy != STRATEGY_DFS) return "store";
    *ret_needs = "--store bitstate";
    if (options->store == STORE_BITSTATE) return NULL;
    if (options->has_hash_functions) return "hash-functions";
    return options->has_swarm ? "swarm" : NULL;
}

/* The same for what is done when memory is short. */
static const char *idle_shortage_option(const Options *options, const SearchOptions *search,
                                        const char **ret_needs)
{
    bool complete = search->strategy == STRATEGY_BFS || search->strategy == STRATEGY_DFS;
    *ret_needs = "--strategy bfs or dfs with --store exact or compact";
    if (store_is_lossy(search->store) || !complete)
        return options->has_spill ? "spill" : options->has_on_full ? "on-full" : NULL;
    *ret_needs = "another --store to change to than the one that is there";
    if (options->on_full == FULL_COMPACT && search->store == STORE_COMPACT) return "on-full";
    return NULL;
}

/* What cannot be written at all is said before the work is done. */
static bool check_spill(const Options *options, GError **error)
{
    int file = options->spill ? spill_open(options->spill) : -1;
    if (file >= 0) close(file);
    if (file >= 0 || !options->spill) return true;
    g_set_error(error, OPTIONS_ERROR, 0, "--spill: no file can be made in %s: %s", options->spill,
                g_strerror(errno));
    return false;
}

bool settle_search(const Options *options, Variant *variant, GError **error)
{
    override(options, &variant->options);
    variant->options.expects_failure = expects_failure(&variant->expect);
    Strategy strategy = variant->options.strategy;
    const char *needs, *idle = idle_store_option(options, strategy, &needs);
    if (!idle) idle = idle_option(options, strategy, &needs);
    if (!idle) idle = idle_shortage_option(options, &variant->options, &needs);
    if (!idle) return check_spill(options, error);
    g_set_error(error, OPTIONS_ERROR, 0, "--%s needs %s, and %s is searched by %s (--store %s)",
                idle, needs, variant->name, scenario_strategies[strategy],
                store_names[variant->options.store]);
    return false;
}

/* A lossy search has one table, which --max-memory made as large as there is room for. */
uint32_t settle_jobs(const Options *options, uint32_t searches)
{
    uint32_t workers = options->has_workers ? (uint32_t)options->workers : 1;
    uint64_t jobs = options->has_jobs ? options->jobs : settle_processors() / workers;
    if (store_is_lossy(options->store)) jobs = 1;
    return (uint32_t)CLAMP(jobs, 1, MAX(searches, 1));
}

bool settle_leaves_alone(const Options *options)
{
    return !(options->has_strategy || options->has_seed || options->has_runs ||
             options->has_change_points || options->has_max_depth || options->has_max_preemptions ||
             options->no_por || options->no_sleep_sets || options->no_symmetry ||
             store_is_lossy(options->store));
}
