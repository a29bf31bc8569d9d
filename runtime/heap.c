/* Cells, their two bitmaps, and the cache of free ones that each P has. */
#include "runtime/heap.h"

#include "runtime/collector.h"
#include "runtime/goroutine.h"
#include "runtime/panic.h"
#include "runtime/sanitize.h"
#include "runtime/scheduler.h"

#include <string.h>

enum { MOST_ROOTS = 16, FREED = 0xdb };

static struct {
    Lock lock;
    uintptr_t base;
    uint32_t cells, live;
    uint32_t next; /* the word where the search for free cells goes on; under lock */
    _Atomic uint64_t *allocated, *marked;
    struct {
        void **base;
        size_t n;
    } root[MOST_ROOTS];
    uint32_t roots;
} heap;

static void *map(size_t size)
{
    void *mapping = os_map(size);
    if (!mapping) throw_text("out of memory");
    return mapping;
}

void heap_init(uint32_t cells)
{
    heap.cells = (cells + 63) / 64 * 64;
    heap.base = (uintptr_t)map((size_t)heap.cells * CELL_SIZE);
    heap.allocated = map(heap.cells / 8);
    heap.marked = map(heap.cells / 8);
}

void gc_add_root(void **base, size_t n)
{
    if (heap.roots == MOST_ROOTS) throw_text("too many roots");
    heap.root[heap.roots].base = base;
    heap.root[heap.roots].n = n;
    heap.roots++;
}

bool gc_root(uint32_t n, void ***ret_base, size_t *ret_n)
{
    if (n >= heap.roots) return false;
    *ret_base = heap.root[n].base;
    *ret_n = heap.root[n].n;
    return true;
}

uint32_t gc_roots(void)
{
    return heap.roots;
}

/* -------- bits -------- */

static uint32_t index_of(const void *cell)
{
    return (uint32_t)(((uintptr_t)cell - heap.base) / CELL_SIZE);
}

static bool get_bit(_Atomic uint64_t *bits, uint32_t i)
{
    return load(&bits[i / 64]) >> i % 64 & 1;
}

/* True if it was not set. */
static bool set_bit(_Atomic uint64_t *bits, uint32_t i)
{
    uint64_t bit = (uint64_t)1 << i % 64;
    return !(atomic_fetch_or(&bits[i / 64], bit) & bit);
}

void *heap_find(uintptr_t p)
{
    if (p < heap.base || p >= heap.base + (uintptr_t)heap.cells * CELL_SIZE) return NULL;
    uint32_t i = (uint32_t)((p - heap.base) / CELL_SIZE);
    if (!get_bit(heap.allocated, i)) return NULL;
    return (void *)(heap.base + (uintptr_t)i * CELL_SIZE);
}

bool heap_mark(void *cell)
{
    uint32_t i = index_of(cell);
    return !get_bit(heap.marked, i) && set_bit(heap.marked, i);
}

bool heap_is_allocated(void *cell)
{
    return heap_find((uintptr_t)cell) == cell;
}

uint32_t heap_cells(void)
{
    return heap.cells;
}

uint32_t heap_live(void)
{
    lock(&heap.lock);
    uint32_t live = heap.live;
    unlock(&heap.lock);
    return live;
}

/* -------- allocation -------- */

/* Give p free cells to allocate from. */
static void refill(P *p)
{
    lock(&heap.lock);
    for (uint32_t words = heap.cells / 64; words && p->free_count < FREE_CELLS; words--) {
        uint32_t w = heap.next;
        for (uint64_t free = ~load(&heap.allocated[w]); free && p->free_count < FREE_CELLS;
             free &= free - 1) {
            uint32_t i = w * 64 + (uint32_t)__builtin_ctzll(free);
            set_bit(heap.allocated, i);
            p->free_cell[p->free_count++] = (void *)(heap.base + (uintptr_t)i * CELL_SIZE);
            heap.live++;
        }
        if (p->free_count < FREE_CELLS) heap.next = (w + 1) % (heap.cells / 64);
    }
    unlock(&heap.lock);
}

static void *take_free_cell(void)
{
    P *p = getm()->p;
    if (!p->free_count) refill(p);
    return p->free_count ? p->free_cell[--p->free_count] : NULL;
}

void *gc_new(void)
{
    enum { COLLECTIONS = 4 }; /* others may take what one frees */
    void *cell = take_free_cell();
    for (int i = 0; i < COLLECTIONS && !cell; i++) {
        gc_collect();
        cell = take_free_cell();
    }
    if (!cell) throw_text("out of memory");
    unpoison(cell, CELL_SIZE);
    memset(cell, 0, CELL_SIZE);
    /* Marking has been everywhere where this cell could be found, so it is born marked. */
    if (load(&work.phase) != GCoff) heap_mark(cell);
    return cell;
}

/* -------- sweep -------- */

static void wipe(uint32_t first, uint64_t freed)
{
    for (; freed; freed &= freed - 1) {
        uintptr_t i = first + (uint32_t)__builtin_ctzll(freed);
        void *cell = (void *)(heap.base + i * CELL_SIZE);
        unpoison(cell, CELL_SIZE);
        memset(cell, FREED, CELL_SIZE); /* whoever still uses it shall notice */
        poison(cell, CELL_SIZE);
    }
}

uint32_t heap_sweep(void)
{
    uint32_t freed = 0;

    for (uint32_t i = 0; i < sched.procs; i++)
        sched.allp[i].free_count = 0; /* unmarked, so they are freed like the others */
    for (uint32_t w = 0; w < heap.cells / 64; w++) {
        uint64_t dead = load(&heap.allocated[w]) & ~load(&heap.marked[w]);
        if (dead) wipe(w * 64, dead);
        freed += (uint32_t)__builtin_popcountll(dead);
        store(&heap.allocated[w], load(&heap.marked[w]));
        store(&heap.marked[w], 0);
    }
    heap.live -= freed;
    return freed;
}
