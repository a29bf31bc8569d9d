/* Which places of a string belong together.
 *
 * Strings that were found one after the other are much alike: at most of their places only some
 * numbers come, and what comes at one place often tells what comes at another.  So the places are
 * put into columns: a table in which each column has few different rows, which are kept once, and
 * each string is a list of their indexes (bundles.h).  Two places make one column if that takes
 * less room than two: the rows are longer, and may be more, but a string has one index less.
 *
 * To find the best columns would take longer than it is worth: each place in turn goes to the one
 * where it costs least at that time, judging by a sample of the strings. */
#ifndef CHECKER_COLUMNS_H
#define CHECKER_COLUMNS_H

#include <stdint.h>

#define COLUMNS_MOST 16        /* at least one of them always has room for one more place */
#define COLUMNS_MOST_PLACES 32 /* and these have at most 17 bits */
#define COLUMNS_SAMPLE 64      /* strings */
#define COLUMN_MOST_BITS 57    /* of a row: within one word that begins anywhere in a byte */

typedef struct StringSample {
    uint32_t places;
    uint8_t bits[COLUMNS_MOST_PLACES]; /* that a number has */
    uint16_t numbers[COLUMNS_MOST_PLACES][COLUMNS_SAMPLE];
} StringSample;

/* The column of each place; returns how many there are. */
uint32_t columns_choose(const StringSample *sample, uint8_t *ret_columns);

/* How many bits tell so many things apart; of one thing, none. */
static inline uint32_t columns_index_bits(uint32_t things)
{
    return things <= 1 ? 0 : 32 - (uint32_t)__builtin_clz(things - 1);
}

#endif
