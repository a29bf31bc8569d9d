#include "checker/search/bundles_inside.h"
#include "checker/search/require.h"

#define MOST_BUNDLES (UINT32_C(1) << (32 - BUNDLE_BITS))

bool bundles_fit(const Shape *shape)
{
    return shape->places <= COLUMNS_MOST_PLACES && shape->length % WORD == 0 &&
           shape->length <= BUNDLES_MOST_WORDS * WORD;
}

/* Few bundles take so little: where address space is short, locators need not have much of it. */
#define BYTES_PER_LOCATOR 512

static size_t size_of_locators(size_t bytes)
{
    size_t count = bytes / BYTES_PER_LOCATOR;
    return (count < MOST_BUNDLES ? count : MOST_BUNDLES) * sizeof(Locator);
}

bool bundles_init(Bundles *bundles, const Shape *shape)
{
    size_t most = (size_t)MOST_BUNDLES * BUNDLE_STRINGS * sizeof(uint64_t);
    *bundles = (Bundles){.shape = shape, .quick = gather_is_quick()};
    bundles->bytes_reservation = reservation_at_most(most);
    bundles->locators_reservation =
        reservation_new(size_of_locators(bundles->bytes_reservation.size));
    bundles->versions_reservation =
        reservation_sparse(BUNDLES_MOST_VERSIONS * sizeof *bundles->versions);
    bundles->bytes = bundles->bytes_reservation.start;
    bundles->locators = bundles->locators_reservation.start;
    bundles->versions = bundles->versions_reservation.start;
    return bundles->bytes && bundles->locators && bundles->versions;
}

void bundles_clear(Bundles *bundles)
{
    spill_clear(&bundles->spill);
    reservation_free(&bundles->bytes_reservation);
    reservation_free(&bundles->locators_reservation);
    reservation_free(&bundles->versions_reservation);
}

bool bundles_have_room(const Bundles *bundles, uint32_t made, uint32_t more)
{
    uint64_t locators = bundles->locators_reservation.size / sizeof *bundles->locators;
    return (uint64_t)made + more <= locators &&
           bundles->end + (uint64_t)more * BUNDLES_MOST_BYTES <= bundles->bytes_reservation.size;
}

uint64_t bundles_bytes(const Bundles *bundles)
{
    return bundles->end - bundles->spill.bytes;
}

/* -------- versions of the shape -------- */

/* A range may lie in two words. */
static void add_range(Range range, uint64_t *masks)
{
    for (uint32_t at = range.begin, end = at + range.width; at < end; at++)
        masks[at / 64] |= UINT64_C(1) << at % 64;
}

static void write_version(const Shape *shape, BundleVersion *version)
{
    *version = (BundleVersion){.added_count = shape->added_count};
    for (uint32_t place = 0; place < shape->places; place++)
        for (Range range = shape->lowest[place];; range = shape->added[range.next]) {
            add_range(range, version->masks[place]);
            if (!range.next) break;
        }
}

void bundles_begin(Bundles *bundles)
{
    uint32_t count = bundles->version_count;
    if (count > 0 && bundles->versions[count - 1].added_count == bundles->shape->added_count)
        return;
    REQUIRE(count < BUNDLES_MOST_VERSIONS, "strings have more than %u shapes", count);
    write_version(bundles->shape, &bundles->versions[count]);
    bundles->version_count++;
}

/* -------- reading -------- */

/* A bundle that is being read. */
typedef struct Opening {
    const Bundle *bundle;
    const uint8_t *rows, *indexes;
    uint32_t column_count, string_bits;
    Masks masks;
} Opening;

/* One of its columns; they are read one after the other. */
typedef struct Column {
    const uint64_t *masks;
    uint32_t rows, row_count, row_bits; /* the bit where its rows begin */
    uint32_t index_at, index_bits;      /* among those of a string */
} Column;

