/* Sixteen tags of one byte, compared at once. */
#ifndef CHECKER_TAGS_H
#define CHECKER_TAGS_H

#include <stdatomic.h>
#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef union Tags {
    _Atomic uint8_t tag[16];
    _Atomic uint64_t half[2];
} Tags;

#ifdef __SSE2__

static inline uint32_t tags_compare(uint64_t low, uint64_t high, uint8_t tag)
{
    __m128i all = _mm_set_epi64x((long long)high, (long long)low);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(all, _mm_set1_epi8((char)tag)));
}

#else

/* The bytes of a word that are zero, as one bit each; above the lowest of them there may be more
 * bits than zeros, never fewer. */
static inline uint32_t tags_zeros(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t gather =
        UINT64_C(0x0102040810204080); /* the lowest bits of eight bytes in one */
    uint64_t zeros = (word - ones) & ~word & ones << 7;
    return (uint32_t)((zeros >> 7) * gather >> 56);
}

static inline uint32_t tags_compare(uint64_t low, uint64_t high, uint8_t tag)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    return tags_zeros(low ^ ones * tag) | tags_zeros(high ^ ones * tag) << 8;
}

#endif

/* The tags as they were at one moment: places fill from the front, so a place that is empty in a
 * view tells that those behind it were empty too. */
typedef struct TagsView {
    uint64_t low, high;
} TagsView;

static inline TagsView tags_view(const Tags *tags)
{
    uint64_t low = atomic_load_explicit(&tags->half[0], memory_order_acquire);
    return (TagsView){low, atomic_load_explicit(&tags->half[1], memory_order_acquire)};
}

/* Bit set: the places that may have this tag.  The lowest of them does, and none that has it is
 * missing. */
static inline uint32_t tags_with(TagsView view, uint8_t tag)
{
    return tags_compare(view.low, view.high, tag);
}

#endif
