#include "checker/live/turning.h"

/* -------- the point of no return -------- */

typedef struct Turning {
    Again *again;
    uint64_t most_executions;
    bool open; /* of the last point that may have a way out nobody knows whether it has */
} Turning;

static bool fails_for_sure(Turning *turning, uint32_t steps)
{
    AgainFound found = again_search_passing(turning->again, steps, turning->most_executions);
    if (found != AGAIN_NONE) turning->open = found == AGAIN_OPEN;
    return found == AGAIN_NONE;
}

/* What can be reached from one step can be reached from those before it.  Near the end there is
 * little to search, so it begins there: one step back, two, four, ... */
NoReturn turning_point(Again *again, uint64_t most_executions)
{
    Turning turning = {.again = again, .most_executions = most_executions};
    uint32_t sure = again->threads->len, escape = 0, back = 1;
    bool found = false; /* `escape` is a point with a way out, or one of which nobody knows */
    while (!found && sure > 0) {
        uint32_t before = back < sure ? sure - back : 0;
        found = !fails_for_sure(&turning, before);
        if (found) escape = before;
        else sure = before;
        back *= 2;
    }
    while (found && sure - escape > 1) {
        uint32_t middle = escape + (sure - escape) / 2;
        if (fails_for_sure(&turning, middle)) sure = middle;
        else escape = middle;
    }
    return (NoReturn){.exists = true, .certain = sure, .sooner = turning.open};
}

/* -------- the pair -------- */

enum { MOST_SWAPS = 1000 };

typedef struct Swapping {
    Again *again;
    const Events *events;
    uint32_t swaps;
} Swapping;

/* The second step of the pair was taken before the first: it is the same one, and the first comes
 * later or not at all. */
static bool was_swapped(const Swapping *all, const PairSwap *swap)
{
    const LiveAnswer *answer = &all->again->shared->answer;
    uint32_t actor = all->events->event[swap->order.second].move.actor;
    uint32_t left = all->events->event[swap->order.second].number + 1, first = 0;
    uint32_t other = all->events->event[swap->order.first].move.actor;
    for (uint32_t i = 0; i < answer->step_count && left; i++) {
        first += answer->execution[i].thread == other;
        left -= answer->execution[i].thread == actor;
    }
    return !left && first <= all->events->event[swap->order.first].number;
}

static bool passes(void *swapping, const PairSwap *swap)
{
    Swapping *all = swapping;
    if (all->swaps++ >= MOST_SWAPS || !again_may_go_on(all->again)) return false;
    g_autofree uint8_t *threads = g_new(uint8_t, all->events->count);
    for (uint32_t i = 0; i < all->events->count; i++)
        threads[i] = (uint8_t)all->events->event[swap->sequence[i]].move.actor;
    return again_vary_passes(all->again, threads, all->events->count) && was_swapped(all, swap);
}

GArray *turning_pairs(Again *again, const Events *events)
{
    Swapping all = {.again = again, .events = events};
    return pair_find_by(events, passes, &all);
}
