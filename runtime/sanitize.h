/* What sanitizers, and checker live, have to be told by a program that has stacks of its own.
 * Nothing otherwise.
 *
 * The thread sanitizer needs no word: threads stay threads, and whatever a goroutine did on one is
 * ordered before what it does on the next by the runtime's own atomics, which it then checks too.
 * The runtime is compiled without its entry and exit marks, as frames of g0 end without returning.
 */
#ifndef RUNTIME_SANITIZE_H
#define RUNTIME_SANITIZE_H

#include "runtime/world.h"

#ifdef RUNTIME_LIVE
#include "checker/live/program.h"
#include "runtime/os.h"

/* What this thread was on, and will begin anew: states that differ there only are the same. */
extern _Thread_local Stack left_behind;
#endif

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>

/* Before a switch to the stack that lies in `to`. */
static inline void leaving_for(Stack to)
{
    __sanitizer_start_switch_fiber(NULL, (const void *)to.lo, to.hi - to.lo);
}
/* First thing on a stack. */
static inline void arrived(void)
{
    __sanitizer_finish_switch_fiber(NULL, NULL, NULL);
}
/* No frame is left on this stack. */
static inline void forget_frames(Stack stack)
{
    __asan_unpoison_memory_region((void *)stack.lo, stack.hi - stack.lo);
}
static inline void poison(void *cell, size_t size)
{
    __asan_poison_memory_region(cell, size);
}
static inline void unpoison(void *cell, size_t size)
{
    __asan_unpoison_memory_region(cell, size);
}
#else
static inline void leaving_for(Stack to)
{
    (void)to;
}
static inline void arrived(void)
{
#ifdef RUNTIME_LIVE
    if (left_behind.lo) checker_forget((void *)left_behind.lo, left_behind.hi - left_behind.lo);
    left_behind.lo = 0;
#endif
}
static inline void forget_frames(Stack stack)
{
    (void)stack;
}
static inline void poison(void *cell, size_t size)
{
    (void)cell;
    (void)size;
}
static inline void unpoison(void *cell, size_t size)
{
    (void)cell;
    (void)size;
}
#endif

/* Before a switch: the frames on this stack will not be gone back to. */
static inline void leaving_for_good(void)
{
#ifdef RUNTIME_LIVE
    left_behind = getg()->stack;
#endif
}

/* For functions that look at words of other functions' frames: they lie between red zones, and a
 * goroutine in a system call may change them meanwhile. */
#define LOOKS_AT_FRAMES __attribute__((no_sanitize("address", "thread")))

#endif
