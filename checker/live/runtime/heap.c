#include "checker/live/runtime/heap.h"

#include "checker/live/runtime/await.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/race.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"

#include <errno.h>
#include <string.h>

enum { FRESH = 0xa5 /* what new memory is filled with */ };

/* Before each allocation; the cell is not allocated, so it parts neighbours, too. */
typedef struct Header {
    uint64_t size, magic;
} Header;

#define MAGIC 0x9a110c8a110ca7edu

uint8_t *heap_cells;

static uint64_t arena(uint32_t thread)
{
    return LIVE_HEAP + thread * LIVE_HEAP_ARENA;
}

char *heap_start(uint32_t thread)
{
    return (char *)arena(thread);
}

static uint8_t *cell_of(uint64_t address)
{
    return &heap_cells[(address - LIVE_HEAP) / HEAP_CELL];
}

void heap_begin(void)
{
    pages_reserve((void *)LIVE_HEAP, LIVE_HEAP_ARENA * LIVE_MOST_THREADS);
    heap_cells = pages_reserve(NULL, LIVE_HEAP_ARENA * LIVE_MOST_THREADS / HEAP_CELL);
}

/* The execution is over: what it allocated is no more. */
void heap_restart(void)
{
    for (Threads rest = run.allocated; rest; rest &= rest - 1) {
        uint32_t thread = (uint32_t)__builtin_ctzll(rest);
        memset(cell_of(arena(thread)), 0, run.heap_used[thread] / HEAP_CELL);
        run.heap_used[thread] = 0;
    }
    run.allocated = 0;
}

/* -------- checking -------- */

static _Noreturn void fail_at(uint64_t address, LiveVerdict verdict, const char *message)
{
    if (answer->verdict == LIVE_HOLDS) answer->misused = address;
    fail(verdict, message);
}

void heap_check(uint64_t address, uint64_t size)
{
    uint64_t end = address + size;
    for (uint64_t at = address; at < end; at = (at / HEAP_CELL + 1) * HEAP_CELL) {
        uint8_t cell = *cell_of(at);
        uint64_t last =
            (at / HEAP_CELL + 1) * HEAP_CELL < end ? HEAP_CELL : end - at / HEAP_CELL * HEAP_CELL;
        if (cell == HEAP_FREED)
            fail_at(address, LIVE_USE_AFTER_FREE, "memory is used after it was freed");
        if (last > cell)
            fail_at(address, LIVE_OUT_OF_BOUNDS, "memory beside what was allocated is used");
    }
}

uint64_t heap_end(uint64_t address)
{
    if (!heap_has(address)) return 0;
    const uint8_t *cell = cell_of(address);
    if (!*cell || *cell == HEAP_FREED) return 0;
    const uint8_t *next = memchr(cell, 0, LIVE_HEAP_ARENA / HEAP_CELL);
    return next ? LIVE_HEAP + (uint64_t)(next - heap_cells) * HEAP_CELL : 0;
}

uint64_t heap_below(uint64_t address, uint64_t most)
{
    uint64_t low = address & ~(uint64_t)(HEAP_CELL - 1);
    if (!*cell_of(low) || *cell_of(low) == HEAP_FREED) return address;
    while (address - low + HEAP_CELL <= most && heap_has(low - HEAP_CELL)) {
        uint8_t below = *cell_of(low - HEAP_CELL);
        if (!below || below == HEAP_FREED) break;
        low -= HEAP_CELL;
    }
    return low;
}

/* -------- allocating -------- */

static void *allocate(size_t size, size_t alignment)
{
    await_effect(current);
    uint64_t start = arena(current->id), used = run.heap_used[current->id];
    if (size > LIVE_HEAP_ARENA || alignment > LIVE_HEAP_ARENA) return errno = ENOMEM, NULL;
    uint64_t at = (start + used + sizeof(Header) + alignment - 1) & ~(alignment - 1);
    uint64_t cells = (size + HEAP_CELL - 1) / HEAP_CELL;
    uint64_t end = at + cells * HEAP_CELL;
    if (end > start + LIVE_HEAP_ARENA)
        fail(LIVE_UNSUPPORTED, "a thread allocates more than 64 MiB in one execution");
    /* Between the arena's end and the header nothing may be left of an earlier execution. */
    memset((void *)(start + used), 0, at - start - used);
    *(Header *)(at - sizeof(Header)) = (Header){size, MAGIC};
    if (cells) {
        memset(cell_of(at), HEAP_CELL, cells);
        *cell_of(end - 1) = (uint8_t)(size - (cells - 1) * HEAP_CELL);
    }
    run.heap_used[current->id] = end - start;
    run.allocated |= bit(current->id);
    memset((void *)at, FRESH, end - at);
    return (void *)at;
}

