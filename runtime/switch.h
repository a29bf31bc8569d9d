/* From one stack to another.
 *
 * A thread is always on one of two stacks: that of g0 of its M, or that of a goroutine; getg() says
 * which.  g0's stack is thrown away whenever a goroutine continues, and begins anew at its top. */
#ifndef RUNTIME_SWITCH_H
#define RUNTIME_SWITCH_H

#include "runtime/world.h"

/* The M of this thread.  A goroutine whose g.m is nil, which must not be, throws. */
M *getm(void);
/* Keep this goroutine on its M, not preempted, until releasem. */
M *acquirem(void);
void releasem(M *mp);

/* On a goroutine: save it, and call fn on g0, which does not return.  Returns when it is continued,
 * perhaps on another M. */
void mcall(void (*fn)(G *gp));
/* Run fn(argument) on g0 and come back; on g0 already: just run it.  The goroutine stays on its M,
 * but if its status lets them, others may scan and move its stack meanwhile: then the argument must
 * not point there. */
void systemstack(void (*fn)(void *argument), void *argument);
/* On g0: continue a goroutine; its status is Grunning. */
_Noreturn void gogo(G *gp);

/* Make gp begin in fn when it is first continued. */
void make_context(G *gp, void (*fn)(void));
/* The first function on a stack calls this first. */
void begin_on_stack(void);
/* From the stack a thread came with: run fn on g0, until leave_g0. */
void enter_g0(M *mp, void (*fn)(G *g0));
_Noreturn void leave_g0(M *mp);

#endif
