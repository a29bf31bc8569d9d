/* Making bundles (bundles.h): which places belong together, then the rows, then all of it as bits.
 */
#include "checker/search/bundles_inside.h"

#include <assert.h>

static_assert(BUNDLES_MOST_BYTES <= UINT16_MAX, "two bytes tell where something is in a bundle");

/* -------- the table -------- */

/* A column on its way. */
typedef struct Rows {
    uint32_t count, bits;
    uint64_t row[BUNDLE_STRINGS];
    uint8_t index[BUNDLE_STRINGS]; /* by string */
} Rows;

typedef struct Table {
    uint32_t column_count;
    uint8_t column_of[COLUMNS_MOST_PLACES];
    Rows columns[COLUMNS_MOST];
} Table;

/* Each word of the strings by itself. */
typedef uint64_t Words[BUNDLES_MOST_WORDS][BUNDLE_STRINGS];

static void read_words(const uint8_t *strings, uint32_t words_each, Words words)
{
    for (uint32_t i = 0; i < BUNDLE_STRINGS; i++)
        for (uint32_t w = 0; w < words_each; w++)
            words[w][i] = bits_from(strings + ((size_t)i * words_each + w) * WORD, 0);
}

/* The bits under the masks of every so many strings, as one number each; returns how many bits. */
static uint32_t gather_all(const Bundles *bundles, Words words, uint32_t step,
                           const uint64_t *masks, uint64_t *ret_numbers)
{
    uint32_t at = 0, count = BUNDLE_STRINGS / step;
    memset(ret_numbers, 0, count * sizeof *ret_numbers);
    for (uint32_t w = 0; w < bundles->shape->length / WORD; w++) {
        uint64_t mask = masks[w];
        if (!mask) continue;
        for (uint32_t i = 0; i < count; i++)
            ret_numbers[i] |= gather(words[w][i * step], mask, bundles->quick) << at;
        at += bits_of(mask, bundles->quick);
    }
    return at;
}

static void take_sample(const Bundles *bundles, const BundleVersion *version, Words words,
                        StringSample *ret_sample)
{
    uint64_t numbers[COLUMNS_SAMPLE];
    ret_sample->places = bundles->shape->places;
    for (uint32_t place = 0; place < ret_sample->places; place++) {
        ret_sample->bits[place] = (uint8_t)gather_all(
            bundles, words, BUNDLE_STRINGS / COLUMNS_SAMPLE, version->masks[place], numbers);
        for (uint32_t i = 0; i < COLUMNS_SAMPLE; i++)
            ret_sample->numbers[place][i] = (uint16_t)numbers[i];
    }
}

#define SLOT_BITS 9

/* The index of a row, which is added if it is new; `slots` find them. */
static inline uint8_t index_of_row(Rows *rows, uint16_t *slots, uint64_t row)
{
    uint64_t hash = (row ^ row >> 32) * UINT64_C(0x9e3779b97f4a7c15);
    for (uint32_t slot = (uint32_t)(hash >> (64 - SLOT_BITS));;
         slot = (slot + 1) % (1u << SLOT_BITS)) {
        if (slots[slot] == 0) {
            rows->row[rows->count] = row;
            slots[slot] = (uint16_t)++rows->count;
        } else if (rows->row[slots[slot] - 1] != row) continue;
        return (uint8_t)(slots[slot] - 1);
    }
}

static void make_column(const Bundles *bundles, Words words, const uint64_t *masks, Rows *rows)
{
    uint16_t slots[1u << SLOT_BITS] = {0};
    uint64_t all[BUNDLE_STRINGS];
    rows->count = 0;
    rows->bits = gather_all(bundles, words, 1, masks, all);
    for (uint32_t i = 0; i < BUNDLE_STRINGS; i++)
        rows->index[i] = index_of_row(rows, slots, all[i]);
}

