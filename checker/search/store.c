#include "checker/search/store.h"

#include <stdlib.h>

struct Store {
    Tree *tree;
    Pairs *pairs;
};

Store *store_new(uint32_t state_size)
{
    Store *store = calloc(1, sizeof *store);
    if (!store) return NULL;
    store->tree = tree_new(state_size);
    if (store->tree) store->pairs = pairs_new(store->tree);
    if (store->pairs) return store;
    store_free(store);
    return NULL;
}

void store_free(Store *store)
{
    if (!store) return;
    pairs_free(store->pairs);
    tree_free(store->tree);
    free(store);
}

/* -------- in batches -------- */

void store_add(Store *store, StoreBatch *batch, const uint8_t *state, Likeness like)
{
    tree_draft(store->tree, state, like, &batch->drafts[batch->count++]);
}

/* Complete the pairs.  One for which there is no room is not in the set and stays out of it: the
 * insertions that can be made are moved to the front, in order. */
static uint32_t finish(Store *store, StoreBatch *batch, uint8_t *ret_which)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < batch->count; i++)
        tree_prefetch(store->tree, &batch->drafts[i]);
    for (uint32_t i = 0; i < batch->count; i++) {
        if (!tree_finish(store->tree, &batch->drafts[i])) continue;
        Insertion *insertion = &batch->insertions[count];
        insertion->pair = batch->drafts[i].pair;
        insertion->hash = pairs_hash(insertion->pair);
        pairs_prefetch(store->pairs, insertion->hash);
        ret_which[count++] = (uint8_t)i;
    }
    return count;
}

/* Move each insertion to where its state stands in the batch. */
static void spread(StoreBatch *batch, uint32_t count, const uint8_t *which)
{
    for (uint32_t i = batch->count; i-- > 0;) {
        if (count > 0 && which[count - 1] == i) batch->insertions[i] = batch->insertions[--count];
        else batch->insertions[i] = (Insertion){.number = STORE_NONE};
    }
}

void store_insert_batch(Store *store, StoreBatch *batch, uint64_t most)
{
    uint8_t which[STORE_MOST_BATCH];
    uint32_t count = finish(store, batch, which);
    pairs_insert(store->pairs, batch->insertions, count, most);
    if (count < batch->count) spread(batch, count, which);
}

/* -------- one state at a time -------- */

uint32_t store_insert(Store *store, const uint8_t *state, Likeness like, bool *ret_new)
{
    Draft draft;
    Insertion insertion = {.number = STORE_NONE};
    tree_draft(store->tree, state, like, &draft);
    *ret_new = false;
    if (!tree_finish(store->tree, &draft)) return STORE_NONE;
    insertion.pair = draft.pair;
    insertion.hash = pairs_hash(draft.pair);
    store_make_room(store, 1);
    pairs_insert(store->pairs, &insertion, 1, STORE_NONE);
    *ret_new = insertion.is_new;
    return insertion.number;
}

bool store_key(const Store *store, const uint8_t *state, Likeness like, Key *ret_key)
{
    if (!tree_find(store->tree, state, like, &ret_key->pair)) return false;
    ret_key->hash = pairs_hash(ret_key->pair);
    return true;
}

uint32_t store_find_key(const Store *store, const Key *key)
{
    return pairs_find(store->pairs, key->pair, key->hash);
}

uint32_t store_find(const Store *store, const uint8_t *state, Likeness like)
{
    Key key;
    return store_key(store, state, like, &key) ? store_find_key(store, &key) : STORE_NONE;
}

/* -------- room -------- */

bool store_crowded(const Store *store, uint32_t coming)
{
    return pairs_crowded(store->pairs, coming);
}

bool store_grow(Store *store)
{
    return pairs_grow(store->pairs);
}

void store_enter_again(Store *store, uint32_t first, uint32_t end)
{
    pairs_enter_again(store->pairs, first, end);
}

void store_make_room(Store *store, uint32_t coming)
{
    while (store_crowded(store, coming) && store_grow(store))
        store_enter_again(store, 0, store_count(store));
}

/* -------- what is in it -------- */

void store_open(const Store *store, uint32_t number, Opened *ret_opened)
{
    tree_open(store->tree, pairs_at(store->pairs, number), ret_opened);
}

void store_prefetch(const Store *store, uint32_t number)
{
    tree_prefetch_open(store->tree, pairs_at(store->pairs, number));
}

uint32_t store_count(const Store *store)
{
    return pairs_count(store->pairs);
}

uint64_t store_bytes(const Store *store)
{
    return sizeof *store + tree_bytes(store->tree) + pairs_bytes(store->pairs);
}
