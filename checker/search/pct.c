#include "checker/search/policy.h"

/* Few failures take more change points, and the fewer there are, the more precisely they are hit.
 */
#define MOST_DRAWN_CHANGES 9

static PctPolicy *pct_of(Policy *policy)
{
    return (PctPolicy *)policy;
}

static void draw_priorities(PctPolicy *pct)
{
    for (uint32_t actor = 0; actor < pct->actor_count; actor++) {
        uint32_t other = random_below(&pct->random, actor + 1);
        pct->priorities[actor] = pct->priorities[other];
        pct->priorities[other] = actor;
    }
}

static void begin(Policy *policy, uint64_t seed)
{
    PctPolicy *pct = pct_of(policy);
    pct->random = (Random){.seed = seed};
    pct->step = 0;
    pct->change_count =
        pct->wanted > 0 ? pct->wanted : random_below(&pct->random, MOST_DRAWN_CHANGES + 1);
    pct->lowest = -(int64_t)pct->change_count;
    draw_priorities(pct);
    for (uint32_t i = 0; i < pct->change_count; i++)
        pct->changes[i] = random_below(&pct->random, pct->length);
}

static uint32_t highest(const PctPolicy *pct, uint32_t ready)
{
    uint32_t best = (uint32_t)__builtin_ctz(ready);
    for (; ready != 0; ready &= ready - 1) {
        uint32_t actor = (uint32_t)__builtin_ctz(ready);
        if (pct->priorities[actor] > pct->priorities[best]) best = actor;
    }
    return best;
}

/* A spinning actor of high priority would keep for ever from moving whoever it waits for. */
static void yielded(Policy *policy, uint32_t actor)
{
    PctPolicy *pct = pct_of(policy);
    pct->priorities[actor] = --pct->lowest;
}

static uint32_t choose_actor(Policy *policy, uint32_t ready)
{
    PctPolicy *pct = pct_of(policy);
    for (uint32_t i = 0; i < pct->change_count; i++)
        if (pct->changes[i] == pct->step) pct->priorities[highest(pct, ready)] = -(int64_t)i - 1;
    pct->step++;
    return highest(pct, ready);
}

static uint32_t choose_alternative(Policy *policy, uint32_t count)
{
    return random_below(&pct_of(policy)->random, count);
}

void pct_policy_init(PctPolicy *pct, uint32_t actor_count, uint32_t changes, uint32_t length)
{
    *pct = (PctPolicy){
        .policy = {begin, choose_actor, choose_alternative, yielded},
        .actor_count = actor_count,
        .length = length,
        .wanted = changes,
    };
}
