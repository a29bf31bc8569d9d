#include "checker/search/bits.h"

bool bits_init(Bits *bits, uint32_t functions, uint64_t bytes)
{
    if (bytes == 0) bytes = 1;
    *bits = (Bits){.bit_count = bytes * 8, .functions = functions};
    bits->reservation = reservation_new(bytes);
    bits->bytes = bits->reservation.start;
    return bits->bytes != NULL;
}

void bits_free(Bits *bits)
{
    reservation_free(&bits->reservation);
}

/* Triple hashing: the i-th place is that of x + i y + i (i - 1) / 2 z. */
typedef struct Places {
    uint64_t x, y, z;
} Places;

static Places places_of(StateHash hash)
{
    return (Places){hash.first, hash.second, random_mix(hash.first + hash.second)};
}

static uint64_t next_place(Places *places, uint64_t count)
{
    uint64_t place = state_hash_place(places->x, count);
    places->x += places->y;
    places->y += places->z;
    return place;
}

void bits_prefetch(const Bits *bits, StateHash hash)
{
    Places places = places_of(hash);
    for (uint32_t i = 0; i < bits->functions; i++)
        __builtin_prefetch(&bits->bytes[next_place(&places, bits->bit_count) / 8], 1);
}

/* Before this state came, a new one was taken for known with probability p = q^k.  So for each one
 * that was recognised as new, p / (1 - p) others were not, on the average. */
static void estimate(Bits *bits)
{
    double share = (double)bits->ones / (double)bits->bit_count;
    double p = 1;
    for (uint32_t i = 0; i < bits->functions; i++)
        p *= share;
    bits->omitted += p / (1 - p);
}

bool bits_add(Bits *bits, StateHash hash)
{
    Places places = places_of(hash);
    uint32_t fresh = 0;
    for (uint32_t i = 0; i < bits->functions; i++) {
        uint64_t place = next_place(&places, bits->bit_count);
        uint8_t *byte = &bits->bytes[place / 8];
        uint8_t bit = (uint8_t)(1u << place % 8);
        fresh += !(*byte & bit);
        *byte |= bit;
    }
    if (fresh == 0) return false;
    estimate(bits);
    bits->ones += fresh;
    bits->count++;
    return true;
}
