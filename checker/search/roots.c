#include "checker/search/roots.h"

#include "checker/search/records.h"
#include "checker/search/require.h"
#include "checker/search/reservation.h"
#include "checker/search/spinlock.h"
#include "checker/search/tags.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* -------- the index -------- */

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

#define FIRST_BUCKETS 64
#define LARGE                                                                                      \
    (UINT64_C(1) << 20) /* buckets.  Below, the index doubles: memory does not matter yet */
#define MOST_BUCKETS (UINT64_C(1) << 29)

/* Of 100 places so many may be taken: then 3 look-ups of 10 need a second bucket, its neighbour. */
#define FULL_PERCENT 91
/* When the index cannot grow any more. */
#define STUFFED_PERCENT 97

struct Roots {
    Records records;
    Bucket *buckets;
    uint64_t bucket_count, most_buckets;
    uint64_t capacity; /* roots, before the index must grow; what it can take if it cannot */
    bool cannot_grow;
    Reservation reservation;
    _Alignas(MEMORY_APART) Spinlock lock; /* of the records' count */
};

static uint64_t capacity_of(uint64_t buckets, uint64_t percent)
{
    return buckets * PLACES * percent / 100;
}

Roots *roots_new(const Tree *tree)
{
    Roots *roots = memory_new_apart(1, sizeof *roots);
    bool room = records_init(&roots->records, tree);
    if (room) roots->reservation = reservation_at_most(MOST_BUCKETS * sizeof(Bucket));
    roots->buckets = roots->reservation.start;
    roots->most_buckets = roots->reservation.size / sizeof(Bucket);
    roots->bucket_count = FIRST_BUCKETS;
    roots->capacity = capacity_of(FIRST_BUCKETS, FULL_PERCENT);
    if (roots->most_buckets >= FIRST_BUCKETS) return roots;
    roots_free(roots);
    return NULL;
}

void roots_free(Roots *roots)
{
    if (!roots) return;
    records_clear(&roots->records);
    reservation_free(&roots->reservation);
    free(roots);
}

/* -------- hashes -------- */

/* Two rounds of multiplying and folding: every bit of the pair reaches every bit of the hash. */
static uint64_t hash_pair(Pair pair)
{
    uint64_t x = (uint64_t)pair.left << 32 | pair.right;
    x = (x ^ x >> 32) * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
    return x ^ x >> 32;
}

uint64_t roots_hash(const Roots *roots, Root root)
{
    uint32_t whole = roots->records.whole;
    return whole ? bytes_hash(root.bytes, whole) : hash_pair(root.pair);
}

/* The upper half of the hash chooses the bucket, the lowest byte is the tag. */
static uint64_t bucket_of(const Roots *roots, uint64_t hash)
{
    return (hash >> 32) * roots->bucket_count >> 32;
}

static uint8_t tag_of(uint64_t hash)
{
    uint8_t tag = (uint8_t)hash;
    return tag ? tag : 1;
}

void roots_prefetch(const Roots *roots, uint64_t hash)
{
    __builtin_prefetch(&roots->buckets[bucket_of(roots, hash)], 1);
}

/* -------- looking into a bucket -------- */

static inline uint32_t places_with(TagsView view, uint8_t tag)
{
    return tags_with(view, tag) & ((1u << PLACES) - 1);
}

/* What a look at the index finds. */
typedef enum Found {
    FOUND_ROOT,  /* it has a number */
    FOUND_OWN,   /* this thread has claimed a place for it in this batch */
    FOUND_CLAIM, /* another thread has claimed a place for it, or for another root */
    FOUND_PLACE  /* it is not there; here is where it belongs */
} Found;

typedef struct Spot {
    Bucket *bucket;
    uint32_t place;
    uint32_t number; /* FOUND_ROOT: its number; FOUND_OWN: which claim */
} Spot;

/* The claims of one batch, and the insertions that have to wait. */
typedef struct Claims {
    uint32_t count;
    uint8_t insertion[ROOTS_MOST_BATCH]; /* which one each is for */
    Spot spot[ROOTS_MOST_BATCH];
    const Insertion *insertions; /* the batch */
} Claims;

/* Whose claim is this? */
static Found look_at_claim(const Roots *roots, const Claims *claims, const Bucket *bucket,
                           uint32_t place, Root root, Spot *ret_spot)
{
    for (uint32_t i = claims ? claims->count : 0; i-- > 0;) {
        if (claims->spot[i].bucket != bucket || claims->spot[i].place != place) continue;
        ret_spot->number = i;
        Root other = claims->insertions[claims->insertion[i]].root;
        return records_same_root(&roots->records, other, root) ? FOUND_OWN : FOUND_PLACE;
    }
    return FOUND_CLAIM;
}

