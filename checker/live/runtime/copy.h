/* Copying a few words: for what is too short for a call to be worth it. */
#ifndef CHECKER_LIVE_COPY_H
#define CHECKER_LIVE_COPY_H

#include <stddef.h>
#include <string.h>

/* Whole words of eight bytes; nothing overlaps. */
static inline void copy_words(void *to, const void *from, size_t size)
{
    char *out = to;
    const char *in = from, *end = in + (size & ~(size_t)31);
    for (; in < end; in += 32, out += 32) {
        memcpy(out, in, 16);
        memcpy(out + 16, in + 16, 16);
    }
    if (size & 16) {
        memcpy(out, in, 16);
        in += 16, out += 16;
    }
    if (size & 8) memcpy(out, in, 8);
}

#endif
