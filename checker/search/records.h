/* The roots of a set, in order, each as short as it can be.
 *
 * Whole states lie back to back; if memory matters more than time, all but the last of them are
 * then made into bundles (bundles.h), and what they took is given back.  Pairs are shorter: numbers
 * are given out in order, so early pairs are made of small numbers.  The records lie in segments of
 * 4096; all records of a segment are equally long, as long as the numbers need that existed when
 * the segment was begun, with room for those that can come while it is filled: whoever fills it
 * makes a new record for each new number.
 *
 * Any number of threads may read what is written and write what is theirs; records_extend is for
 * one at a time.
 */
#ifndef CHECKER_RECORDS_H
#define CHECKER_RECORDS_H

#include "checker/search/bundles.h"
#include "checker/search/bytes.h"
#include "checker/search/memory.h"
#include "checker/search/reservation.h"
#include "checker/search/spill.h"
#include "checker/search/spinlock.h"
#include "checker/search/tree.h"

#include <stdatomic.h>
#include <string.h>

#define RECORDS_SEGMENT_BITS 12

/* Where a segment lies, and how its records are laid out. */
typedef struct Segment {
    uint64_t begin;    /* byte in the array */
    uint8_t length;    /* of a record, in bytes: 4 .. 8 */
    uint8_t left_bits; /* the lowest of them; the others are the right number */
    uint8_t right_bits;
} Segment;

typedef struct Records {
    const Tree *tree;
    uint32_t whole;  /* states are kept whole: their length in bytes; else 0 */
    uint32_t pieces; /* bytes_pieces of that */
    bool bundles_some;
    uint32_t bundled; /* the first so many lie in bundles; changes only when nobody reads */
    Bundles bundles;
    size_t given_back; /* of the bytes, the first so many */
    uint8_t *bytes;
    Segment *segments;
    uint32_t most_segments;
    Reservation bytes_reservation, segments_reservation;
    Spill spill; /* the first of the bytes, if they were moved to a file */
    /* What changes whenever a batch is inserted is kept apart from what every look-up reads. */
    _Alignas(MEMORY_APART) Spinlock lock; /* for those who extend them */
    _Atomic uint32_t count;
    uint32_t segment_count;
    uint64_t end; /* of the bytes that belong to segments */
} Records;

/* With a shape (borrowed) that bundles fit, they are made, if there is address space for them.
 * False: there is none for records; clear it all the same. */
bool records_init(Records *records, const Tree *tree, const Shape *shape);
void records_clear(Records *records);

/* Make room for so many records more; returns for how many there is. */
uint32_t records_extend(Records *records, uint32_t wanted);
/* The last so many are not needed after all. */
void records_shrink(Records *records, uint32_t unwanted);
/* When nobody else uses them, and none was spilled: records that are whole become longer, with
 * zeros behind their end.  False: there is no room, and nothing has changed. */
bool records_lengthen(Records *records, uint32_t length);
void records_write_pair(Records *records, uint32_t number, Pair pair);
uint64_t records_bytes(const Records *records); /* memory in use, but for what was spilled */

/* So many strings at least stay as they are.  Tests lower it, before a search begins. */
extern uint32_t records_least_lying;
#define RECORDS_USUAL_LEAST_LYING (UINT32_C(1) << 15)

/* -------- bundles: when nobody else inserts or reads -------- */

/* How many there are to be, once so many that it is worth while; else 0... */
uint32_t records_bundles_due(const Records *records);
uint32_t records_bundles_made(const Records *records);
/* ...which different threads may make, once one alone has said so (bundles_begin)... */
void records_make_bundle(Records *records, uint32_t bundle);
/* ...and then one alone gives back what the strings took. */
void records_use_bundles(Records *records, uint32_t bundles);

/* Move all records but the last `kept` to a file, when nobody else uses them.  False, with errno:
 * not all were. */
bool records_spill(Records *records, const char *folder, uint32_t kept);
/* Records that are to be read in order, and will not be needed soon after: spilled ones are fetched
 * ahead, then forgotten. */
void records_ask_for(const Records *records, uint32_t first, uint32_t end);
void records_forget(const Records *records, uint32_t first, uint32_t end);
void records_forget_all(const Records *records);

static inline uint32_t records_count(const Records *records)
{
    return atomic_load_explicit(&records->count, memory_order_acquire);
}

