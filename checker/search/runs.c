/* Random runs, one after the other, each judged where it ends.
 *
 * A walk sees failures that one state or one move shows.  A hang it can only suspect: when it ends
 * without the goal, a search of what lies ahead of its last state decides.
 *
 * Statistics.states and .transitions count what the runs walked through, repetitions included.
 */
#include "checker/search/runs.h"
#include "checker/search/explored.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/prospect.h"
#include "checker/search/require.h"
#include "checker/search/statistics.h"
#include "checker/search/walk.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_RUNS 100000
#define PILOT_RUNS 16 /* to find out how long runs are */
#define SECONDS_PER_REPORT 0.2

typedef struct Runs {
    Explored explored; /* for the limits */
    const Question *question;
    const SearchOptions *options;
    Policy *policy;
    Walk walk;
    Result result;
    Numbering *judged; /* last states, each with the goal it was judged by and found good */
    uint8_t *judged_key;
    uint64_t *lengths; /* how many runs were so long */
    uint32_t lengths_room;
    double reported;
} Runs;

/* -------- the goals -------- */

static Prospect look_ahead(const Runs *runs, const Check *goal, const uint8_t *state)
{
    return prospect(runs->question, runs->options, runs->explored.started, goal, state,
                    RUNS_PROSPECT_STATES);
}

/* The length of the run up to the first state beyond hope.  A goal once lost stays lost, so
 * bisection finds the place; where a limit hides the truth, hope is assumed. */
static uint32_t point_of_no_return(const Runs *runs, const Check *goal)
{
    uint8_t state[SUBJECT_MAX_STATE];
    uint32_t hopeful = 0, lost = runs->walk.schedule.length;
    while (hopeful < lost) {
        uint32_t middle = hopeful + (lost - hopeful) / 2;
        schedule_run(runs->question->subject, &runs->walk.schedule, middle, state);
        Prospect ahead = look_ahead(runs, goal, state);
        schedule_free(&ahead.rest);
        if (ahead.kind == PROSPECT_LOST) lost = middle;
        else hopeful = middle + 1;
    }
    return lost;
}

static void append_moves(Schedule *schedule, const Schedule *more)
{
    for (uint32_t i = 0; i < more->length; i++)
        schedule->moves[schedule->length + i] = more->moves[i];
    schedule->cycle = schedule->length + more->cycle;
    schedule->length += more->length;
}

static void conclude(Runs *runs, Verdict verdict, const Schedule *rest)
{
    const Schedule *way = &runs->walk.schedule;
    Schedule *schedule = &runs->result.schedule;
    uint32_t length = way->length + rest->length;
    *schedule = (Schedule){.initial = way->initial};
    schedule->moves = memory_new(length, sizeof(Move));
    append_moves(schedule, way);
    append_moves(schedule, rest);
    runs->result.has_schedule = true;
    runs->result.verdict = verdict;
}

/* Was this last state judged by this goal before?  It is remembered. */
static bool judged_before(Runs *runs, uint32_t check)
{
    uint32_t state_size = runs->question->subject->state_size;
    bool is_new = true;
    memcpy(runs->judged_key, runs->walk.state, state_size);
    memcpy(runs->judged_key + state_size, &check, sizeof check);
    numbering_insert(runs->judged, runs->judged_key, numbering_hash(runs->judged, runs->judged_key),
                     &is_new);
    return !is_new;
}

/* Is this goal a reason to look ahead of the last state? */
static bool is_suspect(Runs *runs, uint32_t check)
{
    const Check *goal = &runs->question->checks[check];
    if (goal->kind == CHECK_EVENTUALLY && runs->walk.reached[check]) return false;
    if (goal->kind == CHECK_REACHABLE && goal->holds(goal->context, runs->walk.state)) return false;
    return goal->kind == CHECK_EVENTUALLY || goal->kind == CHECK_REACHABLE;
}

static bool is_lost(Runs *runs, const Check *goal)
{
    Prospect ahead = look_ahead(runs, goal, runs->walk.state);
    bool wanted = ahead.kind == PROSPECT_LOST &&
                  judge_verdict(runs->question, ahead.verdict) == JUDGED_FAILURE;
    if (ahead.kind == PROSPECT_LOST && !wanted) runs->result.statistics.other++;
    if (wanted) {
        if (goal->kind == CHECK_REACHABLE)
            runs->walk.schedule.length = point_of_no_return(runs, goal);
        conclude(runs, ahead.verdict, &ahead.rest);
    }
    schedule_free(&ahead.rest);
    return wanted;
}

static bool goal_is_lost(Runs *runs)
{
    for (uint32_t i = 0; i < runs->question->check_count; i++)
        if (is_suspect(runs, i) && !judged_before(runs, i) &&
            is_lost(runs, &runs->question->checks[i]))
            return true;
    return false;
}

/* -------- the runs -------- */

static uint64_t planned_runs(const SearchOptions *options)
{
    return options->limits.runs ? options->limits.runs : DEFAULT_RUNS;
}

