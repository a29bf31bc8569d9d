/* Data races: two accesses to a byte by different threads, at least one a write and at least one
 * not atomic, with neither ordered before the other by what the program synchronises.
 *
 * The order is that of C11 (creation, join, locks, release and acquire with their sequences and
 * fences), kept in vector clocks as in FastTrack (Flanagan and Freund, PLDI 2009), but exact: each
 * byte's latest accesses that no later one makes unnecessary are all remembered.  With --no-races
 * nothing is kept. */
#ifndef CHECKER_LIVE_RACE_H
#define CHECKER_LIVE_RACE_H

#include "checker/live/runtime/thread.h"

extern bool races_wanted;

void race_begin(void);
void race_restart(void);

void race_create(uint32_t creator, uint32_t child);
void race_join(uint32_t joiner, uint32_t ended);

/* Where races are wanted: what is known of a thread; and of its fences, if it has made any, which
 * the former says. */
Region race_knowledge(uint32_t thread);
bool race_fences(uint32_t thread, Region ret[2]);

/* Locks and the like: the object carries what its last holder knew. */
void race_acquire(const void *object);
void race_acquire_for(const void *object, uint32_t thread);
void race_release(const void *object);      /* replaces what it carried */
void race_release_also(const void *object); /* adds to it */

/* Atomic accesses: `order` is a C11 memory order. */
void race_atomic_load(uint64_t address, uint64_t size, int order);
void race_atomic_store(uint64_t address, uint64_t size, int order);
void race_atomic_update(uint64_t address, uint64_t size, int order);
void race_fence(int order);

/* Plain accesses. */
void race_read(uint64_t address, uint64_t size);
void race_write(uint64_t address, uint64_t size);
/* To the thread's own stack: of interest only where another thread accesses it, too.  When that is
 * seen first, the search begins anew. */
void race_own_stack(uint64_t address, uint64_t size, bool write);

#endif