/* Is the root in this bucket, as far as this view shows?  FOUND_PLACE: no. */
static inline Found look_in(const Roots *roots, const Claims *claims, Bucket *bucket, TagsView view,
                            const Insertion *wanted, Spot *ret_spot)
{
    Root root = wanted->root;
    uint32_t places = places_with(view, tag_of(wanted->hash));
    for (; places; places &= places - 1) {
        uint32_t place = (uint32_t)__builtin_ctz(places);
        uint32_t number = atomic_load_explicit(&bucket->number[place], memory_order_acquire);
        if (number == CLAIMED) {
            Found found = look_at_claim(roots, claims, bucket, place, root, ret_spot);
            if (found != FOUND_PLACE) return found;
        } else if (number != EMPTY && number != WASTED &&
                   records_same_root(&roots->records, records_at(&roots->records, number - 1),
                                     root)) {
            ret_spot->number = number - 1;
            return FOUND_ROOT;
        }
    }
    return FOUND_PLACE;
}

/* What is looked for and where it belongs must be read off one view: if another thread enters the
 * same root in between, the place is taken, and that is noticed. */
static inline Found look_up(const Roots *roots, const Claims *claims, const Insertion *wanted,
                            Spot *ret_spot)
{
    uint64_t at = bucket_of(roots, wanted->hash);
    for (;;) {
        Bucket *bucket = &roots->buckets[at];
        TagsView view = tags_view(&bucket->tags);
        Found found = look_in(roots, claims, bucket, view, wanted, ret_spot);
        if (found != FOUND_PLACE) return found;
        uint32_t empty = places_with(view, 0);
        if (empty) {
            ret_spot->bucket = bucket;
            ret_spot->place = (uint32_t)__builtin_ctz(empty);
            return FOUND_PLACE;
        }
        if (++at == roots->bucket_count) at = 0;
    }
}

uint32_t roots_find(const Roots *roots, Root root, uint64_t hash)
{
    Spot spot;
    Insertion wanted = {.root = root, .hash = hash};
    return look_up(roots, NULL, &wanted, &spot) == FOUND_ROOT ? spot.number : ROOTS_NONE;
}

/* -------- insertion -------- */

/* The records that will be compared are somewhere in memory: fetch them all at once. */
static void prefetch_records(const Roots *roots, const Insertion *insertions, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const Bucket *bucket = &roots->buckets[bucket_of(roots, insertions[i].hash)];
        uint32_t places = places_with(tags_view(&bucket->tags), tag_of(insertions[i].hash));
        if (!places) continue;
        uint32_t place = (uint32_t)__builtin_ctz(places);
        uint32_t number = atomic_load_explicit(&bucket->number[place], memory_order_relaxed);
        if (number != EMPTY && number < WASTED) records_prefetch(&roots->records, number - 1);
    }
}

/* Find the root, or claim the place where it belongs.  FOUND_CLAIM: another thread was quicker;
 * look again when no claim of this thread is open, or two threads might wait for each other. */
static inline Found find_or_claim(const Roots *roots, Claims *claims, uint32_t which,
                                  Insertion *insertion)
{
    Spot *spot = &claims->spot[claims->count];
    Found found = look_up(roots, claims, insertion, spot);
    insertion->number = found == FOUND_ROOT || found == FOUND_OWN ? spot->number : ROOTS_NONE;
    if (found != FOUND_PLACE) return found;
    uint32_t expected = EMPTY;
    if (!atomic_compare_exchange_strong_explicit(&spot->bucket->number[spot->place], &expected,
                                                 CLAIMED, memory_order_acq_rel,
                                                 memory_order_acquire))
        return FOUND_CLAIM;
    atomic_store_explicit(&spot->bucket->tags.tag[spot->place], tag_of(insertion->hash),
                          memory_order_release);
    claims->insertion[claims->count++] = (uint8_t)which;
    return FOUND_PLACE;
}

/* Numbers for so many new roots, or for as many as there is room for. */
static uint32_t take_numbers(Roots *roots, uint32_t wanted, uint64_t most, uint32_t *ret_first)
{
    spinlock_take(&roots->lock);
    uint32_t count = records_count(&roots->records);
    uint64_t room = roots->capacity < most ? roots->capacity : most;
    uint64_t left = room > count ? room - count : 0;
    uint32_t granted = records_extend(&roots->records, wanted < left ? wanted : (uint32_t)left);
    spinlock_release(&roots->lock);
    *ret_first = count;
    return granted;
}

static void fill_place(Roots *roots, Insertion *insertion, const Spot *spot, uint32_t number)
{
    records_write(&roots->records, number, insertion->root);
    insertion->number = number;
    insertion->is_new = true;
    atomic_store_explicit(&spot->bucket->number[spot->place], number + 1, memory_order_release);
}

