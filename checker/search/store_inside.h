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

/* The string of a state that is its own root; in `room` if it may be bundled meanwhile.  `open`:
 * for who takes states in their order, or NULL. */
static inline const uint8_t *store_inside_string(const Store *store, uint32_t number,
                                                 OpenBundle *open, uint8_t *room)
{
    const Records *records = &store->roots->records;
    if (!records->bundles_some) return records_whole(records, number);
    bool in_order = open && number < records->bundled;
    const uint8_t *string = in_order ? records_from_open(records, number, open)
                                     : records_at(records, number, room).bytes;
    if (string != room) bytes_copy(room, string, records->whole);
    return room;
}

/* A state will be opened soon: ask memory for it. */
static inline void store_inside_ask(const Store *store, uint32_t number, const OpenBundle *open)
{
    const Records *records = &store->roots->records;
    if (open && records_is_open(records, number, open)) return;
    if (store->whole) records_prefetch(records, number);
    else store_prefetch(store, number);
}

#define ASKED_TOGETHER 32

/* The last so many are to be inserted soon: ask memory for their places in the index.  Where a page
 * is not known to the processor it waits until it is, which is quicker side by side than each by
 * itself. */
static inline void store_inside_ask_for_places(const Store *store, StoreBatch *batch)
{
    Insertion *last = &batch->insertions[batch->count - ASKED_TOGETHER];
    for (uint32_t i = 0; i < ASKED_TOGETHER; i++)
        index_ask_hashed(store->roots, last[i].hash, &last[i]);
}

/* store_add_string of one that is complete, and whose hash is known if it is its own root. */
static inline void store_inside_add(Store *store, StoreBatch *batch, uint64_t hash,
                                    const Opened *near)
{
    if (!store->whole) {
        store_add_string(store, batch, near, true);
        return;
    }
    batch->insertions[batch->count++].hash = hash;
    if (batch->count % ASKED_TOGETHER == 0) store_inside_ask_for_places(store, batch);
}

#endif
