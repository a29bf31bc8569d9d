/* A set of roots (tree.h: pairs of numbers, or short states themselves), numbered from 0 in the
 * order of insertion: the visited set.
 *
 * Two arrays.  The records are the roots in order, pairs as short as the largest numbers of their
 * time need: 4 to 8 bytes (records.h).  The index finds a record: buckets of one cache line, each
 * with room for 12 record numbers and 8 bits of hash for each, or for 16 numbers and fewer bits
 * (bucket.h).  Whatever these bits say, the record
 * itself is compared, so the set is exact.  The index holds nothing that the records do not: it
 * grows by being made anew, in place: to a multiple of its size while it is small, by a part of it
 * where it is large or memory short.
 *
 * Any number of threads may insert and find at once, without locks but for the handing out of
 * numbers, once for each batch.  While the index grows, nobody may.
 */
#ifndef CHECKER_ROOTS_H
#define CHECKER_ROOTS_H

#include "checker/search/bundles.h"
#include "checker/search/tree.h"

#define ROOTS_NONE UINT32_MAX
#define ROOTS_MOST_BATCH 128

typedef struct Roots Roots;

/* To enter all again takes time, and room takes memory. */
typedef enum Growth {
    GROWTH_USUAL,
    GROWTH_LEAST /* where memory is short */
} Growth;

/* One root on its way into the set. */
typedef struct Insertion {
    Root root;     /* set by the caller */
    uint64_t hash; /* set by roots_ask */
    /* Set by roots_insert. */
    uint64_t bucket; /* of the index, where to look first */
    uint32_t number; /* ROOTS_NONE: it is not in the set and there is no room for it */
    bool is_new;
} Insertion;

/* How the set is kept. */
typedef struct RootsForm {
    bool is_dense;      /* memory matters more than time */
    const Shape *shape; /* of whole roots, which are bundled (borrowed); NULL: they are not */
} RootsForm;

/* `tree` (borrowed) is where the roots come from; it bounds how long records are.  NULL: no memory.
 */
Roots *roots_new(const Tree *tree, RootsForm form);
void roots_free(Roots *roots); /* NULL is fine */

uint64_t roots_hash(const Roots *roots, Root root);

/* The root is known: ask memory for its place in the index, some time ahead of inserting it. */
void roots_ask(const Roots *roots, Insertion *insertion);
/* Insert up to ROOTS_MOST_BATCH roots that were asked for, equal ones among them or not, as long as
 * the set has fewer than `most` elements.  The index must not be crowded for so many.  `alone`:
 * nobody else uses the set meanwhile. */
void roots_insert(Roots *roots, Insertion *insertions, uint32_t count, uint64_t most, bool alone);
/* The number of a root, or ROOTS_NONE. */
uint32_t roots_find(const Roots *roots, Root root, uint64_t hash);
/* A root, which may borrow from `room`, BUNDLES_ROOM bytes. */
Root roots_at(const Roots *roots, uint32_t number, uint8_t *room);
void roots_prefetch(const Roots *roots, uint32_t number);
uint32_t roots_count(const Roots *roots);
uint64_t roots_bytes(const Roots *roots); /* memory in use, but for what was spilled */
/* Move the records but for the last `kept` to a file, when nobody else uses the set: they are read
 * where they were.  False, with errno: not all were. */
bool roots_spill(Roots *roots, const char *folder, uint32_t kept);
void roots_forget(const Roots *roots); /* give back the memory that holds copies of it */

/* Must the index grow before `coming` more insertions?  False also when it cannot grow any more:
 * then insertions find no room, in time. */
bool roots_crowded(const Roots *roots, uint32_t coming);
/* Growing, when nobody else uses the set: begin, then enter all records again, in ranges that any
 * number of threads may take unless it is one alone, first <= number < end.  False: it cannot grow;
 * nothing has changed. */
bool roots_grow(Roots *roots, Growth growth);
uint64_t roots_growth(const Roots *roots, Growth growth); /* in bytes, the next time */
/* The same, with what is entered until it is full again. */
uint64_t roots_growth_filled(const Roots *roots, Growth growth);
/* The same, but instead of growing roots that are whole become longer (records.h). */
bool roots_lengthen(Roots *roots, uint32_t length);
/* Or never: what room the index has is used. */
void roots_stop_growing(Roots *roots);
void roots_enter_again(Roots *roots, uint32_t first, uint32_t end, bool alone);

#endif
