#include "checker/live/runtime/blocks.h"

#include "checker/live/runtime/pages.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    FIRST_PLACES = 1 << 12,
    NUMBERS = BLOCK / sizeof(uint32_t), /* in a block of numbers */
    MOST_NUMBERS = MOST_STRING / BLOCK
};

static uint8_t *blocks; /* of BLOCK bytes each */
static uint32_t count;
static uint32_t *places; /* open addressing: number plus one; 0: free */
static uint32_t mask;    /* places in use, less one */

/* The string before, and the numbers of its blocks. */
static uint8_t *before;
static uint32_t *numbers;
static uint32_t known; /* blocks of it */

static uint32_t *level; /* the numbers of one level of the tree in progress */

void blocks_begin(void)
{
    if (!blocks) {
        blocks = pages_reserve(NULL, (size_t)MOST_BLOCKS * BLOCK);
        places = pages_reserve(NULL, sizeof *places * MOST_BLOCKS * 2);
        before = pages_reserve(NULL, MOST_STRING);
        numbers = pages_reserve(NULL, sizeof *numbers * MOST_NUMBERS);
        level = pages_reserve(NULL, sizeof *level * (MOST_NUMBERS + NUMBERS));
    } else {
        memset(places, 0, sizeof *places * (mask + 1));
    }
    mask = FIRST_PLACES - 1;
    count = known = 0;
}

uint32_t blocks_count(void)
{
    return count;
}

static uint8_t *block_at(uint32_t number)
{
    return blocks + (size_t)number * BLOCK;
}

const uint8_t *block_bytes(uint32_t number)
{
    return block_at(number);
}

const uint32_t *blocks_numbers(void)
{
    return numbers;
}

/* Where it is, or would be. */
static uint32_t *place_of(const uint8_t *block)
{
    uint32_t place = (uint32_t)XXH3_64bits(block, BLOCK) & mask;
    while (places[place] && memcmp(block_at(places[place] - 1), block, BLOCK) != 0)
        place = (place + 1) & mask;
    return &places[place];
}

static void grow(void)
{
    memset(places, 0, sizeof *places * (mask + 1));
    mask = mask * 2 + 1;
    for (uint32_t i = 0; i < count; i++)
        *place_of(block_at(i)) = i + 1;
}

static uint32_t number_of(const uint8_t *block)
{
    uint32_t *place = place_of(block);
    if (*place) return *place - 1;
    if (count == MOST_BLOCKS) pages_panic("there are too many different parts of states");
    memcpy(block_at(count), block, BLOCK);
    *place = ++count;
    if (count > mask / 2) grow();
    return count - 1;
}

/* The numbers of its blocks; most are as in the string before. */
static void number_blocks(const uint8_t *bytes, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        size_t at = (size_t)i * BLOCK;
        if (i < known && memcmp(before + at, bytes + at, BLOCK) == 0) continue;
        memcpy(before + at, bytes + at, BLOCK);
        numbers[i] = number_of(bytes + at);
    }
    known = length;
}

uint32_t blocks_number(const uint8_t *bytes, size_t size)
{
    uint32_t length = (uint32_t)((size + BLOCK - 1) / BLOCK);
    number_blocks(bytes, length);
    memcpy(level, numbers, length * sizeof *level);
    while (length > 1) {
        uint32_t groups = (length + NUMBERS - 1) / NUMBERS;
        memset(level + length, 0, (groups * NUMBERS - length) * sizeof *level);
        for (uint32_t i = 0; i < groups; i++)
            level[i] = number_of((const uint8_t *)(level + i * NUMBERS));
        length = groups;
    }
    return level[0];
}
