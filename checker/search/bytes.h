/* Comparing and hashing short strings of bytes, without a call. */
#ifndef CHECKER_BYTES_H
#define CHECKER_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define XXH_INLINE_ALL
#include <xxhash.h>

#define BYTES_STRETCH 64

static inline uint64_t bytes_word(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Two words at a time, which every machine of 64 bits can. */
typedef uint64_t TwoWords __attribute__((vector_size(16)));

static inline TwoWords bytes_two_words(const uint8_t *at)
{
    TwoWords words;
    memcpy(&words, at, sizeof words);
    return words;
}

/* The next byte from this one on that differs; none: `size`, or more if it begins there. */
static inline uint32_t bytes_next_difference(const uint8_t *a, const uint8_t *b, uint32_t at,
                                             uint32_t size)
{
    while (at + sizeof(uint64_t) <= size && bytes_word(a + at) == bytes_word(b + at))
        at += (uint32_t)sizeof(uint64_t);
    while (at < size && a[at] == b[at])
        at++;
    return at;
}

/* Are these 64 bytes the same? */
static inline bool bytes_same_stretch(const uint8_t *a, const uint8_t *b)
{
    TwoWords difference = {0};
    for (uint32_t at = 0; at < BYTES_STRETCH; at += sizeof(TwoWords))
        difference |= bytes_two_words(a + at) ^ bytes_two_words(b + at);
    return (difference[0] | difference[1]) == 0;
}

static inline bool bytes_same_two_words(const uint8_t *a, const uint8_t *b)
{
    TwoWords difference = bytes_two_words(a) ^ bytes_two_words(b);
    return (difference[0] | difference[1]) == 0;
}

#ifdef __SSE2__
static inline uint32_t bytes_difference_of_two_words(const uint8_t *a, const uint8_t *b)
{
    __m128i same = _mm_cmpeq_epi8((__m128i)bytes_two_words(a), (__m128i)bytes_two_words(b));
    return (uint32_t)_mm_movemask_epi8(same) ^ UINT16_MAX;
}
#endif

/* Bit i: byte i differs; of at most 32. */
static inline uint32_t bytes_difference(const uint8_t *a, const uint8_t *b, uint32_t length)
{
    uint32_t difference = 0;
#ifdef __SSE2__
    if (length >= sizeof(TwoWords)) {
        uint32_t last = length - (uint32_t)sizeof(TwoWords);
        difference = bytes_difference_of_two_words(a + last, b + last) << last;
        return last ? difference | bytes_difference_of_two_words(a, b) : difference;
    }
#endif
    for (uint32_t at = 0; at < length; at++)
        difference |= (uint32_t)(a[at] != b[at]) << at;
    return difference;
}

static inline bool bytes_same_short(const uint8_t *a, const uint8_t *b, uint32_t length)
{
    if (length >= sizeof(uint64_t)) {
        uint32_t last = length - (uint32_t)sizeof(uint64_t);
        return bytes_word(a) == bytes_word(b) && bytes_word(a + last) == bytes_word(b + last);
    }
    uint8_t difference = 0;
    for (uint32_t at = 0; at < length; at++)
        difference |= a[at] ^ b[at];
    return difference == 0;
}

/* memcmp() would have to be called, and to find out which of the two is greater.  Words at the end
 * may overlap those before them. */
static inline bool bytes_same(const uint8_t *a, const uint8_t *b, uint32_t length)
{
    if (length == BYTES_STRETCH) return bytes_same_stretch(a, b);
    if (length < sizeof(TwoWords)) return bytes_same_short(a, b, length);
    uint32_t last = length - (uint32_t)sizeof(TwoWords);
    for (uint32_t at = 0; at < last; at += sizeof(TwoWords))
        if (!bytes_same_two_words(a + at, b + at)) return false;
    return bytes_same_two_words(a + last, b + last);
}

/* memcpy() would have to be called.  The last words may overlap those before them. */
static inline void bytes_copy(uint8_t *to, const uint8_t *from, uint32_t length)
{
    if (length < sizeof(TwoWords)) {
        memcpy(to, from, length);
        return;
    }
    uint32_t last = length - (uint32_t)sizeof(TwoWords);
    for (uint32_t at = 0; at < last; at += sizeof(TwoWords))
        memcpy(to + at, from + at, sizeof(TwoWords));
    memcpy(to + last, from + last, sizeof(TwoWords));
}

/* The same for strings that consist of so many times two words, the last of which may overlap those
 * before them: where that is a constant there is no loop. */

/* 0: the string is too short, or so long that a loop is as good. */
static inline uint32_t bytes_pieces(uint32_t length)
{
    if (length < sizeof(TwoWords) || length > BYTES_STRETCH) return 0;
    return (length + (uint32_t)sizeof(TwoWords) - 1) / (uint32_t)sizeof(TwoWords);
}

static inline bool bytes_same_pieces(const uint8_t *a, const uint8_t *b, uint32_t length,
                                     uint32_t pieces)
{
    uint32_t last = length - (uint32_t)sizeof(TwoWords);
    TwoWords difference = bytes_two_words(a + last) ^ bytes_two_words(b + last);
    for (uint32_t at = 0; at < (pieces - 1) * sizeof(TwoWords); at += sizeof(TwoWords))
        difference |= bytes_two_words(a + at) ^ bytes_two_words(b + at);
    return (difference[0] | difference[1]) == 0;
}

static inline void bytes_copy_pieces(uint8_t *to, const uint8_t *from, uint32_t length,
                                     uint32_t pieces)
{
    uint32_t last = length - (uint32_t)sizeof(TwoWords);
    for (uint32_t at = 0; at < (pieces - 1) * sizeof(TwoWords); at += sizeof(TwoWords))
        memcpy(to + at, from + at, sizeof(TwoWords));
    memcpy(to + last, from + last, sizeof(TwoWords));
}

/* Both halves of a product of 128 bits: every bit of either factor reaches every bit of it. */
static inline uint64_t bytes_fold(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 Wide;
    Wide product = (Wide)(a ^ UINT64_C(0x9e3779b97f4a7c15)) * (b ^ UINT64_C(0xbf58476d1ce4e5b9));
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* What bytes_hash_pieces says of a string, from its pieces. */
static inline uint64_t bytes_hash_words(const TwoWords *words, uint32_t pieces)
{
    uint64_t hash = 0;
    for (uint32_t i = 0; i < pieces; i++)
        hash = bytes_fold(words[i][0] ^ hash, words[i][1] + hash);
    return hash;
}

/* Where a piece begins. */
static inline uint32_t bytes_piece_at(uint32_t piece, uint32_t length, uint32_t pieces)
{
    return (uint32_t)(piece + 1 < pieces ? piece * sizeof(TwoWords) : length - sizeof(TwoWords));
}

static inline uint64_t bytes_hash_pieces(const uint8_t *string, uint32_t length, uint32_t pieces)
{
    uint64_t hash = 0;
    for (uint32_t at = 0; at < (pieces - 1) * sizeof(TwoWords); at += sizeof(TwoWords))
        hash = bytes_fold(bytes_word(string + at) ^ hash, bytes_word(string + at + 8) + hash);
    string += length - (uint32_t)sizeof(TwoWords);
    return bytes_fold(bytes_word(string) ^ hash, bytes_word(string + 8) + hash);
}

/* XXH3; between 16 and 64 bytes, which is what a search hashes all the time, a few products.  The
 * length is the same for all that are hashed together. */
static inline uint64_t bytes_hash(const uint8_t *string, uint32_t length)
{
    uint32_t pieces = bytes_pieces(length);
    return pieces ? bytes_hash_pieces(string, length, pieces) : XXH3_64bits(string, length);
}

/* A function that is made anew for each usual length and form of what it works on, which are
 * constants then.  What is left to the compiler may become one function for all of them: constants
 * are passed by way of memory there, and read back before they have arrived. */
#define SPECIALISED static inline __attribute__((always_inline))

#endif
