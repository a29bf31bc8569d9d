/* Inserting a batch of roots: in stages, each of which asks memory for what the next one needs. */
#include "checker/search/require.h"
#include "checker/search/roots_index.h"

/* -------- looking ahead --------
 *
 * A look-up visits one bucket or several, opens the record that is the same, and now and then one
 * that only has the same tag: all of that is somewhere in memory.  So all look-ups of a batch go
 * together from bucket to bucket, and ask for what they will come across. */

#define FARTHEST 5 /* buckets behind the first; few look-ups go on from there */

/* False: the search ends in this bucket. */
SPECIALISED bool ask_for_records(const Roots *roots, BucketForm form, const Bucket *bucket,
                                 uint64_t hash)
{
    BucketView view = bucket_view(bucket, form);
    uint32_t places = bucket_wanted(&view, form, hash);
    for (; places; places &= places - 1) {
        uint32_t number = bucket_number(bucket, form, (uint32_t)__builtin_ctz(places));
        if (bucket_is_record(number)) records_prefetch(&roots->records, number - 1);
    }
    return !bucket_empty(&view, form);
}

/* All look-ups are one bucket further each time, those that have not ended: `open` says which.
 * Returns how many are left. */
SPECIALISED uint32_t ask_in_next_buckets(const Roots *roots, BucketForm form,
                                         const Insertion *insertions, uint8_t *open,
                                         uint32_t open_count, uint32_t distance)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < open_count; i++) {
        const Insertion *insertion = &insertions[open[i]];
        uint64_t at = index_bucket_behind(roots, insertion->bucket, distance);
        if (!ask_for_records(roots, form, &roots->buckets[at], insertion->hash)) continue;
        __builtin_prefetch(&roots->buckets[index_bucket_behind(roots, at, 1)], 1);
        open[left++] = open[i];
    }
    return left;
}

SPECIALISED void look_ahead(const Roots *roots, BucketForm form, Insertion *insertions,
                            uint32_t count)
{
    uint8_t open[ROOTS_MOST_BATCH];
    uint32_t open_count = count;
    for (uint32_t i = 0; i < count; i++) {
        insertions[i].bucket = index_bucket_of(roots, insertions[i].hash);
        insertions[i].number = ROOTS_NONE;
        insertions[i].is_new = false;
        open[i] = (uint8_t)i;
    }
    for (uint32_t distance = 0; open_count > 0 && distance <= FARTHEST; distance++)
        open_count = ask_in_next_buckets(roots, form, insertions, open, open_count, distance);
}

/* -------- claims -------- */

/* Find the root, or claim the place where it belongs.  FOUND_CLAIM: another thread was quicker;
 * look again when no claim of this thread is open, or two threads might wait for each other. */
SPECIALISED Sighting find_or_claim(const Roots *roots, Layout layout, Claims *claims,
                                   uint32_t which, Insertion *insertion)
{
    Spot spot;
    Sighting found = index_look_up(roots, layout, claims, insertion, &spot);
    insertion->number = found == FOUND_ROOT || found == FOUND_OWN ? spot.number : ROOTS_NONE;
    if (found != FOUND_PLACE) return found;
    uint32_t claim = FIRST_CLAIM + claims->count;
    if (!bucket_take(spot.bucket, layout.form, spot.place, claim, insertion->hash))
        return FOUND_CLAIM;
    claims->spot[claims->count] = spot;
    claims->insertion[claims->count++] = (uint8_t)which;
    return FOUND_PLACE;
}

/* Numbers for so many new roots, or for as many as there is room for. */
static uint32_t take_numbers(Roots *roots, uint32_t wanted, uint64_t most, uint32_t *ret_first)
{
    spinlock_take(&roots->records.lock);
    uint32_t count = records_count(&roots->records);
    uint64_t room = roots->capacity < most ? roots->capacity : most;
    uint64_t left = room > count ? room - count : 0;
    uint32_t granted = records_extend(&roots->records, wanted < left ? wanted : (uint32_t)left);
    spinlock_release(&roots->records.lock);
    *ret_first = count;
    return granted;
}

