/* The accesses of the execution in progress, by the place that they touch: those that overlap are
 * in one chain at least, newest first.
 *
 * Nearly always what is accessed is a cell, always the whole of it, and two cells do not overlap:
 * then each has one chain, and who looks through it meets nothing else.  Where cells turn out to
 * overlap in other ways (learned.cells_overlap) the search begins anew, and every sixteen bytes
 * have a chain. */
#ifndef CHECKER_LIVE_CHAINS_H
#define CHECKER_LIVE_CHAINS_H

#include "checker/live/runtime/footprint.h"

typedef struct Record {
    Access access;
    uint32_t event, previous; /* previous: index plus one; 0: none */
    uint32_t place;
} Record;

extern Record *chain_records;

void chains_begin(void);
void chains_forget(void); /* all; the search begins anew, by what is learned now */
uint32_t chains_length(void);
void chains_push(const Access *access, uint32_t event); /* of at least a byte */
void chains_pop(uint32_t length);                       /* the newest, until so many are left */

/* The chains that an access is in, by their keys. */
typedef struct Chains {
    uint64_t first, last;
} Chains;

Chains chains_of(const Access *access);
/* Index of the newest record plus one; 0: none. */
uint32_t chain_newest(uint64_t key);

#endif
