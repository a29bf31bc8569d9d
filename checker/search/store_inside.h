/* Inside a store (store.h), for those that every transition of a search goes through. */
#ifndef CHECKER_STORE_INSIDE_H
#define CHECKER_STORE_INSIDE_H

#include "checker/search/packing.h"
#include "checker/search/roots_index.h"
#include "checker/search/store.h"
#include "checker/search/tree.h"

#include <stdatomic.h>

struct Store {
    uint32_t state_size;
    Leaves *leaves;   /* or NULL: states are strings */
    Packing *packing; /* or NULL: lists of leaves are */
    Shape shape;      /* of a string, if it is not packed */
    Tree *tree;
    Roots *roots;
    bool whole; /* strings are their own roots */
    atomic_bool lacks_leaves;
};

/* store_whole_string */
static inline const uint8_t *store_inside_whole(const Store *store, uint32_t number)
{
    return store->whole ? records_whole(&store->roots->records, number) : NULL;
}

/* Some states will be opened soon, as far as there are so many: ask memory for them. */
static inline void store_inside_ask(const Store *store, uint32_t first, uint32_t count)
{
    const Records *records = &store->roots->records;
    if (store->whole) {
        for (uint32_t at = 0; at < count * records->whole; at += 64)
            __builtin_prefetch(records_whole(records, first) + at);
        return;
    }
    uint32_t known = records_count(records);
    for (uint32_t i = first; i < first + count && i < known; i++)
        store_prefetch(store, i);
}

/* store_add_string of one that is complete, and whose hash is known if it is its own root. */
static inline void store_inside_add(Store *store, StoreBatch *batch, uint64_t hash,
                                    const Opened *near)
{
    if (!store->whole) {
        store_add_string(store, batch, near, true);
        return;
    }
    index_ask_hashed(store->roots, hash, &batch->insertions[batch->count]);
    batch->count++;
}

#endif