static inline void begin_opening(const Bundles *bundles, uint32_t number, uint32_t words_each,
                                 Opening *o)
{
    Locator locator = bundles->locators[number];
    const uint8_t *bytes = bundles->bytes + bundles_begin_of(bundles, number);
    const Bundle *bundle = (const Bundle *)bytes;
    const uint8_t *column_of = bytes + bundle_header(bundle->column_count);
    uint32_t places = bundles->shape->places;
    o->bundle = bundle;
    o->column_count = bundle->column_count;
    o->rows = column_of + places;
    o->indexes = bytes + locator.indexes;
    o->string_bits = locator.string_bits;
    find_masks(&bundles->versions[bundle->version], places, column_of, o->column_count, words_each,
               o->masks);
}

static inline void go_to_column(const Opening *o, uint32_t which, uint32_t words_each, bool quick,
                                Column *column)
{
    column->masks = o->masks[which];
    column->rows = which ? column->rows + column->row_count * column->row_bits : 0;
    column->index_at = which ? column->index_at + column->index_bits : 0;
    column->row_count = o->bundle->last_row[which] + UINT32_C(1);
    column->index_bits = columns_index_bits(column->row_count);
    column->row_bits = 0;
    for (uint32_t w = 0; w < words_each; w++)
        column->row_bits += bits_of(column->masks[w], quick);
}

static inline uint32_t index_of(const Opening *o, const Column *column, uint32_t string)
{
    uint64_t bits = bits_from(o->indexes, string * o->string_bits + column->index_at);
    return (uint32_t)(bits & mask_of(column->index_bits));
}

/* What is above it is never looked at. */
static inline uint64_t row_at(const Opening *o, const Column *column, uint32_t index)
{
    return bits_from(o->rows, column->rows + index * column->row_bits);
}

static inline void put_row(const Column *column, uint64_t row, uint32_t words_each, bool quick,
                           uint64_t *words)
{
    for (uint32_t w = 0; w < words_each; w++) {
        words[w] |= scatter(row, column->masks[w], quick);
        row >>= bits_of(column->masks[w], quick) % 64;
    }
}

static inline void open_string(const Bundles *bundles, uint32_t number, uint32_t words_each,
                               uint8_t *ret_string)
{
    Opening o;
    Column column = {0};
    bool quick = bundles->quick;
    uint64_t words[BUNDLES_MOST_WORDS];
    for (uint32_t w = 0; w < words_each; w++)
        words[w] = 0;
    begin_opening(bundles, number / BUNDLE_STRINGS, words_each, &o);
    for (uint32_t i = 0; i < o.column_count; i++) {
        go_to_column(&o, i, words_each, quick, &column);
        uint64_t row = row_at(&o, &column, index_of(&o, &column, number % BUNDLE_STRINGS));
        put_row(&column, row, words_each, quick, words);
    }
    for (uint32_t w = 0; w < words_each; w++)
        put_word(ret_string + w * WORD, words[w]);
}

void bundles_open(const Bundles *bundles, uint32_t number, uint8_t *ret_string)
{
    uint32_t words_each = bundles->shape->length / WORD;
    if (words_each == 2) open_string(bundles, number, 2, ret_string);
    else open_string(bundles, number, words_each, ret_string);
}

/* -------- comparing -------- */

/* What a string has where this column has its rows. */
static inline uint64_t row_of(const Column *column, const uint64_t *words, uint32_t words_each,
                              bool quick)
{
    uint64_t row = 0;
    for (uint32_t w = 0, at = 0; w < words_each; w++) {
        row |= gather(words[w], column->masks[w], quick) << at;
        at += bits_of(column->masks[w], quick);
    }
    return row;
}

/* Bits that no column has were added to the shape later: they are zero in what is bundled. */
static inline bool has_bits_beside(const Opening *o, const uint64_t *words, uint32_t words_each)
{
    uint64_t beside = 0;
    for (uint32_t w = 0; w < words_each; w++) {
        uint64_t bits = words[w];
        for (uint32_t i = 0; i < o->column_count; i++)
            bits &= ~o->masks[i][w];
        beside |= bits;
    }
    return beside != 0;
}

