#include "checker/live/runtime/thread.h"

#include "checker/live/addresses.h"
#include "checker/live/runtime/heap.h"
#include "checker/live/runtime/pages.h"

#define STACKS ((char *)LIVE_STACKS)
#define PAGE ((size_t)4096)

void stack_entry(void); /* hooks.S */

void stacks_begin(void)
{
    pages_reserve(STACKS, LIVE_STACK_SPACING * LIVE_MOST_THREADS);
    for (uint32_t i = 0; i < LIVE_MOST_THREADS; i++)
        pages_forbid(STACKS + i * LIVE_STACK_SPACING, PAGE);
}

char *stack_base(uint32_t thread)
{
    return STACKS + (thread + 1) * LIVE_STACK_SPACING;
}

void *stack_prepare(uint32_t thread, void (*entry)(void))
{
    uint64_t *top = (uint64_t *)stack_base(thread) - 5;
    top[0] = (uint64_t)stack_entry; /* where fiber_switch jumps to */
    top[1] = (uint64_t)entry;
    top[2] = 0; /* a return address of nobody ends every walk */
    top[3] = top[4] = 0;
    return top;
}

uint32_t stack_owner(uint64_t address)
{
    uint64_t offset = address - (uint64_t)STACKS;
    return offset < LIVE_STACK_SPACING * LIVE_MOST_THREADS ? (uint32_t)(offset / LIVE_STACK_SPACING)
                                                           : NOBODY;
}

uint64_t stack_end(uint64_t address)
{
    uint32_t owner = stack_owner(address);
    return owner == NOBODY ? heap_end(address) : (uint64_t)stack_base(owner);
}

uint32_t stack_guard_owner(uint64_t address)
{
    uint32_t owner = stack_owner(address);
    if (owner == NOBODY) return NOBODY;
    return (address - (uint64_t)STACKS) % LIVE_STACK_SPACING < PAGE ? owner : NOBODY;
}

void stack_walk(const Frame *frame, LiveStack *ret)
{
    ret->count = 0;
    if (!frame) return;
    ret->pc[ret->count++] = frame->pc;
    uint64_t low = (uint64_t)frame, pointer = frame->rbp;
    /* Whatever stack it is (a coroutine's, perhaps): frames lie ever higher, and not far apart. */
    while (ret->count < LIVE_MOST_FRAMES && pointer > low && pointer - low < LIVE_STACK_SPACING &&
           pointer % 8 == 0) {
        const uint64_t *link = (const uint64_t *)pointer;
        if (link[1] < 4096) break;
        ret->pc[ret->count++] = link[1];
        low = pointer;
        pointer = link[0];
    }
}
