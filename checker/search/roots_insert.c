/* Inserting a batch of roots: in stages, each of which asks memory for what the next one needs. */
#include "checker/search/require.h"
#include "checker/search/roots_index.h"

/* -------- looking ahead -------- */

/* The number of the record that is most likely the same, or ROOTS_NONE. */
static inline uint32_t likely_number(const Roots *roots, const Insertion *insertion)
{
    const Bucket *bucket = &roots->buckets[insertion->bucket];
    uint32_t places = index_places_with(tags_view(&bucket->tags), index_tag_of(insertion->hash));
    if (!places) return ROOTS_NONE;
    uint32_t place = (uint32_t)__builtin_ctz(places);
    uint32_t number = atomic_load_explicit(&bucket->number[place], memory_order_acquire);
    return number != EMPTY && number < WASTED ? number - 1 : ROOTS_NONE;
}

/* The records that will be compared are somewhere in memory: fetch them all at once. */
static inline void ask_for_records(const Roots *roots, Insertion *insertions, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        insertions[i].bucket = index_bucket_of(roots, insertions[i].hash);
        uint32_t number = likely_number(roots, &insertions[i]);
        insertions[i].number = number;
        insertions[i].is_new = false;
        if (number != ROOTS_NONE) records_prefetch(&roots->records, number);
    }
}

static inline bool is_likely_one(const Roots *roots, uint32_t pieces, const Insertion *insertion)
{
    const Records *records = &roots->records;
    return insertion->number != ROOTS_NONE &&
           records_same_root(records, pieces, records_at(records, pieces, insertion->number),
                             insertion->root);
}

/* -------- claims -------- */

/* Find the root, or claim the place where it belongs.  FOUND_CLAIM: another thread was quicker;
 * look again when no claim of this thread is open, or two threads might wait for each other. */
static inline Sighting find_or_claim(const Roots *roots, uint32_t pieces, Claims *claims,
                                     uint32_t which, Insertion *insertion, bool alone)
{
    Spot spot;
    Sighting found = index_look_up(roots, pieces, claims, insertion, &spot);
    insertion->number = found == FOUND_ROOT || found == FOUND_OWN ? spot.number : ROOTS_NONE;
    if (found != FOUND_PLACE) return found;
    if (!index_take(spot.bucket, spot.place, CLAIMED, insertion->hash, alone)) return FOUND_CLAIM;
    claims->spot[claims->count] = spot;
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

static inline void fill_place(Roots *roots, uint32_t pieces, Insertion *insertion, const Spot *spot,
                              uint32_t number)
{
    records_write(&roots->records, pieces, number, insertion->root);
    insertion->number = number;
    insertion->is_new = true;
    atomic_store_explicit(&spot->bucket->number[spot->place], number + 1, memory_order_release);
}

static inline void fill_claims(Roots *roots, uint32_t pieces, Insertion *insertions,
                               const Claims *claims, uint64_t most)
{
    if (claims->count == 0) return;
    uint32_t first, granted = take_numbers(roots, claims->count, most, &first);
    for (uint32_t i = 0; i < claims->count; i++) {
        const Spot *spot = &claims->spot[i];
        if (i < granted)
            fill_place(roots, pieces, &insertions[claims->insertion[i]], spot, first + i);
        else
            atomic_store_explicit(&spot->bucket->number[spot->place], WASTED, memory_order_release);
    }
}

/* -------- what is left to do when the claims of a batch are filled -------- */

typedef struct Rest {
    uint32_t late_count, equal_count;
    uint8_t late[ROOTS_MOST_BATCH];
    uint8_t equal[ROOTS_MOST_BATCH]; /* equal to one that has a claim; its number says which */
} Rest;

/* Insert one that had to wait for the claim of another thread to be filled. */
static void insert_late(Roots *roots, Insertion *insertion, uint64_t most)
{
    Claims claims = {.insertions = insertion};
    unsigned spins = 0;
    while (find_or_claim(roots, 0, &claims, 0, insertion, false) == FOUND_CLAIM)
        spin_politely(&spins);
    fill_claims(roots, 0, insertion, &claims, most);
}

static void finish(Roots *roots, Insertion *insertions, const Claims *claims, const Rest *rest,
                   uint64_t most)
{
    for (uint32_t i = 0; i < rest->equal_count; i++) {
        Insertion *insertion = &insertions[rest->equal[i]];
        insertion->number = insertions[claims->insertion[insertion->number]].number;
    }
    for (uint32_t i = 0; i < rest->late_count; i++)
        insert_late(roots, &insertions[rest->late[i]], most);
}

/* -------- a batch -------- */

static inline __attribute__((always_inline)) void insert(Roots *roots, uint32_t pieces,
                                                         Insertion *insertions, uint32_t count,
                                                         uint64_t most, bool alone)
{
    Claims claims;
    Rest rest;
    claims.count = rest.late_count = rest.equal_count = 0;
    claims.insertions = insertions;
    ask_for_records(roots, insertions, count);
    for (uint32_t i = 0; i < count; i++) {
        if (is_likely_one(roots, pieces, &insertions[i])) continue;
        Sighting found = find_or_claim(roots, pieces, &claims, i, &insertions[i], alone);
        if (found == FOUND_CLAIM) rest.late[rest.late_count++] = (uint8_t)i;
        if (found == FOUND_OWN) rest.equal[rest.equal_count++] = (uint8_t)i;
    }
    fill_claims(roots, pieces, insertions, &claims, most);
    finish(roots, insertions, &claims, &rest, most);
}

void roots_insert(Roots *roots, Insertion *insertions, uint32_t count, uint64_t most, bool alone)
{
    switch (roots->records.pieces) {
    case 1:
        insert(roots, 1, insertions, count, most, alone);
        break;
    case 2:
        insert(roots, 2, insertions, count, most, alone);
        break;
    case 3:
        insert(roots, 3, insertions, count, most, alone);
        break;
    default:
        insert(roots, 0, insertions, count, most, alone);
    }
}
