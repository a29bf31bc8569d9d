/* Inside bundles (bundles.h): how one lies in memory. */
#ifndef CHECKER_BUNDLES_INSIDE_H
#define CHECKER_BUNDLES_INSIDE_H

#include "checker/search/bundles.h"
#include "checker/search/gather.h"

#define WORD (uint32_t)sizeof(uint64_t)

/* Followed by the column of each place, then the rows and the indexes. */
typedef struct Bundle {
    uint8_t version;      /* of the shape */
    uint8_t column_count; /* and how many rows each has, less one; of those that there are */
    uint8_t last_row[COLUMNS_MOST];
} Bundle;

/* Bits are read with the bytes behind them. */
#define BUNDLES_BEHIND (WORD - 1)
#define BUNDLES_MOST_BYTES                                                                         \
    (sizeof(Bundle) + COLUMNS_MOST_PLACES +                                                        \
     BUNDLE_STRINGS * COLUMNS_MOST * (sizeof(uint64_t) + BUNDLE_BITS / 8) + BUNDLES_BEHIND + WORD)

static inline uint32_t bundle_header(uint32_t column_count)
{
    return (uint32_t)offsetof(Bundle, last_row) + column_count;
}

static inline uint64_t mask_of(uint32_t width)
{
    return (UINT64_C(1) << width) - 1;
}

/* At most 57 from this one on; those above them are others'. */
static inline uint64_t bits_from(const uint8_t *bytes, uint32_t bit)
{
    uint64_t word;
    memcpy(&word, bytes + bit / 8, sizeof word);
    return le64toh(word) >> bit % 8;
}

/* Which bits of a string are in the rows of each column. */
typedef uint64_t Masks[COLUMNS_MOST][BUNDLES_MOST_WORDS];

static inline void find_masks(const BundleVersion *version, uint32_t places,
                              const uint8_t *column_of, uint32_t column_count, uint32_t words_each,
                              Masks masks)
{
    for (uint32_t i = 0; i < column_count; i++)
        for (uint32_t w = 0; w < words_each; w++)
            masks[i][w] = 0;
    for (uint32_t place = 0; place < places; place++)
        for (uint32_t w = 0; w < words_each; w++)
            masks[column_of[place]][w] |= version->masks[place][w];
}

static inline void put_word(uint8_t *to, uint64_t word)
{
    word = htole64(word);
    memcpy(to, &word, sizeof word);
}

#endif
