/* The heap that is collected: cells of eight words, found from any pointer into them.
 *
 * Its objects are looked at word by word, as stacks are: what looks like a pointer into an
 * allocated cell is one.  Every pointer that is stored into a cell or a root goes through gc_set.
 */
#ifndef RUNTIME_HEAP_H
#define RUNTIME_HEAP_H

#include "runtime/world.h"

enum { CELL_WORDS = 8, CELL_SIZE = CELL_WORDS * sizeof(void *) };

/* -------- on a goroutine -------- */

/* A cell of zeros; collects, and throws if that frees nothing. */
void *gc_new(void);
/* *slot = value, and let the collector know: marking may already have been there. */
void gc_set(void **slot, void *value);
/* *slot, which others may be setting. */
void *gc_get(void **slot);
/* Mark what p points to, if marking is on: for pointers that leave a stack by another way. */
void gc_shade(void *p);

/* Before the first goroutine: n words at base are where everything is reached from. */
void gc_add_root(void **base, size_t n);

/* -------- for the collector -------- */

/* Before anything else: room for this many cells. */
void heap_init(uint32_t cells);
/* The cell that p points into, or NULL. */
void *heap_find(uintptr_t p);
/* Mark a cell; true if it was not marked. */
bool heap_mark(void *cell);
bool heap_is_allocated(void *cell);
/* The world is stopped: free what is not marked, and unmark the rest; returns how many it freed. */
uint32_t heap_sweep(void);
uint32_t heap_live(void);
/* How many marked cells there may be at most. */
uint32_t heap_cells(void);

/* The n-th range of roots: false if there are fewer. */
bool gc_root(uint32_t n, void ***ret_base, size_t *ret_n);
uint32_t gc_roots(void);

#endif
