#include "checker/search/records.h"

#include "checker/search/require.h"

#define SEGMENT_SIZE (UINT32_C(1) << RECORDS_SEGMENT_BITS)
#define SHORTEST 4 /* bytes */
#define LONGEST 8
#define LONGEST_WHOLE 48 /* or a little more, which fewer of them may be */
#define MOST_SEGMENTS (UINT32_C(1) << (32 - RECORDS_SEGMENT_BITS))

/* Numbers may be given out for pairs that are still on their way: one batch of each thread. */
#define ON_THEIR_WAY (UINT32_C(1) << 13)

bool records_init(Records *records, const Tree *tree, const Shape *shape)
{
    *records = (Records){.tree = tree, .whole = tree_whole(tree)};
    records->pieces = bytes_pieces(records->whole);
    size_t longest = records->whole ? LONGEST_WHOLE : LONGEST;
    records->segments_reservation = reservation_new(MOST_SEGMENTS * sizeof(Segment));
    records->bytes_reservation =
        reservation_at_most((size_t)MOST_SEGMENTS * SEGMENT_SIZE * longest);
    records->segments = records->segments_reservation.start;
    records->bytes = records->bytes_reservation.start;
    /* The highest numbers mean something else to those who use the records. */
    records->most_segments = MOST_SEGMENTS - 1;
    bool fits = records->whole && shape && bundles_fit(shape);
    records->bundles_some = fits && bundles_init(&records->bundles, shape);
    if (fits && !records->bundles_some) bundles_clear(&records->bundles);
    return records->segments && records->bytes;
}

void records_clear(Records *records)
{
    spill_clear(&records->spill);
    bundles_clear(&records->bundles);
    reservation_free(&records->bytes_reservation);
    reservation_free(&records->segments_reservation);
}

static uint8_t bits_below(uint64_t bound)
{
    uint8_t bits = 1;
    while (bits < 32 && bound > UINT64_C(1) << bits)
        bits++;
    return bits;
}

static Segment next_segment(const Records *records)
{
    if (records->whole) return (Segment){.begin = records->end, .length = (uint8_t)records->whole};
    Pair bounds = tree_bounds(records->tree);
    uint64_t margin = SEGMENT_SIZE + ON_THEIR_WAY;
    Segment segment = {
        .begin = records->end,
        .left_bits = bits_below(bounds.left + margin),
        .right_bits = bits_below(bounds.right + margin),
    };
    segment.length = (uint8_t)((segment.left_bits + segment.right_bits + 7) / 8);
    if (segment.length < SHORTEST) segment.length = SHORTEST;
    return segment;
}

static bool add_segment(Records *records)
{
    Segment segment = next_segment(records);
    uint64_t end = segment.begin + (uint64_t)segment.length * SEGMENT_SIZE;
    if (records->segment_count == records->most_segments) return false;
    if (end > records->bytes_reservation.size) return false;
    records->segments[records->segment_count++] = segment;
    records->end = end;
    return true;
}

uint32_t records_extend(Records *records, uint32_t wanted)
{
    uint64_t count = records_count(records), end = count + wanted;
    while (end > (uint64_t)records->segment_count * SEGMENT_SIZE)
        if (!add_segment(records)) end = (uint64_t)records->segment_count * SEGMENT_SIZE;
    atomic_store_explicit(&records->count, (uint32_t)end, memory_order_release);
    return (uint32_t)(end - count);
}

void records_shrink(Records *records, uint32_t unwanted)
{
    uint32_t count = records_count(records) - unwanted;
    atomic_store_explicit(&records->count, count, memory_order_release);
}

/* From the end on, or one would be overwritten before it is read. */
static void move_all(Records *r, uint32_t length)
{
    for (uint32_t i = records_count(r); i-- > r->bundled;) {
        uint8_t *to = r->bytes + (size_t)i * length;
        memmove(to, records_whole(r, i), r->whole);
        memset(to + r->whole, 0, length - r->whole);
    }
}

bool records_lengthen(Records *records, uint32_t length)
{
    Records *r = records;
    uint64_t end = (uint64_t)r->segment_count * SEGMENT_SIZE * length;
    REQUIRE(r->whole && r->whole <= length && length <= UINT8_MAX && r->spill.bytes == 0,
            "records of %u bytes cannot have %u", r->whole, length);
    if (end > r->bytes_reservation.size) return false;
    move_all(r, length);
    r->whole = length;
    r->pieces = bytes_pieces(length);
    r->end = end;
    for (uint32_t i = 0; i < r->segment_count; i++)
        r->segments[i] =
            (Segment){.begin = (uint64_t)i * SEGMENT_SIZE * length, .length = (uint8_t)length};
    return true;
}

