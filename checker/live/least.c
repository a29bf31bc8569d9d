#include "checker/live/least.h"

#include "checker/analysis/candidates.h"

enum { MOST_VARIATIONS = 2000 };

typedef struct Lessening {
    Again *again;
    Schedule best;
    uint32_t variations; /* that were run */
} Lessening;

static Schedule schedule_of(const uint8_t *threads, uint32_t count)
{
    Schedule schedule = {0};
    for (uint32_t i = 0; i < count; i++)
        schedule_append(&schedule, (Move){.actor = threads[i]});
    return schedule;
}

static Schedule answered(const Again *again)
{
    const LiveAnswer *answer = &again->shared->answer;
    Schedule schedule = {0};
    for (uint32_t i = 0; i < answer->step_count; i++)
        schedule_append(&schedule, (Move){.actor = answer->execution[i].thread});
    return schedule;
}

static void keep(Lessening *all, Schedule better)
{
    schedule_free(&all->best);
    all->best = better;
}

/* -------- leaving out -------- */

static bool fails(Lessening *all, const Schedule *candidate)
{
    g_autofree uint8_t *threads = g_new(uint8_t, candidate->length + 1);
    for (uint32_t i = 0; i < candidate->length; i++)
        threads[i] = (uint8_t)candidate->moves[i].actor;
    return again_vary(all->again, threads, candidate->length);
}

static bool try_out(void *lessening, Schedule *candidate)
{
    Lessening *all = lessening;
    bool failed =
        all->variations++ < MOST_VARIATIONS && again_may_go_on(all->again) && fails(all, candidate);
    schedule_free(candidate);
    if (!failed) return false;
    Schedule made = answered(all->again);
    bool better = length_less(schedule_length(&made), schedule_length(&all->best));
    if (better) keep(all, made);
    else schedule_free(&made);
    return better;
}

/* -------- searching -------- */

/* Some execution with so many context switches fails; with fewer, none.  Now the steps. */
static AgainFound fewest_steps(Lessening *all, uint32_t switches, uint32_t steps)
{
    AgainFound found;
    while ((found = again_search(all->again, switches, steps)) == AGAIN_FOUND) {
        keep(all, answered(all->again));
        if (all->best.length == 0) return AGAIN_NONE;
        steps = all->best.length - 1;
    }
    return found;
}

/* With as many context switches as the best one has, it is among those that are found. */
static AgainFound search_least(Lessening *all, uint32_t *ret_proven)
{
    uint32_t most = schedule_length(&all->best).switches;
    for (uint32_t switches = 0; switches < most; switches++) {
        AgainFound found = again_search(all->again, switches, AGAIN_MOST_STEPS);
        *ret_proven = switches;
        if (found == AGAIN_OPEN) return found;
        if (found == AGAIN_NONE) continue;
        keep(all, answered(all->again));
        return fewest_steps(all, switches, all->best.length ? all->best.length - 1 : 0);
    }
    *ret_proven = most;
    return fewest_steps(all, most, all->best.length);
}

LiveLeast live_least(Again *again)
{
    Lessening all = {.again = again,
                     .best =
                         schedule_of((const uint8_t *)again->threads->data, again->threads->len)};
    Candidates candidates = {.best = &all.best, .try_out = try_out, .data = &all};
    LiveLeast least = {.worth = WORTH_LOCAL};
    candidates_try(&candidates);
    least.tried_all = all.variations < MOST_VARIATIONS && again_may_go_on(again);
    if (search_least(&all, &least.proven) == AGAIN_OPEN) least.ended = again_limit(again);
    else least.worth = WORTH_OPTIMAL;
    least.schedule = all.best;
    return least;
}
