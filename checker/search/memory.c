#include "checker/search/memory.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE ((uintptr_t)1 << 12)
#define FIRST_HEAP (9 << 17) /* what a scenario and a short search take */
#define FIRST_STACK (1 << 16)
#define LARGE (1 << 19) /* not in the heap, but in pages of its own */
#define FIRST_ROOM 64
#define STATUS_FAILED 4 /* as in program/status.h */

/* Without stdio: that may want memory, too. */
void memory_exhausted(uint64_t bytes)
{
    char text[80];
    int length = snprintf(text, sizeof text, "checker: out of memory: %llu bytes cannot be had\n",
                          (unsigned long long)bytes);
    ssize_t written = write(STDERR_FILENO, text, (size_t)length);
    (void)written;
    _exit(STATUS_FAILED);
}

void memory_touch(void *start, size_t size)
{
    uintptr_t first = ((uintptr_t)start + PAGE - 1) & -PAGE;
    uintptr_t end = ((uintptr_t)start + size) & -PAGE;
    if (first < end) madvise((void *)first, end - first, MADV_POPULATE_WRITE);
}

/* All of it is one block, which is then free, and stays at the end of the heap. */
void memory_begin(void)
{
    mallopt(M_MMAP_THRESHOLD, 2 * FIRST_HEAP);
    mallopt(M_TRIM_THRESHOLD, 2 * FIRST_HEAP);
    void *heap = malloc(FIRST_HEAP);
    if (heap) memory_touch(heap, FIRST_HEAP);
    free(heap);
    mallopt(M_MMAP_THRESHOLD, LARGE);
    char *stack = __builtin_frame_address(0);
    memory_touch(stack - FIRST_STACK, FIRST_STACK);
}

void *memory_new(uint64_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (!memory) memory_exhausted(count * size);
    return memory;
}

void *memory_new_apart(uint64_t count, size_t size)
{
    size_t bytes = (count * size / MEMORY_APART + 1) * MEMORY_APART;
    void *memory = aligned_alloc(MEMORY_APART, bytes);
    if (!memory) memory_exhausted(count * size);
    return memset(memory, 0, bytes);
}

void memory_reserve(void *array, uint32_t *room, uint32_t index, size_t size)
{
    if (index < *room) return;
    uint64_t wanted = *room > 0 ? 2 * (uint64_t)*room : FIRST_ROOM;
    if (wanted <= index) wanted = index + UINT64_C(1);
    if (wanted > UINT32_MAX) wanted = UINT32_MAX;

    /* The pointer has a type of its own, so it is read and written as bytes. */
    void *elements;
    memcpy(&elements, array, sizeof elements);
    elements = realloc(elements, wanted * size);
    if (!elements || index >= wanted) memory_exhausted(wanted * size);
    memcpy(array, &elements, sizeof elements);
    *room = (uint32_t)wanted;
}
