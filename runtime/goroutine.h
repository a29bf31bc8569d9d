/* What a goroutine may do: the runtime's face to the code that runs on it.
 *
 * Goroutines are preempted, and their stacks moved, only in `prologue` (runtime/stack.h) and in the
 * calls below.  Pointers into a goroutine's own stack are therefore kept there or in registers, and
 * nowhere else, across such a call. */
#ifndef RUNTIME_GOROUTINE_H
#define RUNTIME_GOROUTINE_H

#include "runtime/sema.h"
#include "runtime/switch.h"
#include "runtime/world.h"

/* Begin a goroutine that runs fn(argument). */
G *go(void (*fn)(void *argument), void *argument);
/* Let others run: to the back of the global queue. */
void gosched(void);
/* Wait until somebody calls ready_g for this goroutine. */
void park(void);
/* Wait until gp is in park, and make it runnable. */
void ready_g(G *gp);

/* Around whatever may block the thread.  Between the two the goroutine has no P, and calls nothing
 * of the runtime; objects of the heap that it uses are found if it has had them before. */
void reentersyscall(void);
static inline __attribute__((always_inline)) void entersyscall(void)
{
    gosave(&getg()->syscall); /* here, as a callee may have registers of ours on its own frame */
    reentersyscall();
}
void exitsyscall(void);

/* Stop and start the world; in between this goroutine runs alone, and does not give way. */
void stopTheWorld(void);
void startTheWorld(void);

#endif
