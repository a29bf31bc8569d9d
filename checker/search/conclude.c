/* From a finished exploration to the verdict and the schedule that shows it. */
#include "checker/search/exploration.h"
#include "checker/search/judge.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"
#include "checker/search/statistics.h"

#include <stdlib.h>

/* The states of the last level were not expanded, so those of them that are deadlocked have not
 * been noticed; they are as near as the failure that ended the search. */
static void add_halts_of_last_level(Exploration *e)
{
    const Question *question = e->explored.question;
    uint32_t last = e->explored.level_count - 1;
    if (e->failures.depth != last) return;
    for (uint32_t state = e->levels[last]; state < e->levels[last + 1]; state++) {
        Opened opened;
        Verdict failure;
        if (bit_is_set(e->violating, state)) continue;
        search_reads(&e->explored, state);
        store_open(e->store, state, &opened);
        if (moves_any(question->subject, opened.bytes)) continue;
        if (judge_halt(question, opened.bytes, &failure) == JUDGED_FAILURE)
            failures_add(&e->failures, last, state);
    }
}

static Schedule schedule_to_all(const Exploration *e)
{
    const Failures *failures = &e->failures;
    const Verdict *find = e->explored.question->find;
    uint8_t *states = calloc(store_count(e->store) / 8 + 1, 1);
    REQUIRE(states, "no memory for the target states");
    for (uint32_t i = 0; i < failures->count; i++)
        set_bit(states, failures->states[i]);

    Target target = {
        .states = states,
        .throws = failures->throws,
        .message = find ? find->name : NULL,
        .depth = failures->depth,
    };
    Schedule schedule = canonical_schedule(&e->explored, &target);
    free(states);
    return schedule;
}

static Schedule schedule_to_first(const Exploration *e)
{
    const Failures *failures = &e->failures;
    if (!failures->throws) return parent_schedule(&e->explored, failures->states[0]);
    Schedule schedule = parent_schedule(&e->explored, failures->throws_from);
    schedule_append(&schedule, failures->throws_by);
    return schedule;
}

static void conclude_failure(Exploration *e, Result *result)
{
    result->schedule = e->depth_first ? schedule_to_first(e) : schedule_to_all(e);
    result->has_schedule = true;
    result->verdict = judge_schedule(e->explored.question, &result->schedule);
}

/* States at each distance. */
static void count_depths(const Exploration *e, Statistics *statistics)
{
    uint32_t count = e->explored.level_count;
    statistics->whole_levels = e->depth;
    if (count == 0) return;
    statistics->depths = memory_new(count, sizeof *statistics->depths);
    statistics->depth_count = count;
    for (uint32_t level = 0; level < count; level++)
        statistics->depths[level] = e->levels[level + 1] - e->levels[level];
}

/* Many moves will be wanted once more. */
static void keep_edits(Exploration *e)
{
    if (!e->store) return;
    worker_follow(&e->workers[0]);
    e->explored.edits = e->workers[0].edits;
}

Result exploration_conclude(Exploration *exploration)
{
    Exploration *e = exploration;
    keep_edits(e);
    Result result = {.verdict = {VERDICT_HOLDS, NULL}, .statistics = e->statistics};
    e->statistics = (Statistics){0};
    result.seed = e->explored.options->seed;
    result.statistics.states = e->store ? store_count(e->store) : 0;

    if (!e->depth_first) count_depths(e, &result.statistics);

    /* Before the grounds are asked for: these states may be the first that have none. */
    if (e->failures.found && !e->depth_first) add_halts_of_last_level(e);
    const atomic_bool *groundless = e->explored.options->groundless;
    if (groundless && *groundless) result.verdict = (Verdict){VERDICT_INCOMPLETE, "groundless"};
    else if (e->failures.found) conclude_failure(e, &result);
    else if (e->ended) result.verdict = (Verdict){VERDICT_INCOMPLETE, e->ended};
    else if (e->cut) result.verdict = (Verdict){VERDICT_INCOMPLETE, "depth"};
    else judge_whole(&e->explored, &result);

    statistics_measure(&result.statistics, e->explored.started);
    return result;
}