static void fill_claims(Roots *roots, Insertion *insertions, const Claims *claims, uint64_t most)
{
    if (claims->count == 0) return;
    uint32_t first, granted = take_numbers(roots, claims->count, most, &first);
    for (uint32_t i = 0; i < claims->count; i++) {
        const Spot *spot = &claims->spot[i];
        if (i < granted) fill_place(roots, &insertions[claims->insertion[i]], spot, first + i);
        else
            atomic_store_explicit(&spot->bucket->number[spot->place], WASTED, memory_order_release);
    }
}

/* Insert one that had to wait for the claim of another thread to be filled. */
static void insert_late(Roots *roots, Insertion *insertion, uint64_t most)
{
    Claims claims = {.insertions = insertion};
    unsigned spins = 0;
    while (find_or_claim(roots, &claims, 0, insertion) == FOUND_CLAIM)
        spin_politely(&spins);
    fill_claims(roots, insertion, &claims, most);
}

/* What is left to do when the claims of a batch are filled. */
typedef struct Rest {
    uint32_t late_count, equal_count;
    uint8_t late[ROOTS_MOST_BATCH];
    uint8_t equal[ROOTS_MOST_BATCH]; /* equal to one that has a claim; its number says which */
} Rest;

void roots_insert(Roots *roots, Insertion *insertions, uint32_t count, uint64_t most)
{
    Claims claims;
    Rest rest;
    claims.count = rest.late_count = rest.equal_count = 0;
    claims.insertions = insertions;
    prefetch_records(roots, insertions, count);
    for (uint32_t i = 0; i < count; i++) {
        insertions[i].is_new = false;
        Found found = find_or_claim(roots, &claims, i, &insertions[i]);
        if (found == FOUND_CLAIM) rest.late[rest.late_count++] = (uint8_t)i;
        if (found == FOUND_OWN) rest.equal[rest.equal_count++] = (uint8_t)i;
    }
    fill_claims(roots, insertions, &claims, most);
    for (uint32_t i = 0; i < rest.equal_count; i++) {
        Insertion *insertion = &insertions[rest.equal[i]];
        insertion->number = insertions[claims.insertion[insertion->number]].number;
    }
    for (uint32_t i = 0; i < rest.late_count; i++)
        insert_late(roots, &insertions[rest.late[i]], most);
}

/* -------- growth -------- */

bool roots_crowded(const Roots *roots, uint32_t coming)
{
    return !roots->cannot_grow &&
           (uint64_t)records_count(&roots->records) + coming > roots->capacity;
}

static uint64_t next_bucket_count(const Roots *roots)
{
    uint64_t now = roots->bucket_count;
    uint64_t next = now < LARGE ? 2 * now : now + now / 4;
    return next < roots->most_buckets ? next : roots->most_buckets;
}

bool roots_grow(Roots *roots)
{
    uint64_t next = next_bucket_count(roots);
    roots->cannot_grow = next == roots->bucket_count;
    if (roots->cannot_grow) {
        roots->capacity = capacity_of(roots->bucket_count, STUFFED_PERCENT);
        return false;
    }
    memset((void *)roots->buckets, 0, roots->bucket_count * sizeof(Bucket));
    roots->bucket_count = next;
    roots->capacity = capacity_of(next, FULL_PERCENT);
    return true;
}

/* All records are different, so nothing is compared. */
static void enter_again(Roots *roots, uint64_t hash, uint32_t number)
{
    for (uint64_t at = bucket_of(roots, hash);;) {
        Bucket *bucket = &roots->buckets[at];
        for (uint32_t empty = places_with(tags_view(&bucket->tags), 0); empty; empty &= empty - 1) {
            uint32_t place = (uint32_t)__builtin_ctz(empty), expected = EMPTY;
            if (!atomic_compare_exchange_strong_explicit(&bucket->number[place], &expected,
                                                         number + 1, memory_order_acq_rel,
                                                         memory_order_relaxed))
                continue;
            atomic_store_explicit(&bucket->tags.tag[place], tag_of(hash), memory_order_release);
            return;
        }
        if (++at == roots->bucket_count) at = 0;
    }
}

#define AHEAD 32 /* buckets on their way from memory */

void roots_enter_again(Roots *roots, uint32_t first, uint32_t end)
{
    uint64_t hashes[AHEAD];
    for (uint32_t from = first; from < end; from += AHEAD) {
        uint32_t count = end - from < AHEAD ? end - from : AHEAD;
        for (uint32_t i = 0; i < count; i++) {
            hashes[i] = roots_hash(roots, records_at(&roots->records, from + i));
            roots_prefetch(roots, hashes[i]);
        }
        for (uint32_t i = 0; i < count; i++)
            enter_again(roots, hashes[i], from + i);
    }
}

/* -------- figures -------- */

Root roots_at(const Roots *roots, uint32_t number)
{
    return records_at(&roots->records, number);
}

uint32_t roots_count(const Roots *roots)
{
    return records_count(&roots->records);
}

uint64_t roots_bytes(const Roots *roots)
{
    return sizeof *roots + records_bytes(&roots->records) + roots->bucket_count * sizeof(Bucket);
}
