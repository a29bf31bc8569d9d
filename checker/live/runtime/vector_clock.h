/* Vector clocks: for each thread, how much of it is known.  Their length is a multiple of
 * CLOCK_STEP. */
#ifndef CHECKER_LIVE_VECTOR_CLOCK_H
#define CHECKER_LIVE_VECTOR_CLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { CLOCK_STEP = 4 };

/* Four at a time, as any x86-64 processor can compare them: as signed numbers, which they never
 * come to the end of. */
typedef int32_t ClockPart __attribute__((vector_size(16)));

static inline void clock_join(uint32_t *clock, const uint32_t *other, uint32_t length)
{
    for (size_t i = 0; i < length; i += CLOCK_STEP) {
        ClockPart a, b;
        memcpy(&a, clock + i, sizeof a);
        memcpy(&b, other + i, sizeof b);
        a ^= (a ^ b) & (b > a);
        memcpy(clock + i, &a, sizeof a);
    }
}

static inline void clock_copy(uint32_t *clock, const uint32_t *other, uint32_t length)
{
    for (size_t i = 0; i < length; i += CLOCK_STEP) {
        ClockPart part;
        memcpy(&part, other + i, sizeof part);
        memcpy(clock + i, &part, sizeof part);
    }
}

static inline void clock_clear(uint32_t *clock, uint32_t length)
{
    ClockPart none = {0};
    for (size_t i = 0; i < length; i += CLOCK_STEP)
        memcpy(clock + i, &none, sizeof none);
}

#endif
