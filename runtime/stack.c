/* Mapping stacks, and keeping those of the smallest size for the next goroutine. */
#include "runtime/stack.h"

#include "runtime/panic.h"
#include "runtime/sanitize.h"

enum { POOL_MOST = 1024 }; /* stacks that are kept */

/* Free stacks of STACK_MIN; the first word of each is the next one's lo. */
static struct {
    Lock lock;
    uintptr_t first;
    uint32_t count;
} pool;

static Stack map_stack(uintptr_t size)
{
    size_t whole = size + STACK_GUARD_PAGE;
    void *mapping = os_map(whole);
    if (!mapping || !os_forbid(mapping, STACK_GUARD_PAGE)) throw_text("stackalloc: out of memory");
    uintptr_t lo = (uintptr_t)mapping + STACK_GUARD_PAGE;
    return (Stack){lo, lo + size};
}

static uintptr_t pool_take(void)
{
    lock(&pool.lock);
    uintptr_t lo = pool.first;
    if (lo) {
        pool.first = *(uintptr_t *)lo;
        pool.count--;
    }
    unlock(&pool.lock);
    return lo;
}

static bool pool_put(uintptr_t lo)
{
    lock(&pool.lock);
    bool kept = pool.count < POOL_MOST;
    if (kept) {
        *(uintptr_t *)lo = pool.first;
        pool.first = lo;
        pool.count++;
    }
    unlock(&pool.lock);
    return kept;
}

Stack stack_alloc(uintptr_t size)
{
    uintptr_t lo = size == STACK_MIN ? pool_take() : 0;
    return lo ? (Stack){lo, lo + size} : map_stack(size);
}

void stack_free(Stack stack)
{
    uintptr_t size = stack.hi - stack.lo;
    forget_frames(stack);
    if (size == STACK_MIN && pool_put(stack.lo)) return;
    os_unmap((void *)(stack.lo - STACK_GUARD_PAGE), size + STACK_GUARD_PAGE);
}

uintptr_t stack_top(Stack stack)
{
    return stack.hi - STACK_HEADROOM;
}

uintptr_t stack_guard(Stack stack)
{
    return stack.lo + STACK_GUARD;
}
