#include "checker/search/policy.h"

static UniformPolicy *uniform_of(Policy *policy)
{
    return (UniformPolicy *)policy;
}

static void begin(Policy *policy, uint64_t seed)
{
    uniform_of(policy)->random = (Random){.seed = seed};
}

static uint32_t choose_actor(Policy *policy, uint32_t ready)
{
    uint32_t count = (uint32_t)__builtin_popcount(ready);
    for (uint32_t skip = random_below(&uniform_of(policy)->random, count); skip > 0; skip--)
        ready &= ready - 1;
    return (uint32_t)__builtin_ctz(ready);
}

static uint32_t choose_alternative(Policy *policy, uint32_t count)
{
    return random_below(&uniform_of(policy)->random, count);
}

/* Sooner or later another actor has its turn anyway. */
static void yielded(Policy *policy, uint32_t actor)
{
    (void)policy;
    (void)actor;
}

void uniform_policy_init(UniformPolicy *uniform)
{
    *uniform = (UniformPolicy){
        .policy = {begin, choose_actor, choose_alternative, yielded},
    };
}
