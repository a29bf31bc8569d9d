/* The visited set: states of one size, numbered from 0 in the order of their first insertion.
 *
 * Exact: two different states never share a number.  A state becomes a string: its own bytes if
 * they are few, else the list of its leaves, an eighth as long (leaves.h).  The strings are the set
 * (roots.h): as they are, or as pairs of numbers (tree.h), which takes a third of the memory and
 * more time.
 *
 * Any number of threads may insert, find and open at once.  An insertion must find the index large
 * enough: whoever has it to himself calls store_make_room; threads that share it meet first
 * (crew.h).
 */
#ifndef CHECKER_STORE_H
#define CHECKER_STORE_H

#include "checker/search/roots.h"
#include "checker/search/shape.h"

typedef struct Store Store;

#define STORE_NONE ROOTS_NONE
#define STORE_MOST_BATCH ROOTS_MOST_BATCH

/* How states are cut into leaves, if they are long: 16 bytes, unless that has run out of numbers
 * before (store_lacks_leaves); 2 bytes never do. */
#define STORE_USUAL_LEAF LEAVES_LONGEST
#define STORE_SAFE_LEAF LEAVES_SHORTEST

/* How states become strings.  Packed they are shortest, but then the store must be widened now and
 * then (store_is_cramped).  The last two save memory at the cost of time: strings become pairs, or
 * they are packed and then bundled; pairs all the same if there are too many leaves for that. */
typedef enum StoreForm { STORE_PLAIN, STORE_PACKED, STORE_SMALL, STORE_BUNDLED } StoreForm;

/* For states of this size, or of this subject.  NULL: no memory. */
Store *store_new(uint32_t state_size, uint32_t leaf_size, StoreForm form);
Store *store_for(const Subject *subject, uint32_t leaf_size, StoreForm form);
void store_free(Store *store); /* NULL is fine */

/* Was there no room for a state because its leaves are too many for their numbers?  A store with
 * leaves of half the size has more room. */
bool store_lacks_leaves(const Store *store);

/* The leaves, or NULL: states are short, and their own strings. */
Leaves *store_leaves(const Store *store);
const Shape *store_shape(const Store *store); /* of a string */

/* A stored state, and what it is kept as.  The room behind its end is for those who read and write
 * more than a byte at a time. */
typedef struct Opened {
    Pair pair;        /* if strings become pairs */
    bool is_unfolded; /* `bytes` are there */
    _Alignas(8) uint8_t bytes[SUBJECT_MAX_STATE + 16];
    _Alignas(8) uint8_t list[SUBJECT_MAX_STATE]; /* the leaves of a state that has any */
} Opened;

/* A state that is not much different from another one, which is open.  Bit i of `dirty`: byte 64 i
 * or one of the 63 after it may differ.  `near` NULL: nothing is known. */
typedef struct Likeness {
    const Opened *near;
    uint64_t dirty;
} Likeness;

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
    Root root; /* borrows the string */
    uint64_t hash;
    _Alignas(8) uint8_t string[SUBJECT_MAX_STATE + 16];
} Key;
bool store_key(const Store *store, const uint8_t *state, Likeness like, Key *ret_key);
uint32_t store_find_key(const Store *store, const Key *key);
/* The key of a state that is like another one, and whose string is there already... */
bool store_complete_key(const Store *store, const Opened *near, Key *key);
/* ...or that is stored, and open, folded or not. */
void store_key_of_opened(const Store *store, uint32_t number, const Opened *opened, Key *ret_key);

/* -------- in batches -------- */

/* Some states on their way into the store. */
typedef struct StoreBatch {
    uint32_t count;
    uint32_t length, stride; /* of a string, in bytes; from one to the next */
    uint32_t pieces;         /* bytes_pieces of the length */
    bool whole;              /* strings are their own roots */
    uint8_t *strings;
    /* After store_insert_batch: what became of each.  The root is its string, until then. */
    Insertion insertions[STORE_MOST_BATCH];
    Draft drafts[STORE_MOST_BATCH];
    bool lacks; /* there is no string for some state, leaves are used up; for these: */
    bool lacking[STORE_MOST_BATCH];
} StoreBatch;

void store_batch_init(const Store *store, StoreBatch *batch);
void store_batch_clear(StoreBatch *batch);

static inline uint8_t *store_string(const StoreBatch *batch, uint32_t index)
{
    return batch->strings + index * batch->stride;
}

/* Where the string of the next state is to be written; 16 bytes more than it has may be. */
static inline uint8_t *store_slot(const StoreBatch *batch)
{
    return store_string(batch, batch->count);
}

