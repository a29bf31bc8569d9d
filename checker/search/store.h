/* The visited set: states of one size, numbered from 0 in the order of their first insertion.
 *
 * Exact: two different states never share a number.  The states lie back to back in one reserved
 * mapping, so a state's address is stable for the store's life.  The table holds 32 bits of hash
 * beside each number and is checked against the full bytes.
 */
#ifndef CHECKER_STORE_H
#define CHECKER_STORE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Store Store;

#define STORE_NONE UINT32_MAX

Store *store_new(uint32_t state_size); /* NULL: no memory */
void store_free(Store *store);         /* NULL is fine */

uint64_t store_hash(const Store *store, const uint8_t *state);
void store_prefetch(const Store *store, uint64_t hash);
/* The number of `state`, inserting it if it is new.  STORE_NONE: the store is full. */
uint32_t store_insert(Store *store, const uint8_t *state, uint64_t hash, bool *ret_new);
/* The number of `state`, or STORE_NONE if it was never inserted. */
uint32_t store_find(const Store *store, const uint8_t *state, uint64_t hash);
const uint8_t *store_state(const Store *store, uint32_t number);
uint32_t store_count(const Store *store);
uint64_t store_bytes(const Store *store); /* memory in use */

#endif
