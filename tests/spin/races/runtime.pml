/* What the races share of Go's runtime: statuses, sched.lock, notes, and how a status changes.
 *
 * One statement makes at most one access that another thread can race with.  Of the things that must
 * be so, a run looks for one to break (-DLOOK_FOR=NAME), or for any but one (-DPASS_OVER=NAME), or for any.
 * -DBLOCKING: who would spin sleeps instead, so that a hang is an invalid end state.
 */
#ifndef LOOK_FOR
#define LOOK_FOR any
#endif
#ifndef PASS_OVER
#define PASS_OVER none
#endif
mtype = { any, none };

#define looked_for(name) (LOOK_FOR == name || (LOOK_FOR == any && PASS_OVER != name))
#define must(name, condition) assert((condition) || !looked_for(name))

#define when(condition, action) if :: condition -> action :: else fi

/* A throw is the end of the thread, and of the run if it is the one looked for. */
inline throw_unless(name, condition) { when(!(condition), must(name, false); false) }

#define Pidle 0
#define Prunning 1
#define Psyscall 2
#define Pgcstop 3

#define Grunnable 1
#define Grunning 2
#define Gsyscall 3
#define Gwaiting 4
#define Gdead 6
#define Gcopystack 8
#define Gpreempted 9
#define Gscan 16

bool sched_lock;

inline lock() { atomic { !sched_lock -> sched_lock = true } }
inline unlock() { sched_lock = false }

mtype = { double_wakeup };
inline note_wakeup(note) { atomic { must(double_wakeup, !note); note = true } }
inline note_sleep(note) { atomic { note -> note = false } }

/* As a guard: enabled when it would succeed. */
#define cas(cell, before, after) atomic { cell == (before) -> cell = after }
#define when_cas(cell, before, after, action) if :: cas(cell, before, after) -> action :: cell != (before) fi

inline casgstatus(cell, before, after)
{
    do
    :: cas(cell, before, after) -> break
#ifndef BLOCKING
    :: cell != (before)
#endif
    od
}

/* Is all of a request to a goroutine still there: what is asked for, preempt, stackguard? */
inline still_pending(ret_pending, what)
{
    ret_pending = what;
    ret_pending = ret_pending && preempt;
    ret_pending = ret_pending && stackguard
}

/* What no schedule may hold up for ever, as the file says. */
#ifdef HANG
ltl ends { <> finished }
#endif
