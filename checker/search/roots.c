#include "checker/search/roots.h"

#include "checker/search/require.h"
#include "checker/search/reservation.h"
#include "checker/search/roots_index.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_BUCKETS 64
#define SMALL (UINT64_C(1) << 18) /* buckets: 16 MiB */
#define LARGE (UINT64_C(1) << 20)
#define VERY_LARGE (UINT64_C(1) << 22)
#define MOST_BUCKETS (UINT64_C(1) << 29)

/* Of 100 places so many may be taken: then 3 look-ups of 10 need a second bucket, its neighbour. */
#define FULL_PERCENT 91
/* When the index cannot grow any more. */
#define STUFFED_PERCENT 97

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

uint64_t roots_hash(const Roots *roots, Root root)
{
    return index_hash(roots, roots->records.pieces, root);
}

void roots_ask(const Roots *roots, Insertion *insertion)
{
    index_ask_hashed(roots, roots_hash(roots, insertion->root), insertion);
}

uint32_t roots_find(const Roots *roots, Root root, uint64_t hash)
{
    Spot spot;
    Insertion wanted = {.root = root, .hash = hash, .bucket = index_bucket_of(roots, hash)};
    return index_look_up(roots, roots->records.pieces, NULL, &wanted, &spot) == FOUND_ROOT
               ? spot.number
               : ROOTS_NONE;
}

/* -------- growth -------- */

bool roots_crowded(const Roots *roots, uint32_t coming)
{
    return !roots->cannot_grow &&
           (uint64_t)records_count(&roots->records) + coming > roots->capacity;
}

/* Pairs are for those to whom memory matters more than time. */
static uint64_t usual_bucket_count(const Roots *roots)
{
    uint64_t now = roots->bucket_count;
    if (!roots->records.whole) return now < LARGE ? 2 * now : now + now / 4;
    return now < SMALL ? 8 * now : now < VERY_LARGE ? 2 * now : now + now / 2;
}

static uint64_t next_bucket_count(const Roots *roots, Growth growth)
{
    uint64_t now = roots->bucket_count;
    uint64_t next = growth == GROWTH_LEAST ? now + now / 4 : usual_bucket_count(roots);
    return next < roots->most_buckets ? next : roots->most_buckets;
}

uint64_t roots_growth(const Roots *roots, Growth growth)
{
    return (next_bucket_count(roots, growth) - roots->bucket_count) * sizeof(Bucket);
}

/* It is full now, and will be in proportion. */
uint64_t roots_growth_filled(const Roots *roots, Growth growth)
{
    uint64_t more = next_bucket_count(roots, growth) - roots->bucket_count;
    return roots_bytes(roots) / roots->bucket_count * more;
}

void roots_stop_growing(Roots *roots)
{
    roots->cannot_grow = true;
    roots->capacity = capacity_of(roots->bucket_count, STUFFED_PERCENT);
}

static void empty_index(Roots *roots)
{
    memset((void *)roots->buckets, 0, roots->bucket_count * sizeof(Bucket));
}

bool roots_lengthen(Roots *roots, uint32_t length)
{
    if (!records_lengthen(&roots->records, length)) return false;
    empty_index(roots);
    return true;
}

bool roots_grow(Roots *roots, Growth growth)
{
    uint64_t next = next_bucket_count(roots, growth);
    if (next == roots->bucket_count) {
        roots_stop_growing(roots);
        return false;
    }
    empty_index(roots);
    roots->bucket_count = next;
    roots->capacity = capacity_of(next, FULL_PERCENT);
    return true;
}

/* All records are different, so nothing is compared. */
static inline void enter_again(Roots *roots, uint64_t hash, uint32_t number, bool alone)
{
    for (uint64_t at = index_bucket_of(roots, hash);;) {
        Bucket *bucket = &roots->buckets[at];
        uint32_t empty = index_places_with(tags_view(&bucket->tags), 0);
        for (; empty; empty &= empty - 1) {
            uint32_t place = (uint32_t)__builtin_ctz(empty);
            if (alone) index_set(bucket, place, number + 1, hash);
            else if (!index_take(bucket, place, number + 1, hash)) continue;
            return;
        }
        if (++at == roots->bucket_count) at = 0;
    }
}

#define AHEAD 32 /* buckets on their way from memory */

static inline void enter_all_again(Roots *roots, uint32_t pieces, uint32_t first, uint32_t end,
                                   bool alone)
{
    uint64_t hashes[AHEAD];
    for (uint32_t from = first; from < end; from += AHEAD) {
        uint32_t count = end - from < AHEAD ? end - from : AHEAD;
        for (uint32_t i = 0; i < count; i++) {
            Root root = records_at(&roots->records, pieces, from + i);
            hashes[i] = index_hash(roots, pieces, root);
            __builtin_prefetch(&roots->buckets[index_bucket_of(roots, hashes[i])], 1);
        }
        for (uint32_t i = 0; i < count; i++)
            enter_again(roots, hashes[i], from + i, alone);
    }
}

void roots_enter_again(Roots *roots, uint32_t first, uint32_t end, bool alone)
{
    records_ask_for(&roots->records, first, end);
    switch (roots->records.pieces) {
    case 1:
        enter_all_again(roots, 1, first, end, alone);
        break;
    case 2:
        enter_all_again(roots, 2, first, end, alone);
        break;
    case 3:
        enter_all_again(roots, 3, first, end, alone);
        break;
    default:
        enter_all_again(roots, 0, first, end, alone);
    }
    records_forget(&roots->records, first, end);
}

/* -------- figures -------- */

Root roots_at(const Roots *roots, uint32_t number)
{
    return records_at(&roots->records, 0, number);
}

uint32_t roots_count(const Roots *roots)
{
    return records_count(&roots->records);
}

uint64_t roots_bytes(const Roots *roots)
{
    return sizeof *roots + records_bytes(&roots->records) + roots->bucket_count * sizeof(Bucket);
}

/* -------- spilling -------- */

bool roots_spill(Roots *roots, const char *folder, uint32_t kept)
{
    return records_spill(&roots->records, folder, kept);
}

void roots_forget(const Roots *roots)
{
    spill_forget(&roots->records.spill);
}
