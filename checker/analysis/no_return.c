#include "checker/analysis/no_return.h"

/* The state after the first `steps` steps. */
static const uint8_t *state_after(const Events *events, uint32_t steps)
{
    return steps < events->count ? events->event[steps].before
                                 : events->event[events->count - 1].after;
}

/* -1: not known. */
static int is_certain(Atlas *atlas, const Failure *failure, const uint8_t *state)
{
    uint32_t number = atlas_enter(atlas, state);
    if (number == ATLAS_NONE || !atlas_complete(atlas)) return -1;
    g_autofree uint8_t *certain = failure_certain(failure, atlas);
    return certain[number];
}

/* What can be reached from a state can be reached from those before it: once there is a way out
 * there always was one. */
NoReturn no_return_find(Atlas *atlas, const Failure *failure, const Events *events)
{
    NoReturn answer = {0};
    if (!events->count) return answer;
    bool threw = events->event[events->count - 1].outcome == THREW;
    if (threw) answer = (NoReturn){.exists = true, .certain = events->count};
    for (uint32_t steps = events->count - threw + 1; steps-- > 0;) {
        int certain = is_certain(atlas, failure, state_after(events, steps));
        answer.sooner = certain < 0;
        if (certain != 1) break;
        answer.exists = true;
        answer.certain = steps;
    }
    return answer;
}
