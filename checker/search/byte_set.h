/* Sets of bytes of a state: what an attempt has looked at, what a check watches. */
#ifndef CHECKER_BYTE_SET_H
#define CHECKER_BYTE_SET_H

#include "checker/subject.h"

#include <endian.h>

typedef struct ByteSet {
    uint64_t word[SUBJECT_MAX_STATE / 64];
} ByteSet;

static inline bool byte_set_has(const ByteSet *set, uint32_t byte)
{
    return set->word[byte / 64] >> byte % 64 & 1;
}

static inline void byte_set_add(ByteSet *set, uint32_t byte)
{
    set->word[byte / 64] |= UINT64_C(1) << byte % 64;
}

/* Those that are 0xff in a mask of eight bytes of a state, from `at` on.  The product brings the
 * lowest bit of each byte to the highest byte, side by side. */
static inline void byte_set_add_mask(ByteSet *set, uint32_t at, uint64_t mask)
{
    uint64_t lowest = le64toh(mask) & UINT64_C(0x0101010101010101);
    uint64_t bits = lowest * UINT64_C(0x0102040810204080) >> 56;
    set->word[at / 64] |= bits << at % 64;
    uint64_t beyond = bits >> 1 >> (63 - at % 64);
    if (beyond) set->word[at / 64 + 1] |= beyond;
}

/* Sets over states of so many bytes: what follows looks no further. */

static inline uint32_t byte_set_words(uint32_t state_size)
{
    return (state_size + 63) / 64;
}

static inline bool byte_set_is_empty(const ByteSet *set, uint32_t state_size)
{
    for (uint32_t i = 0; i < byte_set_words(state_size); i++)
        if (set->word[i]) return false;
    return true;
}

static inline bool byte_set_meets(const ByteSet *a, const ByteSet *b, uint32_t state_size)
{
    for (uint32_t i = 0; i < byte_set_words(state_size); i++)
        if (a->word[i] & b->word[i]) return true;
    return false;
}

static inline void byte_set_unite(ByteSet *set, const ByteSet *other, uint32_t state_size)
{
    for (uint32_t i = 0; i < byte_set_words(state_size); i++)
        set->word[i] |= other->word[i];
}

static inline void byte_set_subtract(ByteSet *set, const ByteSet *other, uint32_t state_size)
{
    for (uint32_t i = 0; i < byte_set_words(state_size); i++)
        set->word[i] &= ~other->word[i];
}

static inline void byte_set_intersect(ByteSet *set, const ByteSet *other, uint32_t state_size)
{
    for (uint32_t i = 0; i < byte_set_words(state_size); i++)
        set->word[i] &= other->word[i];
}

#endif
