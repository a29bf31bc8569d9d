/* Race 5, golang/go CL 533455: forEachP, or stopTheWorld, against suspendG.
 *
 * A calls forEachP from its goroutine, on g0, and waits for B's P.  B scans A's stack, on g0, and waits
 * until A's goroutine can be claimed.  Before, each makes one function call, where it looks whether it
 * is asked to give way.  A stop that B has heard of holds B until it ends.
 *
 * -DBROKEN  A's goroutine stays Grunning while A waits; else it is Gwaiting
 * -DSTOP    A stops and starts the world instead
 */
#define finished (a_ended && b_ended)
#include "runtime.pml"

mtype = { missed_p, not_done, left_disguise, scan_without_claim };

byte status = Grunning;                /* of A's goroutine */
bool preemptStop, preempt, stackguard; /* the same; stackguard: it is stackPreempt */
bool b_stackguard;                     /* of B's goroutine */
bool asked;                            /* runSafePointFn of B's P, or gcwaiting */
bool b_idle;                           /* B's P is on the idle list */
byte count;                            /* safePointWait, or stopwait */
bool note;                             /* safePointNote, or stopnote */
bool a_ended, b_ended;

inline count_p()
{
    lock();
    count--;
    when(count == 0, note_wakeup(note));
    unlock()
}

/* What schedule does first, on B's M. */
inline safe_point()
{
#ifdef STOP
    when(asked, count_p(); !asked)
#else
    if
    :: cas(asked, true, false) -> count_p()
    :: !asked
    fi
#endif
}

/* preemptPark, and schedule until resumeG has made the goroutine ready. */
inline park()
{
    casgstatus(status, Grunning, Gscan | Gpreempted);
    status = Gpreempted;
    status == Grunnable;
    casgstatus(status, Grunnable, Grunning);
    preempt = false;
    stackguard = false
}

active proctype A()
{
    bool wait;

    if /* a prologue */
    :: stackguard ->
        if
        :: preemptStop -> park()
        :: !preemptStop -> stackguard = false
        fi
    :: !stackguard
    fi;

#ifndef BROKEN
    casgstatus(status, Grunning, Gwaiting);
#endif
    lock();
    count = 1;
    asked = true;
    b_stackguard = true; /* preemptall */
    if
    :: b_idle -> count--;
#ifndef STOP
        asked = false
#endif
    :: else
    fi;
    atomic { wait = count > 0; unlock() }
    when(wait, note_sleep(note));
    throw_unless(not_done, count == 0);
#ifndef STOP
    throw_unless(missed_p, !asked);
#endif
#ifndef BROKEN
    must(left_disguise, status == Gwaiting || status == (Gscan | Gwaiting));
    casgstatus(status, Gwaiting, Grunning);
#endif
#ifdef STOP
    lock(); /* startTheWorld */
    asked = false;
    unlock();
#endif
    casgstatus(status, Grunning, Gdead);
    a_ended = true
}

active proctype B()
{
    byte seen;
    bool pending, stopped;

    if /* a prologue; preempted, it goes on here */
    :: b_stackguard -> b_stackguard = false; safe_point()
    :: !b_stackguard
    fi;

suspendG:
    seen = status;
    if
    :: seen == Gdead -> goto findrunnable
    :: seen == Gpreempted ->
        if
        :: cas(status, Gpreempted, Gwaiting) -> stopped = true; seen = Gwaiting; goto claim
        :: status != Gpreempted -> goto suspendG
        fi
    :: seen == Gwaiting || seen == Grunnable -> goto claim
    :: seen == Grunning ->
        still_pending(pending, preemptStop);
        when(pending, goto suspendG)
    :: else -> goto suspendG
    fi;
    if
    :: cas(status, Grunning, Gscan | Grunning)
    :: status != Grunning -> goto suspendG
    fi;
    preemptStop = true;
    preempt = true;
    stackguard = true;
    status = Grunning;
    goto suspendG;
claim:
    if
    :: cas(status, seen, Gscan | seen)
    :: status != seen -> goto suspendG
    fi;
    preemptStop = false;
    preempt = false;
    stackguard = false;
    must(scan_without_claim, status == (Gscan | seen)); /* scanstack */
    status = seen; /* resumeG */
    when(stopped, casgstatus(status, Gwaiting, Grunnable));

findrunnable: /* the goroutine has ended, and there is no other */
    safe_point();
    lock();
    if
    :: asked -> unlock(); goto findrunnable
    :: else -> b_idle = true; unlock()
    fi;
    b_ended = true
}