/* The string in the slot is complete, or cannot be because leaves are used up: add it to a batch
 * that is not full.  `near` is the state that it is like, or NULL... */
void store_add_string(Store *store, StoreBatch *batch, const Opened *near, bool is_complete);
/* ...or make the string from a state, or from the list of its leaves, first.  False: the store is
 * cramped, and nothing was added. */
bool store_add(Store *store, StoreBatch *batch, const uint8_t *state, Likeness like);
bool store_add_list(Store *store, StoreBatch *batch, const Leaf *list);
/* The string of a state; up to 16 bytes more may be overwritten.  False: the store is cramped, or
 * leaves are used up. */
bool store_make_string(const Store *store, const uint8_t *state, Likeness like,
                       uint8_t *ret_string);
/* The state that a string of the batch stands for; 15 bytes behind its end may be overwritten. */
void store_unfold(const Store *store, const StoreBatch *batch, uint32_t index, uint8_t *ret_state);
/* Insert all of them, as long as there are fewer than `most` states; `alone`: nobody else uses the
 * store meanwhile.  The batch can be read, then begun again. */
void store_insert_batch(Store *store, StoreBatch *batch, uint64_t most, bool alone);
void store_batch_begin(StoreBatch *batch);

/* -------- room -------- */

/* Must the index grow before so many more are inserted?  False when it cannot: then insertions find
 * no room, in time. */
bool store_crowded(const Store *store, uint32_t coming);
/* Let it grow, if it can: alone... */
void store_make_room(Store *store, uint32_t coming);
/* ...or together: one begins (false: it cannot grow), then all states first <= number < end are
 * entered again, in ranges that different threads may take, or all by one alone. */
#define STORE_ENTERED_AT_ONCE 4096
bool store_grow(Store *store, Growth growth);
void store_enter_all_again(Store *store);
void store_enter_again(Store *store, uint32_t first, uint32_t end);
uint64_t store_growth(const Store *store, Growth growth);        /* what that takes, in bytes... */
uint64_t store_growth_filled(const Store *store, Growth growth); /* ...with the states it is for */
void store_stop_growing(Store *store);                           /* or do with what room it has */

/* Has a state been refused because there is no room for it in strings as they are? */
bool store_is_cramped(const Store *store);
/* Make room, when nobody else uses the store.  Strings may have to be longer, if nothing was
 * spilled: then all states must be entered again, as after store_grow.  False: there is no room,
 * and nothing has changed. */
bool store_widen(Store *store, bool *ret_longer);
uint64_t store_widening(const Store *store); /* what that takes, in bytes; 0: none is longer */
/* Whoever has a batch must take it along. */
void store_batch_follow(const Store *store, StoreBatch *batch);

/* Bundling (bundles.h), when nobody else uses the store.  How many bundles there are to be, once it
 * is worth while to make some more; else 0.  Different threads may make different ones, from those
 * that are made; then one alone says that they are used. */
bool store_bundles(const Store *store); /* does it ever? */
uint32_t store_bundles_due(const Store *store);
uint32_t store_bundles_made(const Store *store);
void store_begin_bundles(Store *store);
void store_make_bundle(Store *store, uint32_t bundle);
void store_use_bundles(Store *store, uint32_t bundles);
void store_bundle_alone(Store *store); /* all of that, if it is due */

/* Memory is short: move what is only added to, and seldom read, of all states but the last `kept`
 * to a file without a name in `folder`, when nobody else uses the store.  False, with errno: not
 * all of it could be. */
bool store_spill(Store *store, const char *folder, uint32_t kept);
/* Give back the memory that holds copies of what was spilled, at any time. */
void store_forget_spilled(const Store *store);

/* Is there anything to be done before so many more are inserted: widening, bundling or growing? */
bool store_lacks_room(const Store *store, uint32_t coming);

/* -------- what is in it -------- */

void store_open(const Store *store, uint32_t number, Opened *ret_opened);
/* The same, but its bytes may be missing; then they can be made later. */
void store_open_folded(const Store *store, uint32_t number, Opened *ret_opened);
void store_unfold_opened(const Store *store, Opened *opened);
/* The string of a state that is open, which may borrow from `room`, BUNDLES_ROOM bytes. */
const uint8_t *store_opened_string(const Store *store, uint32_t number, const Opened *opened,
                                   uint8_t *room);
void store_prefetch(const Store *store, uint32_t number); /* some time ahead of that */
uint32_t store_count(const Store *store);
uint64_t store_bytes(const Store *store); /* memory in use, but for what was spilled */

#endif
