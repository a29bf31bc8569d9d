/* What the compiler calls before plain and volatile accesses.  Plain ones are checked for data
 * races and for freed memory; with --plain-steps those off the thread's own stack are steps, too.
 * Volatile ones are announced as such if checker-cc was told --volatile-atomics: they are relaxed
 * atomics. */
#include "checker/live/runtime/plain_hooks.h"

#include "checker/live/runtime/await.h"
#include "checker/live/runtime/heap.h"
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/race.h"
#include "checker/live/runtime/schedule.h"

#include <string.h>

bool plain_hooks_step;

/* On its first stack, or on the one that it runs on. */
static bool is_own(uint64_t address)
{
    if (stack_owner(address) == current->id) return true;
    uint64_t here = (uint64_t)hook_frame;
    return address >= here && heap_has(here) && address < heap_end(here);
}

static bool writes(LiveKind kind)
{
    return kind == LIVE_KIND_WRITE || kind == LIVE_KIND_VOLATILE_WRITE;
}

static void touch(LiveKind kind, uint64_t address, uint64_t size)
{
    switch (kind) {
    case LIVE_KIND_READ:
        race_read(address, size);
        return;
    case LIVE_KIND_WRITE:
        race_write(address, size);
        return;
    case LIVE_KIND_VOLATILE_READ:
        race_atomic_load(address, size, __ATOMIC_RELAXED);
        return;
    default:
        race_atomic_store(address, size, __ATOMIC_RELAXED);
    }
}

/* An access that is no step. */
static void check(LiveKind kind, uint64_t address, uint64_t size)
{
    bool own = is_own(address), seen = current->visits && !own;
    if (seen && writes(kind)) await_effect(current);
    else if (seen) await_plain_read(current, address, (uint32_t)size);
    if (own && kind == LIVE_KIND_READ) race_own_stack(address, size, false);
    else if (own && kind == LIVE_KIND_WRITE) race_own_stack(address, size, true);
    else touch(kind, address, size);
}

static void check_read(uint64_t address, uint64_t size)
{
    check(LIVE_KIND_READ, address, size);
}

static void check_write(uint64_t address, uint64_t size)
{
    check(LIVE_KIND_WRITE, address, size);
}

/* As if hooks.S had saved a frame, of which only these two are looked at here: where the caller's
 * own frame is, and where in it we are. */
#define TAKE_FRAME()                                                                               \
    (hook_frame = (Frame *)((char *)__builtin_frame_address(0) - offsetof(Frame, rbp)))

/* A step of its own, unless nobody else can see it. */
static void step_with(LiveKind kind, uint64_t address, uint64_t size, uint64_t other, int byte)
{
    if (is_own(address) || run.threads == 1) {
        check(kind, address, size);
        return;
    }
    uint64_t value = 0;
    Op op = {.address = address,
             .size = (uint32_t)size,
             .kind = (uint8_t)kind,
             .writes = writes(kind),
             .rest = {other, (uint64_t)byte}};
    step_begin(&op);
    touch(kind, address, size);
    memcpy(&value, (const void *)address, size < sizeof value ? size : sizeof value);
    step_end(writes(kind), value, value);
}

static void step(LiveKind kind, uint64_t address, uint64_t size)
{
    step_with(kind, address, size, 0, 0);
}

#define ACCESSES(size)                                                                             \
    void plain_read##size(uint64_t address);                                                       \
    void plain_read##size(uint64_t address)                                                        \
    {                                                                                              \
        TAKE_FRAME();                                                                              \
        check_read(address, size);                                                                 \
    }                                                                                              \
    void plain_write##size(uint64_t address);                                                      \
    void plain_write##size(uint64_t address)                                                       \
    {                                                                                              \
        TAKE_FRAME();                                                                              \
        check_write(address, size);                                                                \
    }                                                                                              \
    void plain_update##size(uint64_t address);                                                     \
    void plain_update##size(uint64_t address)                                                      \
    {                                                                                              \
        TAKE_FRAME();                                                                              \
        check_read(address, size);                                                                 \
        check_write(address, size);                                                                \
    }                                                                                              \
    void plain_read##size##_step(uint64_t address);                                                \
    void plain_read##size##_step(uint64_t address)                                                 \
    {                                                                                              \
        step(LIVE_KIND_READ, address, size);                                                       \
    }                                                                                              \
    void plain_write##size##_step(uint64_t address);                                               \
    void plain_write##size##_step(uint64_t address)                                                \
    {                                                                                              \
        step(LIVE_KIND_WRITE, address, size);                                                      \
    }                                                                                              \
    void plain_update##size##_step(uint64_t address);                                              \
    void plain_update##size##_step(uint64_t address)                                               \
    {                                                                                              \
        step(LIVE_KIND_WRITE, address, size);                                                      \
    }                                                                                              \
    void volatile_read##size(uint64_t address);                                                    \
    void volatile_read##size(uint64_t address)                                                     \
    {                                                                                              \
        step(LIVE_KIND_VOLATILE_READ, address, size);                                              \
    }                                                                                              \
    void volatile_write##size(uint64_t address);                                                   \
    void volatile_write##size(uint64_t address)                                                    \
    {                                                                                              \
        step(LIVE_KIND_VOLATILE_WRITE, address, size);                                             \
    }

ACCESSES(1)
ACCESSES(2)
ACCESSES(4)
ACCESSES(8)
ACCESSES(16)

void plain_read_range(uint64_t address, uint64_t size)
{
    TAKE_FRAME();
    check_read(address, size);
}

void plain_write_range(uint64_t address, uint64_t size)
{
    TAKE_FRAME();
    check_write(address, size);
}

void plain_read_range_step(uint64_t address, uint64_t size)
{
    step(LIVE_KIND_READ, address, size);
}

void plain_write_range_step(uint64_t address, uint64_t size)
{
    step(LIVE_KIND_WRITE, address, size);
}

void plain_vptr_update(uint64_t address, uint64_t value)
{
    TAKE_FRAME();
    (void)value;
    check_write(address, sizeof value);
}

void plain_vptr_update_step(uint64_t address, uint64_t value)
{
    step(LIVE_KIND_WRITE, address, sizeof value);
}

/* -------- copies that the compilers do not announce -------- */

static void announce(LiveKind kind, const void *memory, size_t size, const void *other, int byte)
{
    uint64_t address = (uint64_t)memory;
    if (!size) return;
    if (plain_hooks_step) step_with(kind, address, size, (uint64_t)other, byte);
    else check(kind, address, size);
}

void *posix_memcpy(void *to, const void *from, size_t size)
{
    announce(LIVE_KIND_READ, from, size, to, 0);
    announce(LIVE_KIND_WRITE, to, size, from, 0);
    return memcpy(to, from, size);
}

void *posix_memmove(void *to, const void *from, size_t size)
{
    announce(LIVE_KIND_READ, from, size, to, 0);
    announce(LIVE_KIND_WRITE, to, size, from, 0);
    return memmove(to, from, size);
}

void *posix_memset(void *to, int byte, size_t size)
{
    announce(LIVE_KIND_WRITE, to, size, NULL, byte);
    return memset(to, byte, size);
}
