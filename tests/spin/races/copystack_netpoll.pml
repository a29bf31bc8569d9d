/* Race 2, golang/go#9186: a stack is shrunk while the network poller readies its goroutine.
 *
 * The world is stopped.  The collector has the one P and shrinks the stack of G, which waits for the
 * network; then it starts the world and schedules.  The poller's M has no P and comes back when it
 * likes.  G executes nothing until it is scheduled.
 *
 * -DBROKEN    copystack reads G's status and then waits for that status; else it takes whichever of the
 *             two legal ones is there, looking again after each failure
 * -DDIAGNOSE  casgstatus throws when it waits for Gwaiting and sees Grunnable
 */
#include "runtime.pml"

mtype = { bad_status, waiting_but_runnable, stack_has_no_owner, queued_twice, lost_wakeup };

byte status = Gwaiting;
bool poll_waits = true; /* pollDesc.rg is G; who makes it pdReady readies G */
bool new_stack;
bool finished; /* the world has been started, and G runs */
byte runq; /* how often G is queued */

inline read_status(ret_old)
{
    ret_old = status & ~Gscan;
    throw_unless(bad_status, ret_old == Gwaiting || ret_old == Grunnable)
}

#ifdef DIAGNOSE
inline leave_waiting(after) /* casgstatus(gp, Gwaiting, after) */
{
    do
    :: cas(status, Gwaiting, after) -> break
    :: status != Gwaiting -> throw_unless(waiting_but_runnable, status != Grunnable)
    od
}
#else
inline leave_waiting(after) { casgstatus(status, Gwaiting, after) }
#endif

inline casgcopystack(ret_old)
{
    read_status(ret_old);
#ifdef BROKEN
    if
    :: ret_old == Gwaiting -> leave_waiting(Gcopystack)
    :: else -> casgstatus(status, ret_old, Gcopystack)
    fi
#else
    do
    :: cas(status, ret_old, Gcopystack) -> break
    :: status != ret_old -> read_status(ret_old)
    od
#endif
}

inline injectglist()
{
    lock();
    leave_waiting(Grunnable);
    atomic { runq++; must(queued_twice, runq == 1) } /* under the lock, and nobody looks without it */
    unlock()
}

active proctype netpoller()
{
    if
    :: cas(poll_waits, true, false)
    :: !poll_waits -> goto stopm
    fi;
    lock(); /* an idle P would go on with G; in a stop there is none */
    unlock();
    injectglist();
stopm:
    skip
}

active proctype gc()
{
    byte old;

    casgcopystack(old);
    atomic { must(stack_has_no_owner, status == Gcopystack); new_stack = true }
    casgstatus(status, Gcopystack, old);

    if /* startTheWorld polls by itself, without waiting */
    :: cas(poll_waits, true, false) -> injectglist()
    :: true
    fi;

    do /* schedule */
    :: lock();
        if
        :: runq > 0 -> runq--; unlock(); break
        :: else -> unlock(); runq > 0
        fi
    od;
    throw_unless(lost_wakeup, status == Grunnable);
    casgstatus(status, Grunnable, Grunning);
    finished = true;
    must(queued_twice, runq == 0)
}
