/* Stacks: where they come from, and how they are exchanged for others.
 *
 * A stack is a mapping of its own with a page below it that nobody may touch.  Sizes are powers of
 * two; a goroutine starts with STACK_MIN. */
#ifndef RUNTIME_STACK_H
#define RUNTIME_STACK_H

#include "runtime/step.h"
#include "runtime/world.h"

/* Sanitizers make frames several times as large. */
#ifdef RUNTIME_LIVE
enum { STACK_MIN = 8 << 10, STACK_SYSTEM = 8 << 10, STACK_GUARD_PAGE = 0 };
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { STACK_MIN = 64 << 10, STACK_SYSTEM = 256 << 10, STACK_GUARD_PAGE = 4096 };
#else
enum { STACK_MIN = 16 << 10, STACK_SYSTEM = 64 << 10, STACK_GUARD_PAGE = 4096 };
#endif
enum {
    STACK_MAX = 8 << 20,
    /* Below stackguard0 there is room for what has no prologue: the runtime, the C library. */
    STACK_GUARD = STACK_MIN / 2,
    STACK_HEADROOM = 256, /* above the first frame; belongs to none */
    STACK_ALIGN = 4096
};

/* In the place of stackguard0: larger than any sp. */
#define STACK_PREEMPT ((uintptr_t)-1314)

/* A stack of `size` usable bytes; aborts without memory. */
Stack stack_alloc(uintptr_t size);
void stack_free(Stack stack);
/* Where the first frame of an empty stack begins. */
uintptr_t stack_top(Stack stack);
/* The normal stackguard0 of a goroutine on this stack. */
uintptr_t stack_guard(Stack stack);

/* Give gp, whose status is Gcopystack, a stack of `size` bytes with the same contents.  Every word
 * of the old one that points into it, and those of its Gobuf and Sudog, point into the new one
 * afterwards. */
void copystack(G *gp, uintptr_t size);
/* Halve the stack of a goroutine that does not run, if it uses less than a quarter of it; the
 * world is stopped. */
void shrinkstack(G *gp);

/* -------- on the stack of a goroutine -------- */

/* The slow path of a prologue that has read `guard`: preemption requests, and more stack. */
void morestack(uintptr_t need, uintptr_t guard);

/* Read anew each time: a number made of an address on the stack, and kept by the compiler, would
 * not follow when the stack moves. */
static inline __attribute__((always_inline)) uintptr_t stack_pointer(void)
{
    uintptr_t sp;
#ifdef __x86_64__
    __asm__ volatile("movq %%rsp, %0" : "=r"(sp));
#else
    __asm__ volatile("mov %0, sp" : "=r"(sp));
#endif
    return sp;
}

/* The prologue of a function of a goroutine: where it may be preempted, and its stack moved if
 * less than `need` bytes are left.  Pointers into the stack that lie elsewhere than on it do not
 * survive this. */
static inline __attribute__((always_inline)) void prologue(uintptr_t need)
{
    STEP(PROLOGUE_CHECK);
    uintptr_t guard = load(&getg()->stackguard0);
    if (stack_pointer() - need < guard) morestack(need, guard);
}

/* On g0: somebody wants gp to stop. */
_Noreturn void newstack(G *gp);
/* On g0: gp grows its own stack until `need` bytes are left. */
void grow_stack(G *gp, uintptr_t need);

#endif