void records_write_pair(Records *records, uint32_t number, Pair pair)
{
    const Segment *segment = records_segment(records, number);
    REQUIRE(pair.left < UINT64_C(1) << segment->left_bits &&
                pair.right < UINT64_C(1) << segment->right_bits,
            "record %u, made of %u and %u, is too long for its segment", number, pair.left,
            pair.right);
    uint64_t both = pair.left | (uint64_t)pair.right << segment->left_bits;
    uint8_t *place = records_place(records, segment, number);
    uint32_t low = (uint32_t)both, high = (uint32_t)(both >> 8 * (segment->length - sizeof high));
    memcpy(place, &low, sizeof low);
    memcpy(place + segment->length - sizeof high, &high, sizeof high);
}

uint64_t records_bytes(const Records *records)
{
    uint64_t bundled = (uint64_t)records->bundled * records->whole;
    uint64_t lying = records->end - bundled - records->spill.bytes;
    return lying + bundles_bytes(&records->bundles) + records->segment_count * sizeof(Segment);
}

/* -------- bundles -------- */

/* What was found last is found again most often, so it stays as it is: one in 128. */
#define LYING_SHARE 128

uint32_t records_least_lying = RECORDS_USUAL_LEAST_LYING;

static uint32_t kept_lying(const Records *records)
{
    uint32_t share = records_count(records) / LYING_SHARE;
    return share < records_least_lying ? records_least_lying : share;
}

uint32_t records_bundles_due(const Records *records)
{
    if (!records->bundles_some) return 0;
    uint32_t kept = kept_lying(records), lying = records_count(records) - records->bundled;
    if (lying < 2 * kept + BUNDLE_STRINGS) return 0;
    uint32_t bundles = (records_count(records) - kept) / BUNDLE_STRINGS;
    uint32_t made = records_bundles_made(records);
    return bundles_have_room(&records->bundles, made, bundles - made) ? bundles : 0;
}

uint32_t records_bundles_made(const Records *records)
{
    return records->bundled / BUNDLE_STRINGS;
}

void records_make_bundle(Records *records, uint32_t bundle)
{
    bundles_make(&records->bundles, bundle, records_whole(records, bundle * BUNDLE_STRINGS));
}

void records_use_bundles(Records *records, uint32_t bundles)
{
    records->bundled = bundles * BUNDLE_STRINGS;
    records->given_back = reservation_give_back(&records->bytes_reservation, records->given_back,
                                                (size_t)records->bundled * records->whole);
}

/* -------- spilling -------- */

/* The byte at which this record begins, or would begin if it were the next. */
static size_t offset(const Records *records, uint32_t number)
{
    if (records->bundles_some)
        return number < records->bundled
                   ? bundles_begin_of(&records->bundles, number >> BUNDLE_BITS)
                   : records->bundles.end;
    if (records->whole) return (size_t)number * records->whole;
    if (number >> RECORDS_SEGMENT_BITS >= records->segment_count) return records->end;
    return (size_t)(records_place(records, records_segment(records, number), number) -
                    records->bytes);
}

/* Of strings that become bundles, only these. */
static const Spill *spill_of(const Records *records)
{
    return records->bundles_some ? &records->bundles.spill : &records->spill;
}

bool records_spill(Records *records, const char *folder, uint32_t kept)
{
    size_t complete = offset(records, records_count(records) - kept);
    Bundles *bundles = &records->bundles;
    return records->bundles_some ? spill_more(&bundles->spill, folder, bundles->bytes, complete)
                                 : spill_more(&records->spill, folder, records->bytes, complete);
}

void records_ask_for(const Records *records, uint32_t first, uint32_t end)
{
    if (spill_of(records)->bytes > 0)
        spill_ask_for(spill_of(records), offset(records, first), offset(records, end));
}

void records_forget(const Records *records, uint32_t first, uint32_t end)
{
    if (spill_of(records)->bytes > 0)
        spill_forget_some(spill_of(records), offset(records, first), offset(records, end));
}

void records_forget_all(const Records *records)
{
    spill_forget(spill_of(records));
}
