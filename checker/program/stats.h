/* --stats: what a search went through, for whoever wants to know whether a model is vacuous.
 *
 * It counts what the search did anyway, so it costs nothing.  A reduced search leaves out states
 * and orders, and then the figures are those of what it went through; --no-por --no-symmetry counts
 * what there is.
 */
#ifndef CHECKER_PROGRAM_STATS_H
#define CHECKER_PROGRAM_STATS_H

#include "checker/program/finding.h"

/* How often a step was tried: taken, thrown in, or found blocked. */
static inline uint64_t stats_tried(const StepCount *count)
{
    return count->ran + count->threw + count->blocked;
}

/* The step that was blocked most often, resting places aside; step_count if none was. */
uint32_t stats_hottest(const Subject *subject, const Statistics *statistics);

/* States where this actor could move, beside others or alone. */
static inline uint64_t stats_able(const Statistics *statistics, uint32_t actor)
{
    return statistics->together[actor] + statistics->alone[actor];
}
/* Of all that all actors could do in some state, the share of this one: 0 .. 1. */
double stats_share(const Subject *subject, const Statistics *statistics, uint32_t actor);

/* Append the block under a variant's line, or the value of the key `stats`. */
void stats_text(GString *out, const Finding *finding);
void stats_json(GString *out, const char *key, const Finding *finding);

#endif
