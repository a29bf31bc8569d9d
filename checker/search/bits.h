/* Bitstate hashing (supertrace): a set that keeps a few bits of each state in one array of bits, a
 * Bloom filter.
 *
 * A state sets the bits at k places; one whose bits are all set is taken for known.  With the
 * share q of the bits set, that is the fate of a new state with probability q^k (Holzmann, An
 * analysis of bitstate hashing, 1998).  The places come from 128 bits of hash by triple hashing,
 * which is as good as k independent functions (Dillinger and Manolios, Bloom filters in
 * probabilistic verification, FMCAD 2004).
 */
#ifndef CHECKER_BITS_H
#define CHECKER_BITS_H

#include "checker/search/reservation.h"
#include "checker/search/state_hash.h"

#include <stdbool.h>

typedef struct Bits {
    uint64_t count; /* states that set a bit */
    uint64_t bit_count;
    uint64_t ones;  /* bits set */
    double omitted; /* new states that were taken for known: an estimate, see bits.c */
    /* Private. */
    Reservation reservation;
    uint8_t *bytes;
    uint32_t functions;
} Bits;

/* An empty set with `functions` hash functions in `bytes` of memory, at least one byte.  False:
 * there is no memory. */
bool bits_init(Bits *bits, uint32_t functions, uint64_t bytes);
void bits_free(Bits *bits);

void bits_prefetch(const Bits *bits, StateHash hash);
/* False: it was there, or is taken for one that was. */
bool bits_add(Bits *bits, StateHash hash);

#endif
