#include "checker/search/numbering.h"

#include "checker/search/reservation.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* A table entry: the upper half is a tag, bits of the hash that are not used to find the place; the
 * lower half is the number plus one, so that zero is an empty place. */
typedef uint64_t Entry;

#define FIRST_TABLE_BITS 12
#define REHASH_BATCH 16 /* look-ups on their way to memory at the same time */

struct Numbering {
    uint32_t length; /* of a string, in bytes */
    uint32_t count;
    uint32_t capacity;
    uint32_t table_bits;
    uint8_t *strings;
    Entry *table;
    Reservation strings_reservation, table_reservation;
};

static uint64_t places(const Numbering *numbering)
{
    return UINT64_C(1) << numbering->table_bits;
}

static bool make_table(Numbering *numbering, uint32_t bits)
{
    Reservation fresh = reservation_new(sizeof(Entry) << bits);
    if (!fresh.start) return false;
    reservation_free(&numbering->table_reservation);
    numbering->table_reservation = fresh;
    numbering->table = fresh.start;
    numbering->table_bits = bits;
    return true;
}

Numbering *numbering_new(uint32_t length)
{
    Numbering *numbering = calloc(1, sizeof *numbering);
    if (!numbering) return NULL;
    numbering->length = length;
    numbering->strings_reservation = reservation_at_most((size_t)length * NUMBERING_NONE);
    numbering->strings = numbering->strings_reservation.start;
    if (!numbering->strings || !make_table(numbering, FIRST_TABLE_BITS)) {
        numbering_free(numbering);
        return NULL;
    }
    numbering->capacity = (uint32_t)(numbering->strings_reservation.size / length);
    return numbering;
}

void numbering_free(Numbering *numbering)
{
    if (!numbering) return;
    reservation_free(&numbering->strings_reservation);
    reservation_free(&numbering->table_reservation);
    free(numbering);
}

/* -------- look-up -------- */

uint64_t numbering_hash(const Numbering *numbering, const uint8_t *string)
{
    return XXH3_64bits(string, numbering->length);
}

static uint64_t place_of(const Numbering *numbering, uint64_t hash)
{
    return hash >> (64 - numbering->table_bits);
}

static Entry entry_of(uint64_t hash, uint32_t number)
{
    return hash << 32 | (number + 1);
}

void numbering_prefetch(const Numbering *numbering, uint64_t hash)
{
    __builtin_prefetch(&numbering->table[place_of(numbering, hash)]);
}

const uint8_t *numbering_at(const Numbering *numbering, uint32_t number)
{
    return numbering->strings + (size_t)number * numbering->length;
}

/* The place that holds `string`, or the empty one where it belongs. */
static Entry *locate(const Numbering *numbering, const uint8_t *string, uint64_t hash)
{
    uint64_t mask = places(numbering) - 1;
    for (uint64_t place = place_of(numbering, hash);; place = (place + 1) & mask) {
        Entry *entry = &numbering->table[place];
        if (*entry == 0) return entry;
        if (*entry >> 32 != (uint32_t)hash) continue;
        const uint8_t *candidate = numbering_at(numbering, (uint32_t)*entry - 1);
        if (memcmp(candidate, string, numbering->length) == 0) return entry;
    }
}

uint32_t numbering_find(const Numbering *numbering, const uint8_t *string, uint64_t hash)
{
    return (uint32_t)*locate(numbering, string, hash) - 1; /* an empty place gives NUMBERING_NONE */
}

/* -------- growth -------- */

/* Enter a string known to be absent. */
static void enter(Numbering *numbering, uint64_t hash, uint32_t number)
{
    uint64_t mask = places(numbering) - 1;
    uint64_t place = place_of(numbering, hash);
    while (numbering->table[place] != 0)
        place = (place + 1) & mask;
    numbering->table[place] = entry_of(hash, number);
}

/* A table twice the size.  The hashes are computed again: reading the strings in order is cheap,
 * and the entries need not keep the bits that only a larger table would use. */
static bool grow(Numbering *numbering)
{
    if (!make_table(numbering, numbering->table_bits + 1)) return false;

    uint64_t hashes[REHASH_BATCH];
    for (uint32_t first = 0; first < numbering->count; first += REHASH_BATCH) {
        uint32_t left = numbering->count - first;
        uint32_t batch = left < REHASH_BATCH ? left : REHASH_BATCH;
        for (uint32_t i = 0; i < batch; i++) {
            hashes[i] = numbering_hash(numbering, numbering_at(numbering, first + i));
            numbering_prefetch(numbering, hashes[i]);
        }
        for (uint32_t i = 0; i < batch; i++)
            enter(numbering, hashes[i], first + i);
    }
    return true;
}

/* At most half of the places are taken: then an absent string is found absent after 2.5 probes on
 * average, most of them in one cache line. */
static bool has_room(const Numbering *numbering)
{
    return numbering->count < numbering->capacity &&
           (uint64_t)numbering->count * 2 < places(numbering);
}

uint32_t numbering_insert(Numbering *numbering, const uint8_t *string, uint64_t hash, bool *ret_new)
{
    *ret_new = false;
    Entry *entry = locate(numbering, string, hash);
    if (*entry != 0) return (uint32_t)*entry - 1;

    uint32_t number = numbering->count;
    if (!has_room(numbering)) {
        if (number >= numbering->capacity || !grow(numbering)) return NUMBERING_NONE;
        entry = locate(numbering, string, hash);
    }
    memcpy(numbering->strings + (size_t)number * numbering->length, string, numbering->length);
    *entry = entry_of(hash, number);
    numbering->count++;
    *ret_new = true;
    return number;
}

uint32_t numbering_count(const Numbering *numbering)
{
    return numbering->count;
}

uint64_t numbering_bytes(const Numbering *numbering)
{
    return sizeof *numbering + (uint64_t)numbering->count * numbering->length +
           places(numbering) * sizeof(Entry);
}
