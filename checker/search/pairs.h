/* A set of pairs of numbers, numbered themselves from 0 in the order of insertion: the visited set, when
 * states have become pairs (tree.h).
 *
 * Two arrays.  The records are the pairs in order, each as short as the largest numbers of its time
 * need: 4 to 8 bytes.  The index finds a record: buckets of one cache line, each with room for 12
 * record numbers and 8 bits of hash for each.  Whatever the 8 bits say, the record itself is compared,
 * so the set is exact.  The index holds nothing that the records do not: it grows by being made anew,
 * in place, a quarter larger at a time.
 *
 * Any number of threads may insert and find at once, without locks but for the handing out of numbers,
 * once for each batch.  While the index grows, nobody may.
 */
#ifndef CHECKER_PAIRS_H
#define CHECKER_PAIRS_H

#include "checker/search/tree.h"

#define PAIRS_NONE UINT32_MAX
#define PAIRS_MOST_BATCH 64

typedef struct Pairs Pairs;

/* One pair on its way into the set. */
typedef struct Insertion {
    /* Set by the caller. */
    Pair pair;
    uint64_t hash; /* pairs_hash(pair) */
    /* Set by pairs_insert. */
    uint32_t number; /* PAIRS_NONE: it is not in the set and there is no room for it */
    bool is_new;
} Insertion;

/* `tree` (borrowed) is where the pairs come from; it bounds how long records are.  NULL: no memory. */
Pairs *pairs_new(const Tree *tree);
void pairs_free(Pairs *pairs); /* NULL is fine */

uint64_t pairs_hash(Pair pair);
void pairs_prefetch(const Pairs *pairs, uint64_t hash); /* ahead of inserting or finding it */

/* Insert up to PAIRS_MOST_BATCH pairs, equal ones among them or not, as long as the set has fewer than
 * `most` elements.  The index must not be crowded for so many. */
void pairs_insert(Pairs *pairs, Insertion *insertions, uint32_t count, uint64_t most);
/* The number of a pair, or PAIRS_NONE. */
uint32_t pairs_find(const Pairs *pairs, Pair pair, uint64_t hash);
Pair pairs_at(const Pairs *pairs, uint32_t number);
uint32_t pairs_count(const Pairs *pairs);
uint64_t pairs_bytes(const Pairs *pairs); /* memory in use */

/* Must the index grow before `coming` more insertions?  False also when it cannot grow any more: then
 * insertions find no room, in time. */
bool pairs_crowded(const Pairs *pairs, uint32_t coming);
/* Growing, when nobody else uses the set: begin, then enter all records again, in ranges that any number
 * of threads may take, first <= number < end.  False: it cannot grow; nothing has changed. */
bool pairs_grow(Pairs *pairs);
void pairs_enter_again(Pairs *pairs, uint32_t first, uint32_t end);

#endif
