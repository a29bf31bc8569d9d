/* Loops that wait: a thread that reads, finds nothing changed and reads again.
 *
 * A thread that comes to a read with the registers and the stack that it had at an earlier one, and
 * has had no effect in between, went through a loop that changes nothing: it may as well not have
 * moved. So such a loop need not be gone through twice before something that it read has changed;
 * and then an execution in which the thread came later has the same end.
 *
 * Registers and stack are compared by a hash of 128 bits.  A thread has an effect when it writes to
 * memory off its own stack, when a step of it is not a read, and when it calls a function that may
 * do such things unseen.  An atomic store of what is there already is as good as a read of that. */
#ifndef CHECKER_LIVE_AWAIT_H
#define CHECKER_LIVE_AWAIT_H

#include "checker/live/runtime/thread.h"

#include <stdbool.h>

extern bool opaque_call; /* set by functions of libc that touch memory unseen (hooks.S) */

void await_begin(void);
bool await_possible(uint8_t kind); /* a step of this kind may only read */
/* The thread comes to a step: is it back where it was?  Sets op->awaits and thread->local. */
void await_arrive(Thread *thread, Op *op);
/* It read this by a step, without effect; or off its own stack. */
void await_read(Thread *thread, uint64_t address, uint32_t size);
void await_plain_read(Thread *thread, uint64_t address, uint32_t size);
void await_effect(Thread *thread);

/* What it waits for has changed. */
bool await_over(const Thread *thread);
void await_resume(Thread *thread);

/* It is known that a thread with these registers and this stack that reads this value comes back to
 * where it was.  Where no such thing is known at all nothing is looked up. */
extern uint32_t await_facts;
bool await_is_fact(const Local *local, uint64_t value);
static inline bool await_known(const Local *local, uint64_t value)
{
    return await_facts && await_is_fact(local, value);
}

#endif