static void report(Runs *runs)
{
    const SearchOptions *options = runs->options;
    double now = clock_seconds();
    if (!options->progress || now - runs->reported < SECONDS_PER_REPORT) return;
    runs->reported = now;
    runs->result.statistics.prognosis.planned = planned_runs(options);
    statistics_measure(&runs->result.statistics, runs->explored.started);
    options->progress(options->progress_data, &runs->result.statistics);
}

static void count_length(Runs *runs, uint32_t length)
{
    Statistics *statistics = &runs->result.statistics;
    memory_reserve(&runs->lengths, &runs->lengths_room, length, sizeof *runs->lengths);
    for (; statistics->depth_count <= length; statistics->depth_count++)
        runs->lengths[statistics->depth_count] = 0;
    runs->lengths[length]++;
    statistics->depths = runs->lengths;
    if (length > statistics->depth) statistics->depth = length;
}

/* One run.  True: it found what was asked for. */
static bool run(Runs *runs, uint64_t seed)
{
    Statistics *statistics = &runs->result.statistics;
    WalkEnd end = walk_run(&runs->walk, runs->policy, seed);
    statistics->runs++;
    count_length(runs, runs->walk.schedule.length);
    runs->result.seed = seed;
    if (end == WALK_PASSED_OVER) statistics->other++;
    if (end == WALK_FAILED) conclude(runs, runs->walk.verdict, &(Schedule){0});
    bool lasts = end == WALK_HALTED || end == WALK_CUT;
    return end == WALK_FAILED || (lasts && goal_is_lost(runs));
}

static void run_all(Runs *runs)
{
    const SearchOptions *options = runs->options;
    uint64_t count = planned_runs(options);
    const char *ended = NULL;
    for (uint64_t i = 0; i < count && !ended; i++) {
        ended = search_ended(&runs->explored, numbering_bytes(runs->judged));
        if (ended) break;
        report(runs);
        if (run(runs, random_run_seed(options->seed, i))) return;
        ended = runs->walk.ended;
    }
    runs->result.verdict = (Verdict){VERDICT_INCOMPLETE, ended ? ended : "sampled"};
    runs->result.seed = options->seed;
}

static uint32_t step_limit(const SearchOptions *options)
{
    return options->limits.depth ? options->limits.depth : RUNS_DEFAULT_STEPS;
}

static Result search_runs(const Explored *explored, Policy *policy)
{
    const Question *question = explored->question;
    const SearchOptions *options = explored->options;
    uint32_t key_size = question->subject->state_size + (uint32_t)sizeof(uint32_t);
    Runs runs = {.explored = *explored,
                 .question = question,
                 .options = options,
                 .policy = policy,
                 .result = {.statistics = statistics_new(question)},
                 .judged = numbering_new(key_size),
                 .judged_key = memory_new(key_size, 1)};
    REQUIRE(runs.judged, "no memory to remember the last states of runs");
    walk_init(&runs.walk, explored, &runs.result.statistics, step_limit(options));
    run_all(&runs);
    walk_free(&runs.walk);
    numbering_free(runs.judged);
    free(runs.judged_key);
    statistics_measure(&runs.result.statistics, runs.explored.started);
    return runs.result;
}

/* Without a store: for the limits. */
static Explored explored_by_runs(const Question *question, const SearchOptions *options)
{
    return (Explored){.question = question, .options = options, .started = clock_seconds()};
}

Result search_random(const Question *question, const SearchOptions *options)
{
    Explored explored = explored_by_runs(question, options);
    UniformPolicy uniform;
    uniform_policy_init(&uniform);
    return search_runs(&explored, &uniform.policy);
}

/* The pilot runs have seeds of their own, so that any run of the search can be had again from its
 * seed alone. */
uint32_t runs_longest_pilot(const Question *question, const SearchOptions *options)
{
    const Explored explored = explored_by_runs(question, options);
    UniformPolicy uniform;
    Walk walk;
    Statistics statistics = statistics_new(question);
    uint32_t longest = 1;
    uniform_policy_init(&uniform);
    walk_init(&walk, &explored, &statistics, step_limit(options));
    for (uint64_t seed = 0; seed < PILOT_RUNS && !walk.ended; seed++) {
        walk_run(&walk, &uniform.policy, seed);
        if (walk.schedule.length > longest) longest = walk.schedule.length;
    }
    walk_free(&walk);
    statistics_free(&statistics);
    return longest;
}

Result search_pct(const Question *question, const SearchOptions *options)
{
    Explored explored = explored_by_runs(question, options);
    PctPolicy pct;
    uint32_t changes = options->limits.change_points;
    if (changes > PCT_MAX_CHANGES) changes = PCT_MAX_CHANGES;
    pct_policy_init(&pct, question->subject->actor_count, changes,
                    runs_longest_pilot(question, options));
    return search_runs(&explored, &pct.policy);
}
