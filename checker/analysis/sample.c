#include "checker/analysis/sample.h"

#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/prospect.h"
#include "checker/search/runs.h"
#include "checker/search/statistics.h"
#include "checker/search/walk.h"

#include <glib.h>

typedef enum Fate { FATE_FINE = 1, FATE_FAILS, FATE_UNKNOWN } Fate;

typedef struct Sampling {
    const Question *question;
    const SearchOptions *options;
    Explored explored; /* for the limits */
    Walk walk;
    GHashTable *fates; /* of last states, each with the goal that it is judged by */
    Sample found;
} Sampling;

/* -------- the goals -------- */

static Fate look_ahead(const Sampling *sampling, const Check *goal)
{
    Prospect ahead = prospect(sampling->question, sampling->options, sampling->explored.started,
                              goal, sampling->walk.state, RUNS_PROSPECT_STATES);
    Fate fate = ahead.kind == PROSPECT_GOOD ? FATE_FINE : FATE_UNKNOWN;
    if (ahead.kind == PROSPECT_LOST)
        fate = judge_verdict(sampling->question, ahead.verdict) == JUDGED_FAILURE ? FATE_FAILS
                                                                                  : FATE_FINE;
    schedule_free(&ahead.rest);
    return fate;
}

/* Runs end in few different states, so what was looked up once is kept. */
static Fate fate_of(Sampling *sampling, uint32_t check)
{
    const Question *question = sampling->question;
    uint32_t state_size = question->subject->state_size;
    GByteArray *bytes = g_byte_array_sized_new(state_size + (guint)sizeof check);
    g_byte_array_append(bytes, sampling->walk.state, state_size);
    g_byte_array_append(bytes, (const guint8 *)&check, sizeof check);
    GBytes *key = g_byte_array_free_to_bytes(bytes);
    Fate fate = GPOINTER_TO_UINT(g_hash_table_lookup(sampling->fates, key));
    if (fate) {
        g_bytes_unref(key);
        return fate;
    }
    fate = look_ahead(sampling, &question->checks[check]);
    g_hash_table_insert(sampling->fates, key, GUINT_TO_POINTER(fate));
    return fate;
}

static bool is_open(const Sampling *sampling, uint32_t check)
{
    const Check *goal = &sampling->question->checks[check];
    if (goal->kind == CHECK_EVENTUALLY) return !sampling->walk.reached[check];
    return goal->kind == CHECK_REACHABLE && !goal->holds(goal->context, sampling->walk.state);
}

/* The run has ended, or was cut off, and nothing is wrong so far. */
static Fate judge_goals(Sampling *sampling)
{
    Fate worst = FATE_FINE;
    for (uint32_t i = 0; i < sampling->question->check_count && worst != FATE_FAILS; i++) {
        if (!is_open(sampling, i)) continue;
        Fate fate = fate_of(sampling, i);
        if (fate != FATE_FINE) worst = fate;
    }
    return worst;
}

/* -------- the runs -------- */

static Fate run(Sampling *sampling, Policy *policy, uint64_t seed)
{
    WalkEnd end = walk_run(&sampling->walk, policy, seed);
    sampling->found.steps += sampling->walk.schedule.length;
    switch (end) {
    case WALK_FAILED:
        return FATE_FAILS;
    case WALK_HALTED:
    case WALK_CUT:
        return judge_goals(sampling);
    case WALK_PASSED_OVER:
        return FATE_FINE;
    case WALK_ENDED:
        break;
    }
    sampling->found.ended = sampling->walk.ended;
    return FATE_UNKNOWN;
}

static void run_all(Sampling *sampling, Policy *policy, uint64_t runs)
{
    Sample *found = &sampling->found;
    for (uint64_t i = 0; i < runs && !found->ended; i++) {
        found->ended = search_ended(&sampling->explored, 0);
        if (found->ended) return;
        Fate fate = run(sampling, policy, random_run_seed(sampling->options->seed, i));
        if (found->ended) return;
        found->runs++;
        found->hits += fate == FATE_FAILS;
        found->undecided += fate == FATE_UNKNOWN;
    }
}

Sample sample(const Question *question, const SearchOptions *options, Policy *policy, uint64_t runs,
              uint32_t step_limit)
{
    Statistics statistics = statistics_new(question);
    Sampling sampling = {
        .question = question,
        .options = options,
        .explored = {.question = question, .options = options, .started = clock_seconds()},
        .fates =
            g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL),
    };
    walk_init(&sampling.walk, &sampling.explored, &statistics, step_limit);
    run_all(&sampling, policy, runs);
    walk_free(&sampling.walk);
    g_hash_table_unref(sampling.fates);
    statistics_free(&statistics);
    return sampling.found;
}
