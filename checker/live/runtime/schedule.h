/* Steps: what a thread does with others watching.  Before each one the search decides who goes on.
 */
#ifndef CHECKER_LIVE_SCHEDULE_H
#define CHECKER_LIVE_SCHEDULE_H

#include "checker/live/runtime/thread.h"

/* Others run until somebody goes on here. */
ALWAYS_INLINE void fiber_leave(Thread *self, void *to)
{
    fiber_switch(&self->stack_pointer, to);
    fiber_landed(self);
}

/* The parts of step_begin_pending: the search decides, returning where to go on (NULL: here), and
 * the step begins. */
void *step_turn(void);
void step_take(Thread *self);

/* The current thread is about to make its pending step.  Returns when it is to make it: at once if
 * the search so decides, or after others have moved, or never.  Inline: each return from a function
 * that others have run in is one that the processor predicts wrongly. */
ALWAYS_INLINE void step_begin_pending(void)
{
    Thread *self = current;
    void *to = step_turn();
    if (to) fiber_leave(self, to);
    step_take(self);
}

/* The same, of this step.  Inline, so that callers build it where it is wanted. */
static inline void step_begin(const Op *op)
{
    current->pending = *op;
    step_begin_pending();
}

/* It made the step, and wrote or only read.  `before` and `after` are what the cell held, if it is
 * one. */
void step_end(bool wrote, uint64_t before, uint64_t after);

/* With hook_scrubs a hook in which others have run leaves nothing of ours below the caller's frame.
 */
extern bool hook_scrubs;
void hook_scrub(void);

/* Something that a step brings along and others may depend on: a lock was released. */
void step_release(uint64_t address, bool writes);

/* Run on at once: `thread` stands between two steps. */
void schedule_run_on(uint32_t thread);

/* The current thread waits for something that is not a step of its own, or has ended.  What it is
 * made of returns where to go on; NULL: here. */
void *schedule_turn(void);
ALWAYS_INLINE void schedule_leave(void)
{
    Thread *self = current;
    void *to = schedule_turn();
    if (to) fiber_leave(self, to);
}

/* The current thread waits until somebody lets it run on, which is no decision. */
ALWAYS_INLINE void schedule_park(void)
{
    run.parked |= bit(current->id);
    schedule_leave();
}

void schedule_unpark(uint32_t thread);

extern void *explorer_stack;
void *schedule_enter(uint32_t thread); /* where it stands; it is the current one then */

/* The search lets a thread go on; returns when the execution has ended, as `ending` says, or not:
 * when the search wants to be on its own stack, because it may come back to a decision
 * (schedule_decided is what it was), or because it sees every state and has not decided. */
static inline void schedule_resume(uint32_t thread)
{
    fiber_switch(&explorer_stack, schedule_enter(thread));
}
extern uint32_t schedule_decided;

/* Something is wrong.  Ends the execution, or with keep_going the current thread; does not return.
 */
_Noreturn void fail(LiveVerdict verdict, const char *message);
/* The same, and with the text of a second string after the first. */
_Noreturn void fail_with(LiveVerdict verdict, const char *message, const char *detail);

extern const char too_long[]; /* the message of an execution that was cut off */

/* Count a failure, and keep the first one for the report. */
void record_failure(LiveVerdict verdict, const char *message);

#endif
