/* Memory whose lack is not a result: small, or already counted against the limit. */
#ifndef CHECKER_MEMORY_H
#define CHECKER_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* Zeroed, never NULL even for no elements; aborts if there is none.  Free it with free(). */
void *memory_new(uint64_t count, size_t size);

/* The same, on cache lines of its own: for what one thread writes often and others should not wait
 * for. */
void *memory_new_apart(uint64_t count, size_t size);

/* Two lines: they are fetched in pairs. */
#define MEMORY_APART 128

/* Make room for element `index` of a growing array: `array` is the address of the pointer to its
 * first element, `room` the number of elements it has space for.  New space is not cleared.  Aborts
 * if there is no memory. */
void memory_reserve(void *array, uint32_t *room, uint32_t index, size_t size);

#endif
