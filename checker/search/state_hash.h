/* Hash functions of states, as many as there are keys.
 *
 * A state is hashed once, to 128 bits that belong to it on every machine and in every search.  A
 * search puts them through a bijection chosen by its key: what two searches take for the same is
 * independent, and no two states are alike to all keys unless they are in all 128 bits (one pair in
 * 10^38).
 */
#ifndef CHECKER_STATE_HASH_H
#define CHECKER_STATE_HASH_H

#include "checker/search/random.h"

#include <stddef.h>

typedef struct StateHash {
    uint64_t first, second;
} StateHash;

StateHash state_hash(const uint8_t *state, size_t size);

static inline StateHash state_hash_keyed(StateHash hash, uint64_t key)
{
    uint64_t first = random_mix(hash.first ^ key);
    return (StateHash){first, random_mix(hash.second + first)};
}

/* One of `count` places, each as likely as the others: the whole part of hash * count / 2^64. */
static inline uint64_t state_hash_place(uint64_t hash, uint64_t count)
{
    __extension__ typedef unsigned __int128 Wide;
    return (uint64_t)((Wide)hash * count >> 64);
}

#endif