static inline void write_record(Roots *roots, uint32_t pieces, Insertion *insertion,
                                uint32_t number)
{
    records_write(&roots->records, pieces, number, insertion->root);
    insertion->number = number;
    insertion->is_new = true;
}

SPECIALISED void fill_claims(Roots *roots, Layout layout, Insertion *insertions,
                             const Claims *claims, uint64_t most)
{
    if (claims->count == 0) return;
    uint32_t first, granted = take_numbers(roots, claims->count, most, &first);
    records_ask_to_write(&roots->records, first, granted);
    for (uint32_t i = 0; i < claims->count; i++) {
        const Spot *spot = &claims->spot[i];
        Insertion *insertion = &insertions[claims->insertion[i]];
        if (i < granted) write_record(roots, layout.pieces, insertion, first + i);
        bucket_settle(spot->bucket, layout.form, spot->place, i < granted ? first + i + 1 : WASTED,
                      insertion->hash);
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
    Layout layout = index_layout(roots);
    while (find_or_claim(roots, layout, &claims, 0, insertion) == FOUND_CLAIM)
        spin_politely(&spins);
    fill_claims(roots, layout, insertion, &claims, most);
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

SPECIALISED void insert_shared(Roots *roots, Layout layout, Insertion *insertions, uint32_t count,
                               uint64_t most)
{
    Claims claims;
    Rest rest;
    claims.count = rest.late_count = rest.equal_count = 0;
    claims.insertions = insertions;
    __builtin_prefetch(&roots->records.lock, 1);
    for (uint32_t i = 0; i < count; i++) {
        Sighting found = find_or_claim(roots, layout, &claims, i, &insertions[i]);
        if (found == FOUND_CLAIM) rest.late[rest.late_count++] = (uint8_t)i;
        if (found == FOUND_OWN) rest.equal[rest.equal_count++] = (uint8_t)i;
    }
    fill_claims(roots, layout, insertions, &claims, most);
    finish(roots, insertions, &claims, &rest, most);
}

/* With nobody to come in between there is nothing to claim. */
SPECIALISED void insert_alone(Roots *roots, Layout layout, Insertion *insertions, uint32_t count,
                              uint64_t most)
{
    uint32_t next, granted = take_numbers(roots, count, most, &next), end = next + granted;
    for (uint32_t i = 0; i < count; i++) {
        Insertion *insertion = &insertions[i];
        Spot spot = {.number = ROOTS_NONE};
        if (index_look_up(roots, layout, NULL, insertion, &spot) == FOUND_ROOT || next == end) {
            insertion->number = spot.number;
            continue;
        }
        bucket_set(spot.bucket, layout.form, spot.place, next + 1, insertion->hash);
        write_record(roots, layout.pieces, insertion, next++);
    }
    records_shrink(&roots->records, end - next);
}

SPECIALISED void insert(Roots *roots, Layout layout, Insertion *insertions, uint32_t count,
                        uint64_t most, bool alone)
{
    look_ahead(roots, layout.form, insertions, count);
    if (alone) insert_alone(roots, layout, insertions, count, most);
    else insert_shared(roots, layout, insertions, count, most);
}

static void insert_dense(Roots *roots, Insertion *insertions, uint32_t count, uint64_t most,
                         bool alone)
{
    BucketForm form = {true, roots->form.bits};
    if (roots->records.pieces == 1)
        insert(roots, (Layout){1, form}, insertions, count, most, alone);
    else insert(roots, (Layout){0, form}, insertions, count, most, alone);
}

void roots_insert(Roots *roots, Insertion *insertions, uint32_t count, uint64_t most, bool alone)
{
    const BucketForm usual = {false, 0};
    if (roots->form.dense) {
        insert_dense(roots, insertions, count, most, alone);
        return;
    }
    switch (roots->records.pieces) {
    case 1:
        insert(roots, (Layout){1, usual}, insertions, count, most, alone);
        break;
    case 2:
        insert(roots, (Layout){2, usual}, insertions, count, most, alone);
        break;
    case 3:
        insert(roots, (Layout){3, usual}, insertions, count, most, alone);
        break;
    default:
        insert(roots, (Layout){0, usual}, insertions, count, most, alone);
    }
}
