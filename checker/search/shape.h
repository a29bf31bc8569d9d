/* How the numbers that a string is made of lie in it: each has its place, and there some bits.
 *
 * Bit i of a string is bit i % 8 of byte i / 8, on every machine.  A number's lowest bits lie in
 * one range; more may be added later, anywhere in the string, and are zero in all strings until
 * then: so strings need not be made anew when numbers grow.  A range is read and written with the
 * three bytes behind it. */
#ifndef CHECKER_SHAPE_H
#define CHECKER_SHAPE_H

#include "checker/search/leaves.h"

#include <endian.h>

#define SHAPE_MOST_ADDED 255 /* ranges */

typedef struct Range {
    uint16_t begin; /* bit of the string */
    uint8_t width;  /* bits, 1 .. 16 */
    uint8_t next;   /* of the added ranges, the one with this number has the bits above; 0: none */
} Range;

typedef struct Shape {
    uint32_t places;
    uint32_t length;           /* of a string, in bytes; bits that belong to no place are zero */
    Range lowest[LEAVES_MOST]; /* by place */
    uint32_t added_count;
    Range added[SHAPE_MOST_ADDED + 1];       /* from 1 on, in the order in which they were added */
    uint16_t added_to[SHAPE_MOST_ADDED + 1]; /* places */
} Shape;

/* Every place has so many bits, and they lie back to back. */
static inline void shape_init(Shape *shape, uint32_t places, uint32_t width, uint32_t length)
{
    *shape = (Shape){.places = places, .length = length};
    for (uint32_t place = 0; place < places; place++)
        shape->lowest[place] = (Range){.begin = (uint16_t)(place * width), .width = (uint8_t)width};
}

static inline uint32_t range_mask(Range range)
{
    return (UINT32_C(1) << range.width) - 1;
}

static inline uint32_t range_get(Range range, const uint8_t *string)
{
    uint32_t word;
    memcpy(&word, string + range.begin / 8, sizeof word);
    return le32toh(word) >> range.begin % 8 & range_mask(range);
}

static inline void range_set(Range range, uint8_t *string, uint32_t bits)
{
    uint32_t word;
    memcpy(&word, string + range.begin / 8, sizeof word);
    word = le32toh(word) & ~(range_mask(range) << range.begin % 8);
    word = htole32(word | (bits & range_mask(range)) << range.begin % 8);
    memcpy(string + range.begin / 8, &word, sizeof word);
}

static inline uint32_t shape_get(const Shape *shape, const uint8_t *string, uint32_t place)
{
    Range range = shape->lowest[place];
    uint32_t number = range_get(range, string);
    for (uint32_t width = range.width; range.next; width += range.width) {
        range = shape->added[range.next];
        number |= range_get(range, string) << width;
    }
    return number;
}

static inline void shape_set(const Shape *shape, uint8_t *string, uint32_t place, uint32_t number)
{
    Range range = shape->lowest[place];
    for (;;) {
        range_set(range, string, number);
        number >>= range.width;
        if (!range.next) return;
        range = shape->added[range.next];
    }
}

#endif
