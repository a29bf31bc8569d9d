/* Bits of a word that a mask chooses, as one number, and back again. */
#ifndef CHECKER_GATHER_H
#define CHECKER_GATHER_H

#include <stdbool.h>
#include <stdint.h>

/* Has the processor an instruction for it, which is quicker than a loop?  The first two Zen have
 * one that is not. */
static inline bool gather_is_quick(void)
{
#ifdef __x86_64__
    return __builtin_cpu_supports("bmi2") && !__builtin_cpu_is("znver1") &&
           !__builtin_cpu_is("znver2");
#else
    return false;
#endif
}

static inline uint64_t gather_slowly(uint64_t word, uint64_t mask)
{
    uint64_t bits = 0;
    for (uint32_t i = 0; mask; mask &= mask - 1, i++)
        bits |= (uint64_t)((word & mask & -mask) != 0) << i;
    return bits;
}

static inline uint64_t scatter_slowly(uint64_t bits, uint64_t mask)
{
    uint64_t word = 0;
    for (; mask; mask &= mask - 1, bits >>= 1)
        if (bits & 1) word |= mask & -mask;
    return word;
}

/* `quick`: gather_is_quick(), which is asked once. */
static inline uint64_t gather(uint64_t word, uint64_t mask, bool quick)
{
#ifdef __x86_64__
    uint64_t bits;
    if (quick) {
        __asm__("pextq %2, %1, %0" : "=r"(bits) : "r"(word), "rm"(mask));
        return bits;
    }
#endif
    return gather_slowly(word, mask);
}

/* Bits above those that the mask has room for are not looked at. */
static inline uint64_t scatter(uint64_t bits, uint64_t mask, bool quick)
{
#ifdef __x86_64__
    uint64_t word;
    if (quick) {
        __asm__("pdepq %2, %1, %0" : "=r"(word) : "r"(bits), "rm"(mask));
        return word;
    }
#endif
    return scatter_slowly(bits, mask);
}

static inline uint32_t bits_of(uint64_t mask, bool quick)
{
#ifdef __x86_64__
    uint64_t count;
    if (quick) {
        __asm__("popcntq %1, %0" : "=r"(count) : "rm"(mask) : "cc");
        return (uint32_t)count;
    }
#endif
    return (uint32_t)__builtin_popcountll(mask);
}

#endif
