/* The visited set: states of one size, numbered from 0 in the order of their first insertion.
 *
 * Exact: two different states never share a number.  Long states are packed (pack.h), which costs
 * nothing but the need to unpack them again; short ones are kept as they are.
 */
#ifndef CHECKER_STORE_H
#define CHECKER_STORE_H

#include "checker/search/numbering.h"
#include "checker/search/pack.h"

typedef struct Store Store;

#define STORE_NONE NUMBERING_NONE

/* A state in the form it is looked up by. */
typedef struct Key {
    const uint8_t *state; /* borrowed: lives as long as the key */
    uint64_t hash;
    bool lacks_room; /* for a part of the state: it is not in the store and cannot be inserted */
    uint32_t parts[PACK_MOST_PARTS]; /* if the store packs */
} Key;

Store *store_new(uint32_t state_size); /* NULL: no memory */
void store_free(Store *store);         /* NULL is fine */

/* Make a key.  `near` is STORE_NONE or the number of a stored state that is much like this one,
 * such as the state it was reached from: it makes no difference but to the speed. */
void store_key(Store *store, const uint8_t *state, uint32_t near, Key *ret_key);
void store_prefetch(const Store *store, const Key *key);
/* The number of the state, inserting it if it is new.  STORE_NONE: the store is full. */
uint32_t store_insert(Store *store, const Key *key, bool *ret_new);
/* The number of the state, or STORE_NONE if it was never inserted. */
uint32_t store_find(const Store *store, const Key *key);

/* Insert the first state.  False: there is no room. */
bool store_begin(Store *store, const uint8_t *state);

/* The bytes of a state: in `buffer`, which has room for one, or in the store itself. */
const uint8_t *store_state(const Store *store, uint32_t number, uint8_t *buffer);
uint32_t store_count(const Store *store);
uint64_t store_bytes(const Store *store); /* memory in use */

#endif
