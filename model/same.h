/* Are two objects of one kind the same bytes?  memcmp() would have to be called. */
#ifndef MODEL_SAME_H
#define MODEL_SAME_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* `size` is constant where this is called, and at least 8. */
static inline bool same_bytes(const void *a, const void *b, size_t size)
{
    uint64_t difference = 0, x, y;
    size_t last = size - sizeof x;
    for (size_t at = 0; at < size; at += sizeof x) {
        size_t from = at < last ? at : last; /* the last word overlaps the one before it */
        memcpy(&x, (const uint8_t *)a + from, sizeof x);
        memcpy(&y, (const uint8_t *)b + from, sizeof y);
        difference |= x ^ y;
    }
    return difference == 0;
}

#endif
