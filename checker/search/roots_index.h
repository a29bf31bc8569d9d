/* Inside a set of roots (roots.h): its index, and how a root is looked up there. */
#ifndef CHECKER_ROOTS_INDEX_H
#define CHECKER_ROOTS_INDEX_H

#include "checker/search/records.h"
#include "checker/search/roots.h"
#include "checker/search/spinlock.h"
#include "checker/search/tags.h"

#include <assert.h>

#define PLACES 12 /* in a bucket */

/* A cache line.  Places are filled from the front and never emptied: one that is empty ends every
 * search for a place or a root. */
typedef struct Bucket {
    Tags tags; /* of each place, 0: empty, or its claim is fresh; four are spare */
    /* Of each place: EMPTY, CLAIMED by a thread that is about to write the record, WASTED by one
     * for which there was no room, or the record's number plus one. */
    _Atomic uint32_t number[PLACES];
} Bucket;

static_assert(sizeof(Bucket) == 64, "a bucket is a cache line");

#define EMPTY UINT32_C(0)
#define CLAIMED UINT32_MAX
#define WASTED (UINT32_MAX - 1)

/* Is there a record, whose number is one less? */
static inline bool index_is_record(uint32_t number)
{
    return number - 1 < WASTED - 1;
}

struct Roots {
    Records records;
    Bucket *buckets;
    uint64_t bucket_count, most_buckets;
    uint64_t capacity; /* roots, before the index must grow; what it can take if it cannot */
    bool cannot_grow;
    Reservation reservation;
    _Alignas(MEMORY_APART) Spinlock lock; /* of the records' count */
};

/* -------- hashes -------- */

/* Two rounds of multiplying and folding: every bit of the pair reaches every bit of the hash. */
static inline uint64_t index_hash_pair(Pair pair)
{
    uint64_t x = (uint64_t)pair.left << 32 | pair.right;
    x = (x ^ x >> 32) * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
    return x ^ x >> 32;
}

/* `pieces` here and below: see records.h. */
static inline uint64_t index_hash(const Roots *roots, uint32_t pieces, Root root)
{
    uint32_t whole = roots->records.whole;
    if (pieces) return bytes_hash_pieces(root.bytes, whole, pieces);
    return whole ? bytes_hash(root.bytes, whole) : index_hash_pair(root.pair);
}

/* The upper half of the hash chooses the bucket, the lowest byte is the tag. */
static inline uint64_t index_bucket_of(const Roots *roots, uint64_t hash)
{
    return (hash >> 32) * roots->bucket_count >> 32;
}

/* roots_ask of one whose hash is known. */
static inline void index_ask_hashed(const Roots *roots, uint64_t hash, Insertion *insertion)
{
    insertion->hash = hash;
    __builtin_prefetch(&roots->buckets[index_bucket_of(roots, hash)], 1);
}

static inline uint8_t index_tag_of(uint64_t hash)
{
    uint8_t tag = (uint8_t)hash;
    return tag ? tag : 1;
}

static inline uint32_t index_places_with(TagsView view, uint8_t tag)
{
    return tags_with(view, tag) & ((1u << PLACES) - 1);
}

/* Put a number, or a claim, into a place that was empty a moment ago.  False: another thread was
 * quicker. */
static inline bool index_take(Bucket *bucket, uint32_t place, uint32_t number, uint64_t hash)
{
    uint32_t expected = EMPTY;
    if (!atomic_compare_exchange_strong_explicit(&bucket->number[place], &expected, number,
                                                 memory_order_acq_rel, memory_order_acquire))
        return false;
    atomic_store_explicit(&bucket->tags.tag[place], index_tag_of(hash), memory_order_release);
    return true;
}

/* The same when nobody can come in between, who would have to wait for the other processors. */
static inline void index_set(Bucket *bucket, uint32_t place, uint32_t number, uint64_t hash)
{
    atomic_store_explicit(&bucket->number[place], number, memory_order_relaxed);
    atomic_store_explicit(&bucket->tags.tag[place], index_tag_of(hash), memory_order_relaxed);
}

/* -------- looking up -------- */

/* What a look at the index finds. */
typedef enum Sighting {
    FOUND_ROOT,  /* it has a number */
    FOUND_OWN,   /* this thread has claimed a place for it in this batch */
    FOUND_CLAIM, /* another thread has claimed a place for it, or for another root */
    FOUND_PLACE  /* it is not there; here is where it belongs */
} Sighting;

typedef struct Spot {
    Bucket *bucket;
    uint32_t place;
    uint32_t number; /* FOUND_ROOT: its number; FOUND_OWN: which claim; else as it was */
} Spot;

/* The claims of one batch. */
typedef struct Claims {
    uint32_t count;
    uint8_t insertion[ROOTS_MOST_BATCH]; /* which one each is for */
    Spot spot[ROOTS_MOST_BATCH];
    const Insertion *insertions; /* the batch */
} Claims;

/* Whose claim is this? */
static inline Sighting index_look_at_claim(const Roots *roots, const Claims *claims, Root root,
                                           Spot *spot)
{
    for (uint32_t i = claims ? claims->count : 0; i-- > 0;) {
        if (claims->spot[i].bucket != spot->bucket || claims->spot[i].place != spot->place)
            continue;
        spot->number = i;
        Root other = claims->insertions[claims->insertion[i]].root;
        return records_same_root(&roots->records, roots->records.pieces, other, root) ? FOUND_OWN
                                                                                      : FOUND_PLACE;
    }
    return FOUND_CLAIM;
}

/* Is the root in this bucket, as far as this view shows?  FOUND_PLACE: no. */
static inline Sighting index_look_in(const Roots *roots, uint32_t pieces, const Claims *claims,
                                     TagsView view, const Insertion *wanted, Spot *spot)
{
    const Records *records = &roots->records;
    uint32_t places = index_places_with(view, index_tag_of(wanted->hash));
    for (; places; places &= places - 1) {
        spot->place = (uint32_t)__builtin_ctz(places);
        uint32_t number =
            atomic_load_explicit(&spot->bucket->number[spot->place], memory_order_acquire);
        if (index_is_record(number)) {
            Root known = records_at(records, pieces, number - 1);
            if (!records_same_root(records, pieces, known, wanted->root)) continue;
            spot->number = number - 1;
            return FOUND_ROOT;
        } else if (number == CLAIMED) {
            Sighting found = index_look_at_claim(roots, claims, wanted->root, spot);
            if (found != FOUND_PLACE) return found;
        }
    }
    return FOUND_PLACE;
}

/* What is looked for and where it belongs must be read off one view: if another thread enters the
 * same root in between, the place is taken, and that is noticed. */
static inline Sighting index_look_up(const Roots *roots, uint32_t pieces, const Claims *claims,
                                     const Insertion *wanted, Spot *spot)
{
    for (uint64_t at = wanted->bucket;;) {
        spot->bucket = &roots->buckets[at];
        TagsView view = tags_view(&spot->bucket->tags);
        Sighting found = index_look_in(roots, pieces, claims, view, wanted, spot);
        if (found != FOUND_PLACE) return found;
        uint32_t empty = index_places_with(view, 0);
        if (empty) {
            spot->place = (uint32_t)__builtin_ctz(empty);
            return FOUND_PLACE;
        }
        if (++at == roots->bucket_count) at = 0;
    }
}

#endif
