#include "checker/search/columns.h"

#include "checker/search/require.h"

#include <stdbool.h>
#include <string.h>

/* A column, or a place by itself: of each string of the sample, which of its rows that has. */
typedef struct Column {
    uint32_t rows, bits;
    uint8_t index[COLUMNS_SAMPLE];
} Column;

/* In bits, for as many strings as are in the sample. */
static uint32_t cost(uint32_t rows, uint32_t bits)
{
    return COLUMNS_SAMPLE * columns_index_bits(rows) + rows * bits;
}

#define SLOTS (2 * COLUMNS_SAMPLE)

static Column column_of_place(const StringSample *sample, uint32_t place)
{
    Column column = {.bits = sample->bits[place]};
    const uint16_t *numbers = sample->numbers[place];
    uint8_t row_plus_one[SLOTS] = {0};
    uint16_t rows[COLUMNS_SAMPLE] = {0};
    for (uint32_t i = 0; i < COLUMNS_SAMPLE; i++) {
        uint32_t slot = numbers[i] % SLOTS;
        while (row_plus_one[slot] && rows[row_plus_one[slot] - 1] != numbers[i])
            slot = (slot + 1) % SLOTS;
        if (!row_plus_one[slot]) {
            rows[column.rows] = numbers[i];
            row_plus_one[slot] = (uint8_t)++column.rows;
        }
        column.index[i] = row_plus_one[slot] - 1;
    }
    return column;
}

/* The rows of a column that is made of two. */
static uint32_t rows_together(const Column *a, const Column *b)
{
    uint64_t seen[COLUMNS_SAMPLE] = {0};
    uint32_t rows = 0;
    for (uint32_t i = 0; i < COLUMNS_SAMPLE; i++) {
        uint64_t bit = UINT64_C(1) << b->index[i];
        rows += !(seen[a->index[i]] & bit);
        seen[a->index[i]] |= bit;
    }
    return rows;
}

static void add(Column *column, const Column *place)
{
    uint8_t row_plus_one[COLUMNS_SAMPLE][COLUMNS_SAMPLE] = {{0}};
    column->bits += place->bits;
    column->rows = 0;
    for (uint32_t i = 0; i < COLUMNS_SAMPLE; i++) {
        uint8_t *row = &row_plus_one[column->index[i]][place->index[i]];
        if (!*row) *row = (uint8_t)++column->rows;
        column->index[i] = *row - 1;
    }
}

/* What the place costs in that column, above what this costs anyway, if there are so many rows
 * then. */
static int64_t cost_in(const Column *column, const Column *place, uint32_t rows)
{
    return (int64_t)cost(rows, column->bits + place->bits) - cost(column->rows, column->bits);
}

/* The column where a place costs least; `count`: one by itself. */
static uint32_t best_column(const Column *columns, uint32_t count, const Column *place)
{
    uint32_t best = count;
    int64_t least = count < COLUMNS_MOST ? cost(place->rows, place->bits) : INT64_MAX;
    for (uint32_t i = 0; i < count; i++) {
        if (columns[i].bits + place->bits > COLUMN_MOST_BITS) continue;
        uint32_t fewest = columns[i].rows > place->rows ? columns[i].rows : place->rows;
        if (cost_in(&columns[i], place, fewest) > least) continue;
        int64_t cost_here = cost_in(&columns[i], place, rows_together(&columns[i], place));
        if (cost_here > least) continue;
        best = i;
        least = cost_here;
    }
    return best;
}

/* Where most varies goes first: what varies less finds a column then that tells it. */
static void sort(uint32_t places, const Column *alone, uint8_t *ret_order)
{
    for (uint32_t place = 0; place < places; place++) {
        uint32_t at = place;
        for (; at > 0 && alone[ret_order[at - 1]].rows < alone[place].rows; at--)
            ret_order[at] = ret_order[at - 1];
        ret_order[at] = (uint8_t)place;
    }
}

uint32_t columns_choose(const StringSample *sample, uint8_t *ret_columns)
{
    Column alone[COLUMNS_MOST_PLACES], columns[COLUMNS_MOST];
    uint8_t order[COLUMNS_MOST_PLACES];
    uint32_t count = 0;
    for (uint32_t place = 0; place < sample->places; place++)
        alone[place] = column_of_place(sample, place);
    sort(sample->places, alone, order);
    for (uint32_t i = 0; i < sample->places; i++) {
        const Column *place = &alone[order[i]];
        uint32_t best = best_column(columns, count, place);
        REQUIRE(best < COLUMNS_MOST, "place %u is in no column", order[i]);
        if (best == count) columns[count++] = *place;
        else add(&columns[best], place);
        ret_columns[order[i]] = (uint8_t)best;
    }
    return count;
}