static void make_table(const Bundles *bundles, const uint8_t *strings, Table *table)
{
    const BundleVersion *version = &bundles->versions[bundles->version_count - 1];
    uint32_t words_each = bundles->shape->length / WORD;
    StringSample sample;
    Words words;
    Masks masks;
    read_words(strings, words_each, words);
    take_sample(bundles, version, words, &sample);
    table->column_count = columns_choose(&sample, table->column_of);
    find_masks(version, sample.places, table->column_of, table->column_count, words_each, masks);
    for (uint32_t i = 0; i < table->column_count; i++)
        make_column(bundles, words, masks[i], &table->columns[i]);
}

/* -------- writing it down -------- */

/* Bits are written one after the other. */
typedef struct Writer {
    uint8_t *to;
    uint64_t pending; /* bits that are not written yet, fewer than 64 */
    uint32_t count;
} Writer;

/* At most 57. */
static inline void put_bits(Writer *writer, uint64_t bits, uint32_t width)
{
    writer->pending |= bits << writer->count;
    writer->count += width;
    if (writer->count < 64) return;
    put_word(writer->to, writer->pending);
    writer->to += WORD;
    writer->count -= 64;
    writer->pending = bits >> (width - writer->count) % 64;
}

/* What is left; up to 8 bytes are written.  Returns where the next byte is. */
static inline uint8_t *end_bits(Writer *writer)
{
    put_word(writer->to, writer->pending);
    return writer->to + (writer->count + 7) / 8;
}

/* Both return where the next byte is. */
static uint8_t *write_rows(const Table *table, uint8_t *to)
{
    Writer writer = {.to = to};
    for (uint32_t c = 0; c < table->column_count; c++) {
        const Rows *rows = &table->columns[c];
        for (uint32_t i = 0; i < rows->count; i++)
            put_bits(&writer, rows->row[i], rows->bits);
    }
    return end_bits(&writer);
}

static uint8_t *write_indexes(const Table *table, uint8_t *to)
{
    Writer writer = {.to = to};
    uint32_t widths[COLUMNS_MOST];
    for (uint32_t c = 0; c < table->column_count; c++)
        widths[c] = columns_index_bits(table->columns[c].count);
    for (uint32_t i = 0; i < BUNDLE_STRINGS; i++)
        for (uint32_t c = 0; c < table->column_count; c++)
            put_bits(&writer, table->columns[c].index[i], widths[c]);
    return end_bits(&writer);
}

static void write_header(const Table *table, uint32_t version, Bundle *bundle)
{
    bundle->version = (uint8_t)version;
    bundle->column_count = (uint8_t)table->column_count;
    for (uint32_t i = 0; i < table->column_count; i++)
        bundle->last_row[i] = (uint8_t)(table->columns[i].count - 1);
}

static uint32_t string_bits_of(const Table *table)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < table->column_count; i++)
        bits += columns_index_bits(table->columns[i].count);
    return bits;
}

/* Returns how many bytes, whole words; fills all of the locator but where the bundle begins. */
static uint32_t write_bundle(const Table *table, uint32_t version, uint32_t places, uint8_t *bytes,
                             Locator *ret_locator)
{
    uint8_t *to = bytes + bundle_header(table->column_count);
    write_header(table, version, (Bundle *)bytes);
    memcpy(to, table->column_of, places);
    to = write_rows(table, to + places);
    *ret_locator = (Locator){.indexes = (uint16_t)(to - bytes),
                             .string_bits = (uint16_t)string_bits_of(table)};
    to = write_indexes(table, to);
    memset(to, 0, BUNDLES_BEHIND + WORD);
    return (uint32_t)(to + BUNDLES_BEHIND + WORD - 1 - bytes) / WORD * WORD;
}

void bundles_make(Bundles *bundles, uint32_t bundle, const uint8_t *strings)
{
    Table table;
    Locator locator;
    _Alignas(uint64_t) uint8_t bytes[BUNDLES_MOST_BYTES];
    make_table(bundles, strings, &table);
    uint32_t size =
        write_bundle(&table, bundles->version_count - 1, bundles->shape->places, bytes, &locator);
    uint64_t begin = atomic_fetch_add_explicit(&bundles->end, size, memory_order_relaxed);
    memcpy(bundles->bytes + begin, bytes, size);
    locator.begin = (uint32_t)(begin / WORD);
    bundles->locators[bundle] = locator;
}
