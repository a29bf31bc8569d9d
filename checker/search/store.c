#include "checker/search/store.h"

#include <stdlib.h>

/* Bytes.  Shorter states are left alone: there is little to save. */
#define LEAST_PACKED 96

struct Store {
    uint32_t state_size;
    Numbering *parts;   /* NULL: the records are the states themselves */
    Numbering *records; /* what is kept for each state */
};

static bool packs(const Store *store)
{
    return store->parts != NULL;
}

Store *store_new(uint32_t state_size)
{
    Store *store = calloc(1, sizeof *store);
    if (!store) return NULL;
    bool long_enough = state_size >= LEAST_PACKED;
    uint32_t packed_size = pack_part_count(state_size) * (uint32_t)sizeof(uint32_t);
    store->state_size = state_size;
    store->records = numbering_new(long_enough ? packed_size : state_size);
    store->parts = long_enough ? numbering_new(PART_SIZE) : NULL;
    if (store->records && packs(store) == long_enough) return store;
    store_free(store);
    return NULL;
}

void store_free(Store *store)
{
    if (!store) return;
    numbering_free(store->parts);
    numbering_free(store->records);
    free(store);
}

static const uint8_t *record_of(const Store *store, const Key *key)
{
    return packs(store) ? (const uint8_t *)key->parts : key->state;
}

/* Records that are lists of parts lie back to back from the beginning of a page, so they are
 * aligned. */
static const uint32_t *parts_of(const Store *store, uint32_t number)
{
    return (const void *)numbering_at(store->records, number);
}

void store_key(Store *store, const uint8_t *state, uint32_t near, Key *ret_key)
{
    ret_key->state = state;
    ret_key->lacks_room = false;
    if (packs(store)) {
        const uint32_t *alike = near == STORE_NONE ? NULL : parts_of(store, near);
        ret_key->lacks_room =
            !pack_state(store->parts, state, store->state_size, alike, ret_key->parts);
    }
    ret_key->hash =
        ret_key->lacks_room ? 0 : numbering_hash(store->records, record_of(store, ret_key));
}

void store_prefetch(const Store *store, const Key *key)
{
    if (!key->lacks_room) numbering_prefetch(store->records, key->hash);
}

uint32_t store_insert(Store *store, const Key *key, bool *ret_new)
{
    *ret_new = false;
    if (key->lacks_room) return STORE_NONE;
    return numbering_insert(store->records, record_of(store, key), key->hash, ret_new);
}

bool store_begin(Store *store, const uint8_t *state)
{
    bool is_new;
    Key key;
    store_key(store, state, STORE_NONE, &key);
    return store_insert(store, &key, &is_new) != STORE_NONE;
}

uint32_t store_find(const Store *store, const Key *key)
{
    if (key->lacks_room) return STORE_NONE;
    return numbering_find(store->records, record_of(store, key), key->hash);
}

const uint8_t *store_state(const Store *store, uint32_t number, uint8_t *buffer)
{
    if (!packs(store)) return numbering_at(store->records, number);
    unpack_state(store->parts, parts_of(store, number), store->state_size, buffer);
    return buffer;
}

uint32_t store_count(const Store *store)
{
    return numbering_count(store->records);
}

uint64_t store_bytes(const Store *store)
{
    uint64_t parts_bytes = packs(store) ? numbering_bytes(store->parts) : 0;
    return sizeof *store + parts_bytes + numbering_bytes(store->records);
}
