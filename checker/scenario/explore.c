/* `explore`: how a variant is searched unless the command line says otherwise. */
#include "checker/scenario/reader.h"

const char *const scenario_strategies[] = {
    [STRATEGY_BFS] = "bfs",       [STRATEGY_DFS] = "dfs", [STRATEGY_BOUNDED] = "bounded",
    [STRATEGY_RANDOM] = "random", [STRATEGY_PCT] = "pct",
};
const uint32_t scenario_strategy_count = G_N_ELEMENTS(scenario_strategies);

static void read_strategy(Reader *reader, const Node *value, void *into)
{
    int strategy =
        read_word(reader, value, "unknown strategy", scenario_strategies, scenario_strategy_count);
    if (strategy >= 0) ((SearchOptions *)into)->strategy = (Strategy)strategy;
}

static void read_seed(Reader *reader, const Node *value, void *into)
{
    read_number(reader, value, 0, G_MAXUINT64, &((SearchOptions *)into)->seed);
}

static void read_runs(Reader *reader, const Node *value, void *into)
{
    read_number(reader, value, 1, G_MAXUINT64, &((SearchOptions *)into)->limits.runs);
}

static void read_max_states(Reader *reader, const Node *value, void *into)
{
    read_number(reader, value, 1, G_MAXUINT64, &((SearchOptions *)into)->limits.states);
}

static void read_small(Reader *reader, const Node *value, uint64_t least, uint32_t *into)
{
    uint64_t number;
    if (read_number(reader, value, least, G_MAXUINT32, &number)) *into = (uint32_t)number;
}

static void read_change_points(Reader *reader, const Node *value, void *into)
{
    read_small(reader, value, 1, &((SearchOptions *)into)->limits.change_points);
}

static void read_max_depth(Reader *reader, const Node *value, void *into)
{
    read_small(reader, value, 1, &((SearchOptions *)into)->limits.depth);
}

static void read_max_preemptions(Reader *reader, const Node *value, void *into)
{
    Limits *limits = &((SearchOptions *)into)->limits;
    read_small(reader, value, 0, &limits->preemptions);
    limits->bound_preemptions = true;
}

static const Key explore_keys[] = {
    {"strategy", "bfs, dfs, bounded, random or pct", "bfs if not given", read_strategy,
     OVERRIDE_VALUE},
    {"seed", "a number", "where random and pct begin", read_seed, OVERRIDE_VALUE},
    {"runs", "a number, at least 1", "how many schedules random and pct try", read_runs,
     OVERRIDE_VALUE},
    {"change-points", "a number, at least 1", "how many priority changes pct makes in one schedule",
     read_change_points, OVERRIDE_VALUE},
    {"max-depth", "a number, at least 1", "no schedule longer than this", read_max_depth,
     OVERRIDE_VALUE},
    {"max-preemptions", "a number", "bounded: no schedule with more preemptions",
     read_max_preemptions, OVERRIDE_VALUE},
    {"max-states", "a number, at least 1", "no more states than this", read_max_states,
     OVERRIDE_VALUE},
};
const Level explore_level = LEVEL("explore", explore_keys);

void read_explore(Reader *reader, const Node *value, void *into)
{
    (void)into;
    level_read(reader, &explore_level, value, &reader->variant->options);
}
