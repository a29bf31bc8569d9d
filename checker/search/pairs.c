#include "checker/search/pairs.h"

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
 * search for a place or a pair. */
typedef struct Bucket {
    Tags tags; /* of each place, 0: empty, or its claim is fresh; four are spare */
    /* Of each place: EMPTY, CLAIMED by a thread that is about to write the record, WASTED by one for
     * which there was no room, or the record's number plus one. */
    _Atomic uint32_t number[PLACES];
} Bucket;

static_assert(sizeof(Bucket) == 64, "a bucket is a cache line");

#define EMPTY UINT32_C(0)
#define CLAIMED UINT32_MAX
#define WASTED (UINT32_MAX - 1)

#define FIRST_BUCKETS 64
#define LARGE (UINT64_C(1) << 20) /* buckets.  Below, the index doubles: memory does not matter yet */
#define MOST_BUCKETS (UINT64_C(1) << 29)

/* Of 100 places so many may be taken: then 3 look-ups of 10 need a second bucket, its neighbour. */
#define FULL_PERCENT 91
/* When the index cannot grow any more. */
#define STUFFED_PERCENT 97

struct Pairs {
    Records records;
    Bucket *buckets;
    uint64_t bucket_count, most_buckets;
    uint64_t capacity; /* pairs, before the index must grow; what it can take if it cannot */
    bool cannot_grow;
    Spinlock lock; /* of the records' count */
    Reservation reservation;
};

static uint64_t capacity_of(uint64_t buckets, uint64_t percent)
{
    return buckets * PLACES * percent / 100;
}

Pairs *pairs_new(const Tree *tree)
{
    Pairs *pairs = calloc(1, sizeof *pairs);
    if (!pairs) return NULL;
    bool room = records_init(&pairs->records, tree);
    if (room) pairs->reservation = reservation_at_most(MOST_BUCKETS * sizeof(Bucket));
    pairs->buckets = pairs->reservation.start;
    pairs->most_buckets = pairs->reservation.size / sizeof(Bucket);
    pairs->bucket_count = FIRST_BUCKETS;
    pairs->capacity = capacity_of(FIRST_BUCKETS, FULL_PERCENT);
    if (pairs->most_buckets >= FIRST_BUCKETS) return pairs;
    pairs_free(pairs);
    return NULL;
}

void pairs_free(Pairs *pairs)
{
    if (!pairs) return;
    records_clear(&pairs->records);
    reservation_free(&pairs->reservation);
    free(pairs);
}

/* -------- hashes -------- */

/* Two rounds of multiplying and folding: every bit of the pair reaches every bit of the hash. */
uint64_t pairs_hash(Pair pair)
{
    uint64_t x = (uint64_t)pair.left << 32 | pair.right;
    x = (x ^ x >> 32) * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
    return x ^ x >> 32;
}

/* The upper half of the hash chooses the bucket, the lowest byte is the tag. */
static uint64_t bucket_of(const Pairs *pairs, uint64_t hash)
{
    return (hash >> 32) * pairs->bucket_count >> 32;
}

static uint8_t tag_of(uint64_t hash)
{
    uint8_t tag = (uint8_t)hash;
    return tag ? tag : 1;
}

void pairs_prefetch(const Pairs *pairs, uint64_t hash)
{
    __builtin_prefetch(&pairs->buckets[bucket_of(pairs, hash)], 1);
}

/* -------- looking into a bucket -------- */

static inline uint32_t places_with(TagsView view, uint8_t tag)
{
    return tags_with(view, tag) & ((1u << PLACES) - 1);
}

/* What a look at the index finds. */
typedef enum Found {
    FOUND_PAIR,  /* it has a number */
    FOUND_OWN,   /* this thread has claimed a place for it in this batch */
    FOUND_CLAIM, /* another thread has claimed a place for it, or for another pair */
    FOUND_PLACE  /* it is not there; here is where it belongs */
} Found;

typedef struct Spot {
    Bucket *bucket;
    uint32_t place;
    uint32_t number; /* FOUND_PAIR: its number; FOUND_OWN: which claim */
} Spot;

/* The claims of one batch, and the insertions that have to wait. */
typedef struct Claims {
    uint32_t count;
    uint8_t insertion[PAIRS_MOST_BATCH]; /* which one each is for */
    Spot spot[PAIRS_MOST_BATCH];
    const Insertion *insertions; /* the batch */
} Claims;

static bool same_pair(Pair a, Pair b)
{
    return a.left == b.left && a.right == b.right;
}

/* Whose claim is this? */
static Found look_at_claim(const Claims *claims, const Bucket *bucket, uint32_t place, Pair pair,
                           Spot *ret_spot)
{
    for (uint32_t i = claims ? claims->count : 0; i-- > 0;) {
        if (claims->spot[i].bucket != bucket || claims->spot[i].place != place) continue;
        ret_spot->number = i;
        bool same = same_pair(claims->insertions[claims->insertion[i]].pair, pair);
        return same ? FOUND_OWN : FOUND_PLACE;
    }
    return FOUND_CLAIM;
}

