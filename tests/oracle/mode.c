#include "tests/oracle/mode.h"

#include "checker/search/checkpoint.h"
#include "checker/search/records.h"

#include <glib.h>
#include <string.h>

/* Bytes: some ten times what most of the systems need. */
#define LOSSY_TABLE (1 << 15)
#define SAMPLED_RUNS 5

static const Mode always[MODES_ALWAYS] = {
    {.strategy = STRATEGY_BFS, .looks_up = true},
    {.strategy = STRATEGY_BFS, .workers = 2, .store = STORE_COMPACT, .looks_up = true},
    {.strategy = STRATEGY_DFS, .workers = 2, .looks_up = true},
    {.strategy = STRATEGY_DFS, .store = STORE_COMPACT},
    {.strategy = STRATEGY_BFS, .orders = true, .names = true},
    {.strategy = STRATEGY_DFS, .orders = true},
    {.strategy = STRATEGY_BFS, .store = STORE_COMPACT, .names = true},
    {.strategy = STRATEGY_BFS, .looks_up = true, .expects_failure = true},
    {.strategy = STRATEGY_BFS, .looks_up = true, .pieces = 2},
    {.strategy = STRATEGY_BOUNDED},
    {.store = STORE_HASH64},
    {.store = STORE_HASH48},
    {.store = STORE_HASH40},
    {.store = STORE_BITSTATE},
    {.store = STORE_BITSTATE, .swarm = 2},
    {.strategy = STRATEGY_RANDOM},
    {.strategy = STRATEGY_PCT},
};

Mode mode_plain(Strategy strategy)
{
    return (Mode){.strategy = strategy};
}

/* Any combination of what a complete search can do. */
static Mode draw(Random *random)
{
    static const uint32_t leaf_sizes[] = {0, 8, 4, 2};
    Mode mode = {.strategy = random_below(random, 3) ? STRATEGY_BFS : STRATEGY_DFS,
                 .store = random_below(random, 2) ? STORE_EXACT : STORE_COMPACT,
                 .workers = random_below(random, 2) ? 1 : 2 + random_below(random, 2),
                 .orders = random_below(random, 2),
                 .names = random_below(random, 2),
                 .looks_up = random_below(random, 2),
                 .expects_failure = random_below(random, 2)};
    if (mode.strategy == STRATEGY_BFS && random_below(random, 3) == 0)
        mode.pieces = 1 + random_below(random, 8);
    if (random_below(random, 3) == 0) mode.leaf_size = leaf_sizes[random_below(random, 4)];
    mode.awake = random_below(random, 4) == 0;
    return mode;
}

Mode mode_number(uint32_t number, Random *random)
{
    return number < MODES_ALWAYS ? always[number] : draw(random);
}

bool mode_is_complete(const Mode *mode)
{
    return !store_is_lossy(mode->store) &&
           (mode->strategy == STRATEGY_BFS || mode->strategy == STRATEGY_DFS);
}

bool mode_reduces(const Mode *mode, const Question *question)
{
    return mode_is_complete(mode) && (mode->orders || (mode->names && question->symmetry));
}

/* -------- one search -------- */

/* The question as this mode puts it. */
typedef struct Put {
    Subject subject;
    Check checks[RANDOM_CHECKS];
    Question question;
} Put;

static void put(Put *put, const Mode *mode, const RandomCase *c, const Verdict *find)
{
    put->question = c->dress.question;
    put->question.find = find;
    if (mode->looks_up) return;
    put->subject = *put->question.subject;
    put->subject.tells_footprint = false;
    put->question.subject = &put->subject;
    memcpy(put->checks, c->dress.checks, sizeof put->checks);
    for (uint32_t i = 0; i < RANDOM_CHECKS; i++) {
        put->checks[i].watches = NULL;
        put->checks[i].breaks = NULL;
    }
    put->question.checks = put->checks;
}

static void complain(void *data, const char *sentence)
{
    (void)data;
    g_error("a checkpoint: %s", sentence);
}

static bool is_interrupted(const Result *result)
{
    return result->verdict.kind == VERDICT_INCOMPLETE &&
           strcmp(result->verdict.name, "interrupt") == 0;
}

/* An interrupt that is there from the beginning lets a search do one level, or a part of a large
 * one. */
static Result search_in_pieces(const Question *question, SearchOptions options, uint32_t pieces,
                               const char *folder, uint32_t *ret_pieces)
{
    volatile int interrupted = 1;
    CheckpointPlan plan = {
        .folder = folder, .identity = "a random system", .seconds = 3600, .complain = complain};
    options.checkpoint = &plan;
    options.interrupted = &interrupted;
    Result result = search(question, &options);
    for (*ret_pieces = 1; is_interrupted(&result); ++*ret_pieces) {
        result_free(&result);
        plan.resume = true;
        interrupted = *ret_pieces < pieces;
        result = search(question, &options);
    }
    checkpoint_discard_all(&plan);
    return result;
}

Result mode_search(const Mode *mode, const RandomCase *c, const Verdict *find, const char *folder,
                   uint32_t *ret_pieces)
{
    Put asked;
    put(&asked, mode, c, find);
    SearchOptions options = {.strategy = mode->strategy,
                             .store = mode->store,
                             .swarm = mode->swarm,
                             .seed = c->system.question.check_count,
                             .workers = mode->workers,
                             .crew_from = 1,
                             .expects_failure = mode->expects_failure,
                             .no_symmetry = !mode->names,
                             .no_por = !mode->orders,
                             .no_sleep_sets = mode->awake,
                             .leaf_size = mode->leaf_size,
                             .limits.runs = SAMPLED_RUNS};
    if (mode->strategy == STRATEGY_BOUNDED) options.limits.depth = 1000000;
    if (store_is_lossy(mode->store)) options.limits.memory = LOSSY_TABLE;
    records_least_lying = 0; /* so that there are bundles, where there are hundreds of states */
    *ret_pieces = 1;
    if (mode->pieces == 0) return search(&asked.question, &options);
    return search_in_pieces(&asked.question, options, mode->pieces, folder, ret_pieces);
}

char *mode_text(const Mode *mode)
{
    static const char *const strategies[] = {"bfs", "dfs", "bounded", "random", "pct"};
    return g_strdup_printf("%s, store %s, %u workers%s%s%s%s%s, up to %u interrupts, leaves of %u, "
                           "swarm of %u",
                           strategies[mode->strategy], store_names[mode->store],
                           MAX(mode->workers, 1), mode->orders ? ", orders reduced" : "",
                           mode->names ? ", names reduced" : "", mode->looks_up ? ", looks up" : "",
                           mode->awake ? ", awake" : "",
                           mode->expects_failure ? ", expects a failure" : "", mode->pieces,
                           mode->leaf_size, mode->swarm);
}
