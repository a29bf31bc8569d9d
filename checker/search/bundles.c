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
    *bundles = (Bundles){.shape = shape};
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

/* A range is one piece, or two if it lies in two words. */
static void add_pieces(BundleVersion *version, Range range)
{
    for (uint32_t at = range.begin, end = at + range.width; at < end;) {
        uint32_t left = 64 - at % 64, width = end - at < left ? end - at : left;
        version->pieces[version->piece_count++] =
            (BundlePiece){(uint8_t)(at / 64), (uint8_t)(at % 64), (uint8_t)width};
        at += width;
    }
}

static void write_version(const Shape *shape, BundleVersion *version)
{
    version->added_count = shape->added_count;
    version->piece_count = 0;
    for (uint32_t place = 0; place < shape->places; place++) {
        version->bits[place] = 0;
        for (Range range = shape->lowest[place];; range = shape->added[range.next]) {
            version->bits[place] += range.width;
            add_pieces(version, range);
            if (!range.next) break;
        }
        version->pieces_end[place] = (uint16_t)version->piece_count;
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

/* A column of a bundle that is being read. */
typedef struct Column {
    uint32_t rows, row_count, row_bits; /* the bit where its rows begin */
    uint32_t index_at, index_bits;      /* among those of a string */
} Column;

typedef struct Opening {
    const BundleVersion *version;
    uint32_t column_count, places;
    const uint8_t *column_of; /* by place */
    const uint8_t *rows, *indexes;
    uint32_t string_bits;
    Column columns[COLUMNS_MOST];
} Opening;

static inline void find_columns(const Bundle *bundle, Opening *o)
{
    for (uint32_t i = 0; i < o->column_count; i++)
        o->columns[i].row_bits = 0;
    for (uint32_t place = 0; place < o->places; place++)
        o->columns[o->column_of[place]].row_bits += o->version->bits[place];
    for (uint32_t i = 0, rows = 0, index_at = 0; i < o->column_count; i++) {
        Column *column = &o->columns[i];
        column->rows = rows;
        column->row_count = bundle->last_row[i] + UINT32_C(1);
        column->index_at = index_at;
        column->index_bits = columns_index_bits(column->row_count);
        rows += column->row_count * column->row_bits;
        index_at += column->index_bits;
    }
}

static inline void begin_opening(const Bundles *bundles, uint32_t number, Opening *o)
{
    Locator locator = bundles->locators[number];
    const uint8_t *bytes = bundles->bytes + bundles_begin_of(bundles, number);
    const Bundle *bundle = (const Bundle *)bytes;
    o->version = &bundles->versions[bundle->version];
    o->column_count = bundle->column_count;
    o->places = bundles->shape->places;
    o->column_of = bytes + bundle_header(o->column_count);
    o->rows = o->column_of + o->places;
    o->indexes = bytes + locator.indexes;
    o->string_bits = locator.string_bits;
    find_columns(bundle, o);
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

/* The lowest bits of a row are those of this place; returns the others. */
static inline uint64_t take_place(const BundleVersion *version, uint32_t place, uint64_t row,
                                  uint64_t *words)
{
    for (uint32_t p = first_piece(version, place); p < version->pieces_end[place]; p++) {
        BundlePiece piece = version->pieces[p];
        words[piece.word] |= (row & mask_of(piece.width)) << piece.shift;
        row >>= piece.width;
    }
    return row;
}

static inline void write_words(const uint64_t *words, uint32_t count, uint8_t *ret_string)
{
    for (uint32_t i = 0; i < count; i++)
        put_word(ret_string + i * WORD, words[i]);
}

/* take_place() for strings of two words, which stay in registers: what is written to memory again
 * and again has to be waited for. */
static inline uint64_t take_place_of_two(const BundleVersion *version, uint32_t place, uint64_t row,
                                         uint64_t *low, uint64_t *high)
{
    for (uint32_t p = first_piece(version, place); p < version->pieces_end[place]; p++) {
        BundlePiece piece = version->pieces[p];
        uint64_t bits = (row & mask_of(piece.width)) << piece.shift;
        *low |= piece.word ? 0 : bits;
        *high |= piece.word ? bits : 0;
        row >>= piece.width;
    }
    return row;
}

/* From a row of each column. */
static inline void join_rows(const Opening *o, uint64_t *rows, uint32_t words_each,
                             uint64_t *ret_words)
{
    uint64_t low = 0, high = 0;
    if (words_each != 2) memset(ret_words, 0, words_each * sizeof *ret_words);
    for (uint32_t place = 0; place < o->places; place++) {
        uint64_t *row = &rows[o->column_of[place]];
        *row = words_each == 2 ? take_place_of_two(o->version, place, *row, &low, &high)
                               : take_place(o->version, place, *row, ret_words);
    }
    if (words_each != 2) return;
    ret_words[0] = low;
    ret_words[1] = high;
}

void bundles_open(const Bundles *bundles, uint32_t number, uint8_t *ret_string)
{
    Opening o;
    uint64_t rows[COLUMNS_MOST], words[BUNDLES_MOST_WORDS];
    uint32_t words_each = bundles->shape->length / WORD;
    begin_opening(bundles, number / BUNDLE_STRINGS, &o);
    for (uint32_t i = 0; i < o.column_count; i++) {
        const Column *column = &o.columns[i];
        rows[i] = row_at(&o, column, index_of(&o, column, number % BUNDLE_STRINGS));
    }
    if (words_each == 2) join_rows(&o, rows, 2, words);
    else join_rows(&o, rows, words_each, words);
    write_words(words, words_each, ret_string);
}

/* -------- all of one -------- */

/* The rows of one column as words of strings: of all columns together they would take more of a
 * thread's stack than there may be. */
typedef struct Spread {
    uint64_t words[BUNDLE_STRINGS * BUNDLES_MOST_WORDS];
} Spread;

static inline void spread_rows(const Opening *o, uint32_t which, uint32_t words_each,
                               Spread *ret_spread)
{
    const Column *column = &o->columns[which];
    memset(ret_spread->words, 0, column->row_count * words_each * sizeof *ret_spread->words);
    for (uint32_t i = 0; i < column->row_count; i++) {
        uint64_t row = row_at(o, column, i);
        for (uint32_t place = 0; place < o->places; place++)
            if (o->column_of[place] == which)
                row = take_place(o->version, place, row, &ret_spread->words[i * words_each]);
    }
}

static inline void join_spread_rows(const Opening *o, uint32_t which, const Spread *spread,
                                    uint32_t words_each, uint8_t *strings)
{
    for (uint32_t i = 0; i < BUNDLE_STRINGS; i++) {
        uint32_t row = index_of(o, &o->columns[which], i);
        uint8_t *string = strings + (size_t)i * words_each * WORD;
        for (uint32_t w = 0; w < words_each; w++)
            put_word(string + w * WORD,
                     bits_from(string, 64 * w) | spread->words[row * words_each + w]);
    }
}

static inline void open_columns(const Opening *o, uint32_t words_each, uint8_t *ret_strings)
{
    Spread spread;
    memset(ret_strings, 0, (size_t)BUNDLE_STRINGS * words_each * WORD);
    for (uint32_t which = 0; which < o->column_count; which++) {
        spread_rows(o, which, words_each, &spread);
        join_spread_rows(o, which, &spread, words_each, ret_strings);
    }
}

void bundles_open_all(const Bundles *bundles, uint32_t bundle, uint8_t *ret_strings)
{
    Opening o;
    uint32_t words_each = bundles->shape->length / WORD;
    begin_opening(bundles, bundle, &o);
    if (words_each == 2) open_columns(&o, 2, ret_strings);
    else open_columns(&o, words_each, ret_strings);
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