/* Is the pair in this bucket, as far as this view shows?  FOUND_PLACE: no. */
static inline Found look_in(const Pairs *pairs, const Claims *claims, Bucket *bucket, TagsView view,
                            const Insertion *wanted, Spot *ret_spot)
{
    Pair pair = wanted->pair;
    uint32_t places = places_with(view, tag_of(wanted->hash));
    for (; places; places &= places - 1) {
        uint32_t place = (uint32_t)__builtin_ctz(places);
        uint32_t number = atomic_load_explicit(&bucket->number[place], memory_order_acquire);
        if (number == CLAIMED) {
            Found found = look_at_claim(claims, bucket, place, pair, ret_spot);
            if (found != FOUND_PLACE) return found;
        } else if (number != EMPTY && number != WASTED &&
                   same_pair(records_at(&pairs->records, number - 1), pair)) {
            ret_spot->number = number - 1;
            return FOUND_PAIR;
        }
    }
    return FOUND_PLACE;
}

/* What is looked for and where it belongs must be read off one view: if another thread enters the same
 * pair in between, the place is taken, and that is noticed. */
static inline Found look_up(const Pairs *pairs, const Claims *claims, const Insertion *wanted,
                            Spot *ret_spot)
{
    uint64_t at = bucket_of(pairs, wanted->hash);
    for (;;) {
        Bucket *bucket = &pairs->buckets[at];
        TagsView view = tags_view(&bucket->tags);
        Found found = look_in(pairs, claims, bucket, view, wanted, ret_spot);
        if (found != FOUND_PLACE) return found;
        uint32_t empty = places_with(view, 0);
        if (empty) {
            ret_spot->bucket = bucket;
            ret_spot->place = (uint32_t)__builtin_ctz(empty);
            return FOUND_PLACE;
        }
        if (++at == pairs->bucket_count) at = 0;
    }
}

uint32_t pairs_find(const Pairs *pairs, Pair pair, uint64_t hash)
{
    Spot spot;
    Insertion wanted = {.pair = pair, .hash = hash};
    return look_up(pairs, NULL, &wanted, &spot) == FOUND_PAIR ? spot.number : PAIRS_NONE;
}

/* -------- insertion -------- */

/* The records that will be compared are somewhere in memory: fetch them all at once. */
static void prefetch_records(const Pairs *pairs, const Insertion *insertions, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const Bucket *bucket = &pairs->buckets[bucket_of(pairs, insertions[i].hash)];
        uint32_t places = places_with(tags_view(&bucket->tags), tag_of(insertions[i].hash));
        if (!places) continue;
        uint32_t place = (uint32_t)__builtin_ctz(places);
        uint32_t number = atomic_load_explicit(&bucket->number[place], memory_order_relaxed);
        if (number != EMPTY && number < WASTED) records_prefetch(&pairs->records, number - 1);
    }
}

/* Find the pair, or claim the place where it belongs.  FOUND_CLAIM: another thread was quicker; look again
 * when no claim of this thread is open, or two threads might wait for each other. */
