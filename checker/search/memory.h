/* Memory whose lack is not a result: small, or already counted against the limit. */
#ifndef CHECKER_MEMORY_H
#define CHECKER_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* There is no memory for so many bytes, and no way to go on without: say so, and end the process
 * with the status of a checker that has failed. */
_Noreturn void memory_exhausted(uint64_t bytes);

/* Have the pages of what is going to be written at once, and not one by one: in a virtual machine
 * that takes a third of the time.  Only advice, which an old kernel does not take. */
void memory_touch(void *start, size_t size);

/* At the start of a program: the same for what a short search wants of the heap and the stack. */
void memory_begin(void);

/* Zeroed, never NULL even for no elements; ends the process if there is none.  Free it with free().
 */
void *memory_new(uint64_t count, size_t size);

/* The same, on cache lines of its own: for what one thread writes often and others should not wait
 * for. */
void *memory_new_apart(uint64_t count, size_t size);

#define MEMORY_LINE 64 /* of a cache, in bytes */
/* Two lines: they are fetched in pairs. */
#define MEMORY_APART 128

/* Make room for element `index` of a growing array: `array` is the address of the pointer to its
 * first element, `room` the number of elements it has space for.  New space is not cleared.  Ends
 * the process if there is no memory. */
void memory_reserve(void *array, uint32_t *room, uint32_t index, size_t size);

#endif
