/* The program's heap: an arena for each thread, from which memory is handed out in order and never
 * handed out again in the same execution.  So addresses depend on what the thread did, not on the
 * schedule, and whoever uses freed memory is caught. */
#ifndef CHECKER_LIVE_HEAP_H
#define CHECKER_LIVE_HEAP_H

#include "checker/live/addresses.h"
#include "checker/live/runtime/thread.h"

/* For each 16 bytes: how many of them are allocated, from the first on; or that they were freed. */
enum { HEAP_CELL = 16, HEAP_FREED = 255 };

extern uint8_t *heap_cells;

static inline bool heap_has(uint64_t address)
{
    return address - LIVE_HEAP < LIVE_HEAP_ARENA * LIVE_MOST_THREADS;
}

/* The end of the allocated memory that this address lies in; 0: in none. */
uint64_t heap_end(uint64_t address);

/* The lowest address, no more than so many bytes below this one, from which on all is allocated. */
uint64_t heap_below(uint64_t address, uint64_t most);

/* Fails unless all of it is allocated. */
void heap_check(uint64_t address, uint64_t size);

#endif
