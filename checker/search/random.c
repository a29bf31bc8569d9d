#include "checker/search/random.h"

uint64_t random_next(Random *random)
{
    return random_mix(random->seed + ++random->counter * UINT64_C(0x9e3779b97f4a7c15));
}

uint32_t random_below(Random *random, uint32_t bound)
{
    /* The numbers left over above the last whole multiple of `bound` would favour some results. */
    uint64_t rest = (UINT64_MAX % bound + 1) % bound;
    uint64_t number;
    do
        number = random_next(random);
    while (number > UINT64_MAX - rest);
    return (uint32_t)(number % bound);
}

uint64_t random_run_seed(uint64_t seed, uint64_t run)
{
    return run == 0 ? seed : random_mix(random_mix(seed) + run);
}
