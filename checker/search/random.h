/* The only source of randomness: a counter put through a mixing function.
 *
 * The n-th number is a function of the seed and n alone, the same on every machine.  The mixing is
 * that of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
 */
#ifndef CHECKER_RANDOM_H
#define CHECKER_RANDOM_H

#include <stdint.h>

typedef struct Random {
    uint64_t seed;
    uint64_t counter; /* how many numbers were drawn; 0 to begin */
} Random;

/* The mixing itself: a bijection that leaves no likeness between numbers that were alike. */
static inline uint64_t random_mix(uint64_t z)
{
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint64_t random_next(Random *random);
uint32_t random_below(Random *random, uint32_t bound); /* uniform in 0 .. bound - 1; bound > 0 */

/* The seed of run number `run` of a series: run 0 is the series' own seed, so that any run can be
 * had again as a series of one. */
uint64_t random_run_seed(uint64_t seed, uint64_t run);

#endif
