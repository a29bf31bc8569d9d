/* Hash compaction: a set that keeps a fingerprint of each state, not the state.
 *
 * One half of the hash gives the place, a cache line of slots; the other half, cut to some bits, is
 * the fingerprint that lies there.  When a line is full, the next one is taken.  So a state is
 * compared with the fingerprints on its own short way through the table only, and not with all:
 * whoever asks for a state that is not in the set is told that it is with a probability of at most
 * m / 2^bits, where m is the number of fingerprints on that way (Stern and Dill, CHARME 1995;
 * Wolper and Leroy, CAV 1993, is the case without places of their own, m = all of them).
 */
#ifndef CHECKER_FINGERPRINTS_H
#define CHECKER_FINGERPRINTS_H

#include "checker/search/reservation.h"
#include "checker/search/state_hash.h"

#include <stdbool.h>

#define FINGERPRINT_MOST_BITS 64

typedef enum Admission {
    ADMITTED_NEW,
    ADMITTED_KNOWN,  /* it, or one that is taken for it, is there */
    ADMITTED_NOWHERE /* there is no room */
} Admission;

typedef struct Fingerprints {
    uint64_t count;    /* states kept */
    uint64_t compared; /* fingerprints that they were compared with when they came */
    /* Private. */
    Reservation reservation;
    uint8_t *lines;
    uint64_t line_count;
    uint64_t mask; /* the bits of a fingerprint */
    uint32_t bits;
    uint32_t width; /* of a slot, in bytes */
    uint32_t slots; /* of a line */
} Fingerprints;

/* An empty set of `bits` (8 .. 64) bits a state in about `bytes` of memory, at least one line.
 * False: there is no memory. */
bool fingerprints_init(Fingerprints *set, uint32_t bits, uint64_t bytes);
void fingerprints_free(Fingerprints *set);

void fingerprints_prefetch(const Fingerprints *set, StateHash hash);
Admission fingerprints_add(Fingerprints *set, StateHash hash);

/* The expected number of states that were taken for others, at most.  It also bounds the
 * probability that this happened at all. */
double fingerprints_omitted(const Fingerprints *set);

#endif