static inline bool is_same(const Bundles *bundles, uint32_t number, uint32_t words_each,
                           const uint8_t *string)
{
    Opening o;
    Column column = {0};
    bool quick = bundles->quick;
    uint64_t words[BUNDLES_MOST_WORDS];
    for (uint32_t w = 0; w < words_each; w++)
        words[w] = bits_from(string, 64 * w);
    begin_opening(bundles, number / BUNDLE_STRINGS, words_each, &o);
    for (uint32_t i = 0; i < o.column_count; i++) {
        go_to_column(&o, i, words_each, quick, &column);
        uint64_t row = row_at(&o, &column, index_of(&o, &column, number % BUNDLE_STRINGS));
        uint64_t wanted = row_of(&column, words, words_each, quick);
        if ((row & mask_of(column.row_bits)) != wanted) return false;
    }
    return !has_bits_beside(&o, words, words_each);
}

bool bundles_same(const Bundles *bundles, uint32_t number, const uint8_t *string)
{
    uint32_t words_each = bundles->shape->length / WORD;
    if (words_each == 2) return is_same(bundles, number, 2, string);
    return is_same(bundles, number, words_each, string);
}

/* -------- all of one -------- */

/* The rows of one column as words of strings: of all columns together they would take more of a
 * thread's stack than there may be. */
typedef struct Spread {
    uint64_t words[BUNDLE_STRINGS * BUNDLES_MOST_WORDS];
} Spread;

static inline void spread_rows(const Opening *o, const Column *column, uint32_t words_each,
                               bool quick, Spread *ret_spread)
{
    memset(ret_spread->words, 0, column->row_count * words_each * sizeof *ret_spread->words);
    for (uint32_t i = 0; i < column->row_count; i++)
        put_row(column, row_at(o, column, i), words_each, quick,
                &ret_spread->words[i * words_each]);
}

static inline void join_spread_rows(const Opening *o, const Column *column, const Spread *spread,
                                    uint32_t words_each, uint8_t *strings)
{
    for (uint32_t i = 0; i < BUNDLE_STRINGS; i++) {
        uint32_t row = index_of(o, column, i);
        uint8_t *string = strings + (size_t)i * words_each * WORD;
        for (uint32_t w = 0; w < words_each; w++)
            put_word(string + w * WORD,
                     bits_from(string, 64 * w) | spread->words[row * words_each + w]);
    }
}

static inline void open_all(const Bundles *bundles, uint32_t bundle, uint32_t words_each,
                            uint8_t *ret_strings)
{
    Opening o;
    Spread spread;
    Column column = {0};
    begin_opening(bundles, bundle, words_each, &o);
    memset(ret_strings, 0, (size_t)BUNDLE_STRINGS * words_each * WORD);
    for (uint32_t i = 0; i < o.column_count; i++) {
        go_to_column(&o, i, words_each, bundles->quick, &column);
        spread_rows(&o, &column, words_each, bundles->quick, &spread);
        join_spread_rows(&o, &column, &spread, words_each, ret_strings);
    }
}

void bundles_open_all(const Bundles *bundles, uint32_t bundle, uint8_t *ret_strings)
{
    uint32_t words_each = bundles->shape->length / WORD;
    if (words_each == 2) open_all(bundles, bundle, 2, ret_strings);
    else open_all(bundles, bundle, words_each, ret_strings);
}

#define LINE 64 /* bytes */

void bundles_prefetch(const Bundles *bundles, uint32_t number)
{
    uint32_t bundle = number / BUNDLE_STRINGS;
    Locator locator = bundles->locators[bundle];
    const uint8_t *bytes = bundles->bytes + bundles_begin_of(bundles, bundle);
    for (uint32_t at = 0; at < locator.indexes; at += LINE)
        __builtin_prefetch(bytes + at);
    uint32_t bit = number % BUNDLE_STRINGS * locator.string_bits;
    __builtin_prefetch(bytes + locator.indexes + bit / 8);
}
