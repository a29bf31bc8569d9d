#include "checker/search/pack.h"

#include <string.h>

uint32_t pack_part_count(uint32_t state_size)
{
    return (state_size + PART_SIZE - 1) / PART_SIZE;
}

/* Where a part begins in the state. */
static uint32_t part_offset(uint32_t part, uint32_t state_size)
{
    uint32_t last = state_size - PART_SIZE;
    uint32_t offset = part * PART_SIZE;
    return offset < last ? offset : last;
}

/* memcmp() would have to be called, and to find out which of the two is greater. */
static bool same_part(const uint8_t *a, const uint8_t *b)
{
    uint64_t difference = 0;
    for (uint32_t at = 0; at < PART_SIZE; at += sizeof(uint64_t)) {
        uint64_t x, y;
        memcpy(&x, a + at, sizeof x);
        memcpy(&y, b + at, sizeof y);
        difference |= x ^ y;
    }
    return difference == 0;
}

bool pack_state(Numbering *parts, const uint8_t *state, uint32_t state_size, const uint32_t *near,
                uint32_t *ret_numbers)
{
    uint32_t count = pack_part_count(state_size);
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *part = state + part_offset(i, state_size);
        if (near && same_part(part, numbering_at(parts, near[i]))) {
            ret_numbers[i] = near[i];
            continue;
        }
        bool is_new;
        ret_numbers[i] = numbering_insert(parts, part, numbering_hash(parts, part), &is_new);
        if (ret_numbers[i] == NUMBERING_NONE) return false;
    }
    return true;
}

void unpack_state(const Numbering *parts, const uint32_t *numbers, uint32_t state_size,
                  uint8_t *ret_state)
{
    uint32_t count = pack_part_count(state_size);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t *part = ret_state + part_offset(i, state_size);
        memcpy(part, numbering_at(parts, numbers[i]), PART_SIZE);
    }
}
