/* Inside a set of roots (roots.h): its index, and how a root is looked up there. */
#ifndef CHECKER_ROOTS_INDEX_H
#define CHECKER_ROOTS_INDEX_H

#include "checker/search/bucket.h"
#include "checker/search/records.h"
#include "checker/search/roots.h"

struct Roots {
    Records records;
    Bucket *buckets;
    uint64_t bucket_count, most_buckets;
    uint64_t capacity; /* roots, before the index must grow; what it can take if it cannot */
    BucketForm form;
    bool cannot_grow;
    Reservation reservation;
};

/* How the roots lie in records, and their numbers in buckets.  Who does the same to many of them
 * asks once, and makes constants of what is known then: one function for each usual layout. */
typedef struct Layout {
    uint32_t pieces; /* see records.h */
    BucketForm form;
} Layout;

static inline Layout index_layout(const Roots *roots)
{
    return (Layout){roots->records.pieces, roots->form};
}

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

/* The upper half of the hash chooses the bucket, lower bits are the tag. */
static inline uint64_t index_bucket_of(const Roots *roots, uint64_t hash)
{
    return (hash >> 32) * roots->bucket_count >> 32;
}

/* After the last comes the first; there are more of them than `distance`. */
static inline uint64_t index_bucket_behind(const Roots *roots, uint64_t bucket, uint32_t distance)
{
    bucket += distance;
    return bucket < roots->bucket_count ? bucket : bucket - roots->bucket_count;
}

/* roots_ask of one whose hash is known. */
static inline void index_ask_hashed(const Roots *roots, uint64_t hash, Insertion *insertion)
{
    insertion->hash = hash;
    __builtin_prefetch(&roots->buckets[index_bucket_of(roots, hash)], 1);
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

static_assert(ROOTS_MOST_BATCH <= MOST_CLAIMS, "each new root of a batch has its claim");

/* The claims of one batch. */
typedef struct Claims {
    uint32_t count;
    uint8_t insertion[ROOTS_MOST_BATCH]; /* which one each is for */
    Spot spot[ROOTS_MOST_BATCH];
    const Insertion *insertions; /* the batch */
} Claims;

/* Whose claim is this?  NULL for `claims`: of others. */
static inline Sighting index_look_at_claim(const Roots *roots, const Claims *claims, uint32_t claim,
                                           Root root, Spot *spot)
{
    if (!claims || claim >= claims->count) return FOUND_CLAIM;
    const Spot *own = &claims->spot[claim];
    if (own->bucket != spot->bucket || own->place != spot->place) return FOUND_CLAIM;
    spot->number = claim;
    Root other = claims->insertions[claims->insertion[claim]].root;
    return records_same_root(&roots->records, roots->records.pieces, other, root) ? FOUND_OWN
                                                                                  : FOUND_PLACE;
}

/* Is this the record of the root? */
SPECIALISED bool index_is_root(const Roots *roots, Layout layout, uint32_t number, Root root)
{
    const Records *records = &roots->records;
    if (layout.form.dense && number < records->bundled)
        return bundles_same(&records->bundles, number, root.bytes);
    Root known = records_lying_at(records, layout.pieces, number);
    return records_same_root(records, layout.pieces, known, root);
}

/* Is the root in this bucket, as far as this view shows?  FOUND_PLACE: no. */
SPECIALISED Sighting index_look_in(const Roots *roots, Layout layout, const Claims *claims,
                                   const BucketView *view, const Insertion *wanted, Spot *spot)
{
    uint32_t places = bucket_wanted(view, layout.form, wanted->hash);
    for (; places; places &= places - 1) {
        spot->place = (uint32_t)__builtin_ctz(places);
        uint32_t number = bucket_number(spot->bucket, layout.form, spot->place);
        if (bucket_is_record(number)) {
            if (!index_is_root(roots, layout, number - 1, wanted->root)) continue;
            spot->number = number - 1;
            return FOUND_ROOT;
        } else if (number >= FIRST_CLAIM) {
            uint32_t claim = number - FIRST_CLAIM;
            Sighting found = index_look_at_claim(roots, claims, claim, wanted->root, spot);
            if (found != FOUND_PLACE) return found;
        }
    }
    return FOUND_PLACE;
}

/* What is looked for and where it belongs must be read off one view: if another thread enters the
 * same root in between, the place is taken, and that is noticed. */
SPECIALISED Sighting index_look_up(const Roots *roots, Layout layout, const Claims *claims,
                                   const Insertion *wanted, Spot *spot)
{
    for (uint64_t at = wanted->bucket;;) {
        spot->bucket = &roots->buckets[at];
        BucketView view = bucket_view(spot->bucket, layout.form);
        Sighting found = index_look_in(roots, layout, claims, &view, wanted, spot);
        if (found != FOUND_PLACE) return found;
        uint32_t empty = bucket_empty(&view, layout.form);
        if (empty) {
            spot->place = (uint32_t)__builtin_ctz(empty);
            return FOUND_PLACE;
        }
        at = index_bucket_behind(roots, at, 1);
    }
}

#endif
