#include "checker/search/store.h"

#include <stdlib.h>

struct Store {
    Tree *tree;
    Roots *roots;
    bool whole; /* states are their own roots */
};

Store *store_new(uint32_t state_size, bool compact)
{
    Store *store = calloc(1, sizeof *store);
    if (!store) return NULL;
    store->tree = tree_new(state_size, compact);
    if (store->tree) store->roots = roots_new(store->tree);
    store->whole = store->tree && tree_whole(store->tree) > 0;
    if (store->roots) return store;
    store_free(store);
    return NULL;
}

void store_free(Store *store)
{
    if (!store) return;
    roots_free(store->roots);
    tree_free(store->tree);
    free(store);
}

/* -------- in batches -------- */

/* The root is known: ask for its place in the index. */
static inline void begin_insertion(const Store *store, Insertion *insertion, Root root)
{
    insertion->root = root;
    insertion->hash = roots_hash(store->roots, root);
    roots_prefetch(store->roots, insertion->hash);
}

void store_add(Store *store, StoreBatch *batch, const uint8_t *state, Likeness like)
{
    uint32_t i = batch->count++;
    if (store->whole) begin_insertion(store, &batch->insertions[i], (Root){.bytes = state});
    else tree_draft(store->tree, state, like, &batch->drafts[i]);
}

/* Complete the roots.  One for which there is no room is not in the set and stays out of it: the
 * insertions that can be made are moved to the front, in order. */
static uint32_t finish_drafts(Store *store, StoreBatch *batch, uint8_t *ret_which)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < batch->count; i++)
        tree_prefetch(store->tree, &batch->drafts[i]);
    for (uint32_t i = 0; i < batch->count; i++) {
        if (!tree_finish(store->tree, &batch->drafts[i])) continue;
        begin_insertion(store, &batch->insertions[count], batch->drafts[i].root);
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
    uint32_t count = store->whole ? batch->count : finish_drafts(store, batch, which);
    roots_insert(store->roots, batch->insertions, count, most);
    if (count < batch->count) spread(batch, count, which);
}

/* -------- one state at a time -------- */

uint32_t store_insert(Store *store, const uint8_t *state, Likeness like, bool *ret_new)
{
    Draft draft;
    Insertion insertion;
    tree_draft(store->tree, state, like, &draft);
    *ret_new = false;
    if (!tree_finish(store->tree, &draft)) return STORE_NONE;
    begin_insertion(store, &insertion, draft.root);
    store_make_room(store, 1);
    roots_insert(store->roots, &insertion, 1, STORE_NONE);
    *ret_new = insertion.is_new;
    return insertion.number;
}

bool store_key(const Store *store, const uint8_t *state, Likeness like, Key *ret_key)
{
    if (!tree_find(store->tree, state, like, &ret_key->root)) return false;
    ret_key->hash = roots_hash(store->roots, ret_key->root);
    return true;
}

uint32_t store_find_key(const Store *store, const Key *key)
{
    return roots_find(store->roots, key->root, key->hash);
}

uint32_t store_find(const Store *store, const uint8_t *state, Likeness like)
{
    Key key;
    return store_key(store, state, like, &key) ? store_find_key(store, &key) : STORE_NONE;
}

/* -------- room -------- */

bool store_crowded(const Store *store, uint32_t coming)
{
    return roots_crowded(store->roots, coming);
}

bool store_grow(Store *store)
{
    return roots_grow(store->roots);
}

void store_enter_again(Store *store, uint32_t first, uint32_t end)
{
    roots_enter_again(store->roots, first, end);
}

void store_make_room(Store *store, uint32_t coming)
{
    while (store_crowded(store, coming) && store_grow(store))
        store_enter_again(store, 0, store_count(store));
}

/* -------- what is in it -------- */

void store_open(const Store *store, uint32_t number, Opened *ret_opened)
{
    tree_open(store->tree, roots_at(store->roots, number), ret_opened);
}

void store_prefetch(const Store *store, uint32_t number)
{
    tree_prefetch_open(store->tree, roots_at(store->roots, number));
}

uint32_t store_count(const Store *store)
{
    return roots_count(store->roots);
}

uint64_t store_bytes(const Store *store)
{
    return sizeof *store + tree_bytes(store->tree) + roots_bytes(store->roots);
}
