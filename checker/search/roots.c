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
#define FULL_PERCENT_IF_DENSE 95
/* When the index cannot grow any more. */
#define STUFFED_PERCENT 97

static uint64_t capacity_of(const Roots *roots, uint64_t percent)
{
    uint64_t places = roots->form.dense ? DENSE_PLACES : PLACES;
    return roots->bucket_count * places * percent / 100;
}

/* So many buckets; numbers in them have as many bits as are needed if all are full. */
static void resize(Roots *roots, uint64_t buckets)
{
    roots->bucket_count = buckets;
    roots->capacity = capacity_of(roots, roots->form.dense ? FULL_PERCENT_IF_DENSE : FULL_PERCENT);
    roots->form.bits = dense_bits_for(buckets);
}

Roots *roots_new(const Tree *tree, RootsForm form)
{
    Roots *roots = memory_new_apart(1, sizeof *roots);
    bool room = records_init(&roots->records, tree, form.is_dense ? form.shape : NULL);
    roots->form.dense = form.is_dense;
    if (room) roots->reservation = reservation_at_most(MOST_BUCKETS * sizeof(Bucket));
    roots->buckets = roots->reservation.start;
    roots->most_buckets = roots->reservation.size / sizeof(Bucket);
    resize(roots, FIRST_BUCKETS);
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
    return index_look_up(roots, index_layout(roots), NULL, &wanted, &spot) == FOUND_ROOT
               ? spot.number
               : ROOTS_NONE;
}

/* -------- growth -------- */

bool roots_crowded(const Roots *roots, uint32_t coming)
{
    return !roots->cannot_grow &&
           (uint64_t)records_count(&roots->records) + coming > roots->capacity;
}

/* Where memory matters more than time the index is made anew more often, and is fuller.  Else 256
 * MiB are not worth entering all states again and again. */
static uint64_t usual_bucket_count(const Roots *roots)
{
    uint64_t now = roots->bucket_count;
    if (roots->form.dense) return now < LARGE ? 2 * now : now + now / 8;
    return now < SMALL ? 8 * now : now < VERY_LARGE ? 4 * now : now + now / 2;
}

static uint64_t next_bucket_count(const Roots *roots, Growth growth)
{
    uint64_t now = roots->bucket_count;
    uint64_t usual = usual_bucket_count(roots), least = now + now / 4;
    uint64_t next = growth == GROWTH_LEAST && least < usual ? least : usual;
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
    roots->capacity = capacity_of(roots, STUFFED_PERCENT);
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
    resize(roots, next);
    return true;
}

/* All records are different, so nothing is compared. */
SPECIALISED void enter_again(Roots *roots, BucketForm form, uint64_t hash, uint32_t number,
                             bool alone)
{
    for (uint64_t at = index_bucket_of(roots, hash);;) {
        Bucket *bucket = &roots->buckets[at];
        BucketView view = bucket_view(bucket, form);
        uint32_t empty = bucket_empty(&view, form);
        for (; empty; empty &= empty - 1) {
            uint32_t place = (uint32_t)__builtin_ctz(empty);
            if (alone) bucket_set(bucket, form, place, number + 1, hash);
            else if (!bucket_take(bucket, form, place, number + 1, hash)) continue;
            return;
        }
        if (++at == roots->bucket_count) at = 0;
    }
}

#define AHEAD 32 /* buckets on their way from memory */

/* Some states: where they lie, if they are whole, or else from their pairs. */
typedef struct Some {
    const uint8_t *strings;
    uint32_t first, end;
} Some;

SPECIALISED void enter_some_again(Roots *roots, Layout layout, Some some, bool alone)
{
    uint64_t hashes[AHEAD];
    uint32_t whole = roots->records.whole;
    for (uint32_t from = some.first; from < some.end; from += AHEAD) {
        uint32_t count = some.end - from < AHEAD ? some.end - from : AHEAD;
        for (uint32_t i = 0; i < count; i++) {
            Root root = {.bytes = some.strings + (size_t)(from + i - some.first) * whole};
            if (!layout.pieces && !whole) root = records_lying_at(&roots->records, 0, from + i);
            hashes[i] = index_hash(roots, layout.pieces, root);
            __builtin_prefetch(&roots->buckets[index_bucket_of(roots, hashes[i])], 1);
        }
        for (uint32_t i = 0; i < count; i++)
            enter_again(roots, layout.form, hashes[i], from + i, alone);
    }
}

SPECIALISED void enter_all_again(Roots *roots, Layout layout, uint32_t first, uint32_t end,
                                 bool alone)
{
    const uint8_t *strings = records_whole(&roots->records, first);
    enter_some_again(roots, layout, (Some){strings, first, end}, alone);
}

/* Those that are in bundles; returns the first that is not. */
static uint32_t enter_bundles_again(Roots *roots, uint32_t first, uint32_t end, bool alone)
{
    Records *records = &roots->records;
    uint8_t strings[BUNDLE_STRINGS * BUNDLES_ROOM];
    Layout layout = index_layout(roots);
    while (first < end && first < records->bundled) {
        uint32_t bundle = first / BUNDLE_STRINGS, begin = bundle * BUNDLE_STRINGS;
        uint32_t behind = begin + BUNDLE_STRINGS < end ? begin + BUNDLE_STRINGS : end;
        bundles_open_all(&records->bundles, bundle, strings);
        const uint8_t *from = strings + (size_t)(first - begin) * records->whole;
        enter_some_again(roots, layout, (Some){from, first, behind}, alone);
        first = behind;
    }
    return first;
}

void roots_enter_again(Roots *roots, uint32_t first, uint32_t end, bool alone)
{
    records_ask_for(&roots->records, first, end);
    uint32_t lying = enter_bundles_again(roots, first, end, alone);
    const BucketForm usual = {false, 0};
    switch (roots->form.dense ? 0 : roots->records.pieces) {
    case 1:
        enter_all_again(roots, (Layout){1, usual}, lying, end, alone);
        break;
    case 2:
        enter_all_again(roots, (Layout){2, usual}, lying, end, alone);
        break;
    case 3:
        enter_all_again(roots, (Layout){3, usual}, lying, end, alone);
        break;
    default:
        enter_all_again(roots, index_layout(roots), lying, end, alone);
    }
    records_forget(&roots->records, first, end);
}

/* -------- figures -------- */

Root roots_at(const Roots *roots, uint32_t number, uint8_t *room)
{
    return records_at(&roots->records, number, room);
}

void roots_prefetch(const Roots *roots, uint32_t number)
{
    records_prefetch(&roots->records, number);
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
    records_forget_all(&roots->records);
}