static Header *header_of(void *pointer)
{
    uint64_t address = (uint64_t)pointer;
    Header *header = (Header *)(address - sizeof(Header));
    if (!heap_has(address) || address % HEAP_CELL || !heap_has((uint64_t)header) ||
        header->magic != MAGIC)
        return NULL;
    return header;
}

static bool is_freed(const Header *header)
{
    return header->size && *cell_of((uint64_t)(header + 1)) == HEAP_FREED;
}

void *posix_malloc(size_t size)
{
    return allocate(size, HEAP_CELL);
}

void *posix_calloc(size_t count, size_t size)
{
    size_t all;
    if (__builtin_mul_overflow(count, size, &all)) return errno = ENOMEM, NULL;
    void *pointer = allocate(all, HEAP_CELL);
    if (pointer) memset(pointer, 0, (all + HEAP_CELL - 1) / HEAP_CELL * HEAP_CELL);
    return pointer;
}

static void note_free(uint64_t start, uint64_t size)
{
    if (!question->watched_memory || question->watched_memory - start >= size) return;
    answer->freed = (LiveAccess){.thread = current->id, .has_stack = true, .address = start};
    stack_walk(hook_frame, &answer->freed.stack);
}

static void free_now(void *pointer, Header *header)
{
    if (!header) fail(LIVE_BAD_FREE, "what is freed was not allocated");
    if (is_freed(header)) fail_at((uint64_t)pointer, LIVE_DOUBLE_FREE, "memory is freed twice");
    note_free((uint64_t)pointer, header->size);
    /* Freeing is a write: whoever uses the memory must have come before. */
    race_write((uint64_t)pointer, header->size);
    uint64_t cells = (header->size + HEAP_CELL - 1) / HEAP_CELL;
    memset(cell_of((uint64_t)pointer), HEAP_FREED, cells);
}

/* Without the check for races an early free shows only in the order in which somebody uses the
 * memory later: then it is a step, which writes all of the memory. */
void posix_free(void *pointer)
{
    if (!pointer) return;
    await_effect(current);
    Header *header = header_of(pointer);
    if (races_wanted || run.threads == 1 || !header) {
        free_now(pointer, header);
        return;
    }
    step_begin(&(Op){.address = (uint64_t)pointer,
                     .size = (uint32_t)header->size,
                     .kind = LIVE_KIND_FREE,
                     .writes = true});
    free_now(pointer, header);
    step_end(true, 0, 0);
}

void *posix_realloc(void *pointer, size_t size)
{
    if (!pointer) return allocate(size, HEAP_CELL);
    Header *header = header_of(pointer);
    if (!header) fail(LIVE_BAD_FREE, "what is reallocated was not allocated");
    if (is_freed(header))
        fail_at((uint64_t)pointer, LIVE_USE_AFTER_FREE, "memory is reallocated after it was freed");
    void *moved = allocate(size, HEAP_CELL);
    if (!moved) return NULL;
    memcpy(moved, pointer, header->size < size ? header->size : size);
    posix_free(pointer);
    return moved;
}

void *posix_aligned_alloc(size_t alignment, size_t size)
{
    if (!alignment || alignment & (alignment - 1)) return errno = EINVAL, NULL;
    return allocate(size, alignment < HEAP_CELL ? HEAP_CELL : alignment);
}

int posix_posix_memalign(void **ret, size_t alignment, size_t size)
{
    if (alignment < sizeof(void *) || alignment & (alignment - 1)) return EINVAL;
    void *pointer = posix_aligned_alloc(alignment, size);
    if (!pointer) return ENOMEM;
    *ret = pointer;
    return 0;
}

char *posix_strndup(const char *text, size_t most)
{
    size_t length = strnlen(text, most);
    char *copy = allocate(length + 1, HEAP_CELL);
    if (!copy) return NULL;
    memcpy(copy, text, length);
    copy[length] = 0;
    return copy;
}

char *posix_strdup(const char *text)
{
    return posix_strndup(text, strlen(text));
}