static inline Found find_or_claim(const Pairs *pairs, Claims *claims, uint32_t which,
                                  Insertion *insertion)
{
    Spot *spot = &claims->spot[claims->count];
    Found found = look_up(pairs, claims, insertion, spot);
    insertion->number = found == FOUND_PAIR || found == FOUND_OWN ? spot->number : PAIRS_NONE;
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

/* Numbers for so many new pairs, or for as many as there is room for. */
static uint32_t take_numbers(Pairs *pairs, uint32_t wanted, uint64_t most, uint32_t *ret_first)
{
    spinlock_take(&pairs->lock);
    uint32_t count = records_count(&pairs->records);
    uint64_t room = pairs->capacity < most ? pairs->capacity : most;
    uint64_t left = room > count ? room - count : 0;
    uint32_t granted = records_extend(&pairs->records, wanted < left ? wanted : (uint32_t)left);
    spinlock_release(&pairs->lock);
    *ret_first = count;
    return granted;
}

static void fill_place(Pairs *pairs, Insertion *insertion, const Spot *spot, uint32_t number)
{
    records_write(&pairs->records, number, insertion->pair);
    insertion->number = number;
    insertion->is_new = true;
    atomic_store_explicit(&spot->bucket->number[spot->place], number + 1, memory_order_release);
}

static void fill_claims(Pairs *pairs, Insertion *insertions, const Claims *claims, uint64_t most)
{
    if (claims->count == 0) return;
    uint32_t first, granted = take_numbers(pairs, claims->count, most, &first);
    for (uint32_t i = 0; i < claims->count; i++) {
        const Spot *spot = &claims->spot[i];
        if (i < granted) fill_place(pairs, &insertions[claims->insertion[i]], spot, first + i);
        else
            atomic_store_explicit(&spot->bucket->number[spot->place], WASTED, memory_order_release);
    }
}

/* Insert one that had to wait for the claim of another thread to be filled. */
static void insert_late(Pairs *pairs, Insertion *insertion, uint64_t most)
{
    Claims claims = {.insertions = insertion};
    unsigned spins = 0;
    while (find_or_claim(pairs, &claims, 0, insertion) == FOUND_CLAIM)
        spin_politely(&spins);
    fill_claims(pairs, insertion, &claims, most);
}

/* What is left to do when the claims of a batch are filled. */
typedef struct Rest {
    uint32_t late_count, equal_count;
    uint8_t late[PAIRS_MOST_BATCH];
    uint8_t equal[PAIRS_MOST_BATCH]; /* equal to one that has a claim; its number says which */
} Rest;

void pairs_insert(Pairs *pairs, Insertion *insertions, uint32_t count, uint64_t most)
{
    Claims claims;
    Rest rest;
    claims.count = rest.late_count = rest.equal_count = 0;
    claims.insertions = insertions;
    prefetch_records(pairs, insertions, count);
    for (uint32_t i = 0; i < count; i++) {
        insertions[i].is_new = false;
        Found found = find_or_claim(pairs, &claims, i, &insertions[i]);
        if (found == FOUND_CLAIM) rest.late[rest.late_count++] = (uint8_t)i;
        if (found == FOUND_OWN) rest.equal[rest.equal_count++] = (uint8_t)i;
    }
    fill_claims(pairs, insertions, &claims, most);
    for (uint32_t i = 0; i < rest.equal_count; i++) {
        Insertion *insertion = &insertions[rest.equal[i]];
        insertion->number = insertions[claims.insertion[insertion->number]].number;
    }
    for (uint32_t i = 0; i < rest.late_count; i++)
        insert_late(pairs, &insertions[rest.late[i]], most);
}

/* -------- growth -------- */

bool pairs_crowded(const Pairs *pairs, uint32_t coming)
{
    return !pairs->cannot_grow &&
           (uint64_t)records_count(&pairs->records) + coming > pairs->capacity;
}

static uint64_t next_bucket_count(const Pairs *pairs)
{
    uint64_t now = pairs->bucket_count;
    uint64_t next = now < LARGE ? 2 * now : now + now / 4;
    return next < pairs->most_buckets ? next : pairs->most_buckets;
}

bool pairs_grow(Pairs *pairs)
{
    uint64_t next = next_bucket_count(pairs);
    pairs->cannot_grow = next == pairs->bucket_count;
    if (pairs->cannot_grow) {
        pairs->capacity = capacity_of(pairs->bucket_count, STUFFED_PERCENT);
        return false;
    }
    memset((void *)pairs->buckets, 0, pairs->bucket_count * sizeof(Bucket));
    pairs->bucket_count = next;
    pairs->capacity = capacity_of(next, FULL_PERCENT);
    return true;
}

/* All records are different, so nothing is compared. */
static void enter_again(Pairs *pairs, uint64_t hash, uint32_t number)
{
    for (uint64_t at = bucket_of(pairs, hash);;) {
        Bucket *bucket = &pairs->buckets[at];
        for (uint32_t empty = places_with(tags_view(&bucket->tags), 0); empty; empty &= empty - 1) {
            uint32_t place = (uint32_t)__builtin_ctz(empty), expected = EMPTY;
            if (!atomic_compare_exchange_strong_explicit(&bucket->number[place], &expected,
                                                         number + 1, memory_order_acq_rel,
                                                         memory_order_relaxed))
                continue;
            atomic_store_explicit(&bucket->tags.tag[place], tag_of(hash), memory_order_release);
            return;
        }
        if (++at == pairs->bucket_count) at = 0;
    }
}

#define AHEAD 32 /* buckets on their way from memory */

void pairs_enter_again(Pairs *pairs, uint32_t first, uint32_t end)
{
    uint64_t hashes[AHEAD];
    for (uint32_t from = first; from < end; from += AHEAD) {
        uint32_t count = end - from < AHEAD ? end - from : AHEAD;
        for (uint32_t i = 0; i < count; i++) {
            hashes[i] = pairs_hash(records_at(&pairs->records, from + i));
            pairs_prefetch(pairs, hashes[i]);
        }
        for (uint32_t i = 0; i < count; i++)
            enter_again(pairs, hashes[i], from + i);
    }
}

/* -------- figures -------- */

Pair pairs_at(const Pairs *pairs, uint32_t number)
{
    return records_at(&pairs->records, number);
}

uint32_t pairs_count(const Pairs *pairs)
{
    return records_count(&pairs->records);
}

uint64_t pairs_bytes(const Pairs *pairs)
{
    return sizeof *pairs + records_bytes(&pairs->records) + pairs->bucket_count * sizeof(Bucket);
}
