#include "checker/search/store.h"

#include "checker/search/require.h"
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

struct Store {
    uint32_t state_size;
    uint32_t count;
    uint32_t capacity;
    uint32_t table_bits;
    uint8_t *states;
    Entry *table;
    Reservation states_reservation, table_reservation;
};

static uint64_t places(const Store *store)
{
    return UINT64_C(1) << store->table_bits;
}

static bool make_table(Store *store, uint32_t bits)
{
    Reservation fresh = reservation_new(sizeof(Entry) << bits);
    if (!fresh.start) return false;
    reservation_free(&store->table_reservation);
    store->table_reservation = fresh;
    store->table = fresh.start;
    store->table_bits = bits;
    return true;
}

Store *store_new(uint32_t state_size)
{
    Store *store = calloc(1, sizeof *store);
    if (!store) return NULL;
    store->state_size = state_size;
    store->states_reservation = reservation_at_most((size_t)state_size * STORE_NONE);
    store->states = store->states_reservation.start;
    if (!store->states || !make_table(store, FIRST_TABLE_BITS)) {
        store_free(store);
        return NULL;
    }
    store->capacity = (uint32_t)(store->states_reservation.size / state_size);
    return store;
}

void store_free(Store *store)
{
    if (!store) return;
    reservation_free(&store->states_reservation);
    reservation_free(&store->table_reservation);
    free(store);
}

/* -------- look-up -------- */

uint64_t store_hash(const Store *store, const uint8_t *state)
{
    return XXH3_64bits(state, store->state_size);
}

static uint64_t place_of(const Store *store, uint64_t hash)
{
    return hash >> (64 - store->table_bits);
}

static Entry entry_of(uint64_t hash, uint32_t number)
{
    return hash << 32 | (number + 1);
}

void store_prefetch(const Store *store, uint64_t hash)
{
    __builtin_prefetch(&store->table[place_of(store, hash)]);
}

const uint8_t *store_state(const Store *store, uint32_t number)
{
    return store->states + (size_t)number * store->state_size;
}

/* The place that holds `state`, or the empty one where it belongs. */
static Entry *locate(const Store *store, const uint8_t *state, uint64_t hash)
{
    uint64_t mask = places(store) - 1;
    for (uint64_t place = place_of(store, hash);; place = (place + 1) & mask) {
        Entry *entry = &store->table[place];
        if (*entry == 0) return entry;
        if (*entry >> 32 != (uint32_t)hash) continue;
        const uint8_t *candidate = store_state(store, (uint32_t)*entry - 1);
        if (memcmp(candidate, state, store->state_size) == 0) return entry;
    }
}

uint32_t store_find(const Store *store, const uint8_t *state, uint64_t hash)
{
    return (uint32_t)*locate(store, state, hash) - 1; /* an empty place gives STORE_NONE */
}

/* -------- growth -------- */

/* Enter a state known to be absent. */
static void enter(Store *store, uint64_t hash, uint32_t number)
{
    uint64_t mask = places(store) - 1;
    uint64_t place = place_of(store, hash);
    while (store->table[place] != 0)
        place = (place + 1) & mask;
    store->table[place] = entry_of(hash, number);
}

/* A table twice the size.  The hashes are computed again: reading the states in order is cheap, and
 * the entries need not keep the bits that only a larger table would use. */
static bool grow(Store *store)
{
    if (!make_table(store, store->table_bits + 1)) return false;

    uint64_t hashes[REHASH_BATCH];
    for (uint32_t first = 0; first < store->count; first += REHASH_BATCH) {
        uint32_t left = store->count - first;
        uint32_t batch = left < REHASH_BATCH ? left : REHASH_BATCH;
        for (uint32_t i = 0; i < batch; i++) {
            hashes[i] = store_hash(store, store_state(store, first + i));
            store_prefetch(store, hashes[i]);
        }
        for (uint32_t i = 0; i < batch; i++)
            enter(store, hashes[i], first + i);
    }
    return true;
}

/* At most half of the places are taken: then an absent state is found absent after 2.5 probes on
 * average, most of them in one cache line. */
static bool has_room(const Store *store)
{
    return store->count < store->capacity && (uint64_t)store->count * 2 < places(store);
}

uint32_t store_insert(Store *store, const uint8_t *state, uint64_t hash, bool *ret_new)
{
    *ret_new = false;
    Entry *entry = locate(store, state, hash);
    if (*entry != 0) return (uint32_t)*entry - 1;

    uint32_t number = store->count;
    if (!has_room(store)) {
        if (number >= store->capacity || !grow(store)) return STORE_NONE;
        entry = locate(store, state, hash);
    }
    memcpy(store->states + (size_t)number * store->state_size, state, store->state_size);
    *entry = entry_of(hash, number);
    store->count++;
    *ret_new = true;
    return number;
}

uint32_t store_count(const Store *store)
{
    return store->count;
}

uint64_t store_bytes(const Store *store)
{
    return sizeof *store + (uint64_t)store->count * store->state_size +
           places(store) * sizeof(Entry);
}