static inline const Segment *records_segment(const Records *records, uint32_t number)
{
    return &records->segments[number >> RECORDS_SEGMENT_BITS];
}

static inline uint8_t *records_whole(const Records *records, uint32_t number)
{
    return records->bytes + (size_t)number * records->whole;
}

static inline uint8_t *records_place(const Records *records, const Segment *segment,
                                     uint32_t number)
{
    uint32_t index = number & ((1u << RECORDS_SEGMENT_BITS) - 1);
    return records->bytes + segment->begin + index * segment->length;
}

static inline void records_prefetch(const Records *records, uint32_t number)
{
    if (number < records->bundled) bundles_prefetch(&records->bundles, number);
    else
        __builtin_prefetch(records->whole
                               ? records_whole(records, number)
                               : records_place(records, records_segment(records, number), number));
}

/* Ask memory for the place of records that are about to be written.  They come behind those that
 * another thread has written last, so no processor asks for it by itself, and each store would wait
 * for a line.  Pairs are so short that it does not matter. */
static inline void records_ask_to_write(const Records *records, uint32_t first, uint32_t count)
{
    const uint8_t *at = records_whole(records, first), *end = records_whole(records, first + count);
    for (; at < end; at += MEMORY_LINE)
        __builtin_prefetch(at, 1);
}

/* A record is read and written as two words of 4 bytes, which overlap unless it has 8: so nothing
 * beyond it is touched. */
static inline Pair records_pair(const Records *records, uint32_t number)
{
    const Segment *segment = records_segment(records, number);
    const uint8_t *place = records_place(records, segment, number);
    uint32_t low, high;
    memcpy(&low, place, sizeof low);
    memcpy(&high, place + segment->length - sizeof high, sizeof high);
    uint64_t both = low | (uint64_t)high << 8 * (segment->length - sizeof high);
    return (Pair){
        .left = (uint32_t)(both & ((UINT64_C(1) << segment->left_bits) - 1)),
        .right = (uint32_t)(both >> segment->left_bits),
    };
}

/* -------- roots --------
 *
 * `pieces` is that of the records: who does the same to many roots asks once, and makes a constant
 * of it. */

/* The root, which borrows from the records if it is a whole state that is not in a bundle. */
static inline Root records_lying_at(const Records *records, uint32_t pieces, uint32_t number)
{
    if (pieces || records->whole) return (Root){.bytes = records_whole(records, number)};
    return (Root){.pair = records_pair(records, number)};
}

/* The same of any: a state from a bundle is written to `room`, and borrows from that. */
static inline Root records_at(const Records *records, uint32_t number, uint8_t *room)
{
    if (number >= records->bundled) return records_lying_at(records, 0, number);
    bundles_open(&records->bundles, number, room);
    return (Root){.bytes = room};
}

/* A bundle that is open, for whoever takes records in their order: each of them costs a third then.
 */
typedef struct OpenBundle {
    uint32_t bundle;
    uint32_t length; /* of a string; 0: none is open */
    uint8_t strings[BUNDLE_STRINGS * BUNDLES_ROOM];
} OpenBundle;

static inline bool records_is_open(const Records *records, uint32_t number, const OpenBundle *open)
{
    return number / BUNDLE_STRINGS == open->bundle && records->whole == open->length;
}

/* A record that is bundled; valid until the next one. */
static inline const uint8_t *records_from_open(const Records *records, uint32_t number,
                                               OpenBundle *open)
{
    if (!records_is_open(records, number, open)) {
        open->bundle = number / BUNDLE_STRINGS;
        open->length = records->whole;
        bundles_open_all(&records->bundles, open->bundle, open->strings);
    }
    return open->strings + (size_t)(number % BUNDLE_STRINGS) * records->whole;
}

static inline bool records_same_root(const Records *records, uint32_t pieces, Root a, Root b)
{
    if (pieces) return bytes_same_pieces(a.bytes, b.bytes, records->whole, pieces);
    if (records->whole) return bytes_same(a.bytes, b.bytes, records->whole);
    return a.pair.left == b.pair.left && a.pair.right == b.pair.right;
}

static inline void records_write(Records *records, uint32_t pieces, uint32_t number, Root root)
{
    uint8_t *whole = records_whole(records, number);
    if (pieces) bytes_copy_pieces(whole, root.bytes, records->whole, pieces);
    else if (records->whole) bytes_copy(whole, root.bytes, records->whole);
    else records_write_pair(records, number, root.pair);
}

#endif
