/* The visited set: states of one size, numbered from 0 in the order of their first insertion.
 *
 * Exact: two different states never share a number.  A state becomes a pair of numbers (tree.h),
 * the pairs are the set (roots.h): some 10 to 12 bytes for each of many millions of states.  Short
 * states are kept whole, which is faster.
 *
 * Any number of threads may insert, find and open at once.  An insertion must find the index large
 * enough: whoever has it to himself calls store_make_room; threads that share it meet first
 * (crew.h).
 */
#ifndef CHECKER_STORE_H
#define CHECKER_STORE_H

#include "checker/search/roots.h"

typedef struct Store Store;

#define STORE_NONE ROOTS_NONE
#define STORE_MOST_BATCH ROOTS_MOST_BATCH

/* `compact`: save memory with short states too, at the cost of time.  NULL: no memory. */
Store *store_new(uint32_t state_size, bool compact);
void store_free(Store *store); /* NULL is fine */

/* -------- one state at a time -------- */

/* The number of the state, inserting it if it is new.  STORE_NONE: the store is full.  `like`
 * names a stored state that is much like this one, such as the state it was reached from: if it is
 * true it makes no difference but to the speed. */
uint32_t store_insert(Store *store, const uint8_t *state, Likeness like, bool *ret_new);
/* The number of the state, or STORE_NONE if it was never inserted. */
uint32_t store_find(const Store *store, const uint8_t *state, Likeness like);

/* The same in two steps, for those who can often do without the second.  False: it was never
 * inserted. */
typedef struct Key {
    Root root; /* may borrow the state */
    uint64_t hash;
} Key;
bool store_key(const Store *store, const uint8_t *state, Likeness like, Key *ret_key);
uint32_t store_find_key(const Store *store, const Key *key);

/* -------- in batches -------- */

/* Some states on their way into the store. */
typedef struct StoreBatch {
    uint32_t count;
    Insertion insertions[STORE_MOST_BATCH]; /* after store_insert_batch: what became of each */
    Draft drafts[STORE_MOST_BATCH];
} StoreBatch;

/* Add a state to a batch that is not full; it is borrowed until the batch is inserted. */
void store_add(Store *store, StoreBatch *batch, const uint8_t *state, Likeness like);
/* Insert all of them, as long as there are fewer than `most` states.  The batch can be read, then
 * its count set to 0. */
void store_insert_batch(Store *store, StoreBatch *batch, uint64_t most);

/* -------- room -------- */

/* Must the index grow before so many more are inserted?  False when it cannot: then insertions find
 * no room, in time. */
bool store_crowded(const Store *store, uint32_t coming);
/* Let it grow, if it can: alone... */
void store_make_room(Store *store, uint32_t coming);
/* ...or together: one begins (false: it cannot grow), then all states first <= number < end are
 * entered again, in ranges that different threads may take. */
bool store_grow(Store *store);
void store_enter_again(Store *store, uint32_t first, uint32_t end);

/* -------- what is in it -------- */

/* A stored state, with the numbers it is made of. */
void store_open(const Store *store, uint32_t number, Opened *ret_opened);
void store_prefetch(const Store *store, uint32_t number); /* some time ahead of that */
uint32_t store_count(const Store *store);
uint64_t store_bytes(const Store *store); /* memory in use */

#endif
