/* A state as the numbers of its parts.
 *
 * A step changes a few bytes, so the same stretches of bytes come again and again: millions of
 * states have only thousands of different parts.  Each part is kept once, and a state is the list
 * of its parts' numbers (the idea of Spin's COLLAPSE).  Nothing is lost, and nothing is ambiguous:
 * two states are equal exactly if their lists are.
 *
 * A part is a cache line long.  The last one ends where the state ends and overlaps the one before
 * it, so that all parts have one length whatever that of the state is.
 */
#ifndef CHECKER_PACK_H
#define CHECKER_PACK_H

#include "checker/search/numbering.h"
#include "checker/subject.h"

#define PART_SIZE 64 /* bytes.  Shorter states cannot be packed */
#define PACK_MOST_PARTS (SUBJECT_MAX_STATE / PART_SIZE)

uint32_t pack_part_count(uint32_t state_size);

/* Write a state's pack_part_count(state_size) numbers, entering the parts that are new into
 * `parts`, whose strings are PART_SIZE long.  `near` is NULL or the numbers of another state: the
 * more alike the two are, the faster.  False: there is no room for a new part. */
bool pack_state(Numbering *parts, const uint8_t *state, uint32_t state_size, const uint32_t *near,
                uint32_t *ret_numbers);

void unpack_state(const Numbering *parts, const uint32_t *numbers, uint32_t state_size,
                  uint8_t *ret_state);

#endif
