/* Long strings of bytes, of which each part is kept once, and compared exactly.
 *
 * A string is cut into blocks, and each different block gets a number.  The numbers are a string
 * again, which is cut in the same way, and so on until one block is left: its number, with the
 * length, stands for the whole.  Strings that differ in a few bytes share nearly all of their
 * blocks, so a state of many threads' stacks takes a few kilobytes, and only what differs from the
 * string before is hashed. */
#ifndef CHECKER_LIVE_BLOCKS_H
#define CHECKER_LIVE_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

enum { BLOCK = 512 /* bytes */, MOST_BLOCKS = 1 << 28 };
#define MOST_STRING ((size_t)1 << 26)

void blocks_begin(void); /* nothing is kept */
/* Its number; equal for equal strings of this length, from 0, less than blocks_count then.  `size`
 * is at least 1 and at most MOST_STRING; up to a multiple of BLOCK zeros have to follow. */
uint32_t blocks_number(const uint8_t *bytes, size_t size);
uint32_t blocks_count(void);

/* The numbers of the blocks of the string that came last. */
const uint32_t *blocks_numbers(void);
const uint8_t *block_bytes(uint32_t number);

#endif
