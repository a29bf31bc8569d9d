#include "checker/analysis/odds.h"

#include "checker/analysis/interval.h"
#include "checker/analysis/pct_chain.h"
#include "checker/search/runs.h"

#include <math.h>

#define DEFAULT_RUNS 10000
#define MOST_PCT_WORK 10000000

static uint64_t run_count(const SearchOptions *options)
{
    return options->limits.runs ? options->limits.runs : DEFAULT_RUNS;
}

/* `computed` NULL: there is nothing to compare with. */
static Simulation simulate(const Question *question, const SearchOptions *options, Policy *policy,
                           uint32_t step_limit, const Bounds *computed)
{
    Simulation found = {
        .sample = sample(question, options, policy, run_count(options), step_limit),
        .interval = {0, 1},
        .agrees = true,
    };
    /* Runs that nobody could judge may have failed, or not. */
    const Sample *sample = &found.sample;
    if (sample->runs == 0) return found;
    uint64_t most = sample->hits + sample->undecided;
    found.interval.lower = interval(sample->hits, sample->runs, ODDS_CONFIDENCE).lower;
    found.interval.upper = interval(most, sample->runs, ODDS_CONFIDENCE).upper;
    if (computed)
        found.agrees =
            found.interval.lower <= computed->upper && computed->lower <= found.interval.upper;
    return found;
}

/* -------- PCT -------- */

/* How many change points does it take? */
static void compute_pct(Odds *odds, const Chain *chain)
{
    PctOdds *pct = &odds->pct;
    PctPlan plan = {.actor_count = pct->actors,
                    .length = pct->length,
                    .step_limit = odds->step_limit,
                    .most_work = MOST_PCT_WORK};
    do {
        pct->changes = plan.changes;
        pct->guarantee = 1 / (pct->actors * pow(pct->length, plan.changes));
        if (!pct_chain(chain, &plan, &pct->fails)) return;
        pct->has_fails = pct->fails.lower > 0;
    } while (!pct->has_fails && plan.changes++ < PCT_CHAIN_MOST_CHANGES);
}

/* Without a change point there is nothing to simulate: all orders of priorities were followed. */
static void simulate_pct(Odds *odds, const Question *question, const SearchOptions *options)
{
    PctOdds *pct = &odds->pct;
    PctPolicy policy;
    if (!pct->has_fails || pct->changes == 0) return;
    pct_policy_init(&policy, pct->actors, pct->changes, pct->length);
    pct->simulation = simulate(question, options, &policy.policy, odds->step_limit, &pct->fails);
}

/* -------- all of it -------- */

static void compute(Odds *odds, const Question *question, const SearchOptions *options)
{
    Chain chain;
    odds->ended = chain_build(&chain, question, options);
    if (!odds->ended) {
        odds->state_count = chain.state_count;
        odds->for_ever = hitting_probability(&chain);
        odds->within = horizon(&chain, odds->step_limit);
        if (odds->within.fails.upper > 0) compute_pct(odds, &chain);
    }
    chain_clear(&chain);
}

Odds odds_find(const Question *question, const SearchOptions *options)
{
    uint32_t depth = options->limits.depth;
    Odds odds = {.step_limit = depth ? depth : RUNS_DEFAULT_STEPS,
                 .pct = {.actors = question->subject->actor_count, .simulation.agrees = true}};
    UniformPolicy uniform;
    odds.pct.length = runs_longest_pilot(question, options);
    compute(&odds, question, options);
    uniform_policy_init(&uniform);
    odds.uniform = simulate(question, options, &uniform.policy, odds.step_limit,
                            odds.ended ? NULL : &odds.within.fails);
    simulate_pct(&odds, question, options);
    return odds;
}

Bounds odds_of_one_run(const Odds *odds)
{
    return odds->ended ? odds->uniform.interval : odds->within.fails;
}
