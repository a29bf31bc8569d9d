/* Race 3, golang/go#10941: the collector has each stack scanned once a round.
 *
 * The collector, on its own P, treats one goroutine G, which runs on M2 and p2:
 * (default)  G runs, makes a call, then a system call that does not return
 * -DCALLS    G is runnable; when it runs it makes calls for ever
 * -DROUNDS   G runs and parks; M2 runs somebody who readies it; it makes a system call that returns, a call,
 *            and parks for good.  There are two rounds, and a stop of the world between them
 *
 * -DBROKEN       markroot with stopg; else with scang
 * -DCHECK_VALID  castogscanstatus throws if a running G has been scanned
 * -DNO_SYSCALL, -DKEEPS_REQUEST, -DCLEARS_LATE
 *                wrong fixes: scang waits for a G in a system call; it does not cancel its request; newstack
 *                clears the request when G is Grunning again
 */
#include "runtime.pml"

mtype = { double_scan, castogscanstatus, scan_without_claim, not_stopped };

#ifdef CALLS
byte status = Grunnable;
#else
byte status = Grunning;
#endif
bool preemptscan, preempt, stackguard; /* stackguard: it is stackPreempt */
bool done;                             /* gcworkdone, later gcscandone */
bool valid;                            /* gcscanvalid */
byte scans;                            /* ghost: in this round */
bool gcwaiting, stopnote;
byte stopwait, p2_status = Prunning;
bool curg;                             /* m2.curg is G */
bool finished;                         /* all rounds */

inline scan_unless_done()
{
    if
    :: done
    :: !done ->
        if
        :: valid
        :: !valid ->
            must(scan_without_claim, (status & Gscan) && status != (Gscan | Grunning));
            atomic { scans++; must(double_scan, scans == 1) }
            valid = true
        fi;
        done = true
    fi
}

/* Of a running G.  ret_asked: G was still running. */
inline request(ret_asked)
{
#ifdef CHECK_VALID
    throw_unless(castogscanstatus, !valid);
#endif
    if
    :: cas(status, Grunning, Gscan | Grunning) ->
        if
        :: !done -> preemptscan = true; preempt = true; stackguard = true
        :: done
        fi;
        status = Grunning;
        valid = false; /* by the collector, and after the fact */
        ret_asked = true
    :: status != Grunning -> ret_asked = false
    fi
}

/* ret_restart: G is claimed and has been scanned. */
inline stopg(ret_restart)
{
    ret_restart = false;
    do
    :: done -> break
    :: !done ->
        seen = status;
        if
        :: seen == Grunning ->
            request(asked);
            when(asked, break)
        :: seen & Gscan -> break
        :: else ->
            when_cas(status, seen, Gscan | seen, scan_unless_done(); ret_restart = true; break)
        fi
    od
}

#ifdef BROKEN
inline markroot()
{
    done = false;
    stopg(restart);
    do
    :: status != Grunning -> break
    :: status == Grunning ->
        when(done, break)
    od;
    do
    :: done -> break
    :: !done ->
        if
        :: status == Gwaiting || status == Grunnable -> stopg(restart)
        :: else /* this is where a system call is left out */
        fi
    od;
    when(restart, status = seen)
}
#else
#ifdef NO_SYSCALL
#define claimable(s) (s == Gwaiting || s == Grunnable)
#else
#define claimable(s) (s == Gwaiting || s == Grunnable || s == Gsyscall)
#endif

inline markroot() /* scang */
{
    done = false;
    do
    :: done -> break
    :: !done ->
        seen = status;
        if
        :: seen == Grunning ->
            still_pending(asked, preemptscan);
            if
            :: asked
            :: else -> request(asked)
            fi
        :: claimable(seen) ->
            when_cas(status, seen, Gscan | seen, scan_unless_done(); status = seen)
        :: else
        fi
    od;
#ifndef KEEPS_REQUEST
    preemptscan = false
#endif
}
#endif

inline start_round()
{
    atomic { done = false; scans = 0 }
    valid = false
}

inline stop_and_start_the_world()
{
    lock();
    stopwait = 2;
    gcwaiting = true;
    if /* preemptall */
    :: p2_status == Prunning ->
        when(curg, preempt = true; stackguard = true)
    :: p2_status != Prunning
    fi;
    stopwait--;
    when_cas(p2_status, Psyscall, Pgcstop, stopwait--);
    atomic { asked = stopwait > 0; unlock() }
    when(asked, note_sleep(stopnote));
    throw_unless(not_stopped, stopwait == 0);
    lock();
    p2_status = Pidle;
    gcwaiting = false;
    unlock()
}

active proctype gc()
{
    byte seen;
    bool asked, restart;

    start_round();
    markroot();
#ifdef ROUNDS
    stop_and_start_the_world();
    start_round();
    markroot();
#endif
    finished = true
}

/* From here on: M2, and G on it. */

inline stopped(before) /* under sched.lock */
{
    if
    :: cas(p2_status, before, Pgcstop) ->
        stopwait--;
        when(stopwait == 0, note_wakeup(stopnote))
    :: p2_status != before
    fi
}

inline to_running(before)
{
    casgstatus(status, before, Grunning);
    valid = false
}

/* Until G is executed.  `parked`, `others`: G is on no queue; a goroutine that readies it is. */
inline schedule()
{
    curg = false;
    do
    :: gcwaiting -> lock(); stopped(Prunning); unlock(); atomic { cas(p2_status, Pidle, Prunning) }
    :: !gcwaiting ->
        if
        :: !parked -> break
        :: parked && others -> others = false; parked = false; casgstatus(status, Gwaiting, Grunnable)
        :: else -> gcwaiting
        fi
    od;
    to_running(Grunnable);
    preempt = false;
    stackguard = false;
    curg = true
}

inline call() /* a prologue, and newstack */
{
    if
    :: stackguard ->
        casgstatus(status, Grunning, Gwaiting);
        if
        :: preemptscan ->
            casgstatus(status, Gwaiting, Gscan | Gwaiting);
            scan_unless_done();
#if !defined(BROKEN) && !defined(CLEARS_LATE)
            preemptscan = false;
            preempt = false;
#endif
            status = Gwaiting;
            to_running(Gwaiting);
            stackguard = false;
#if defined(BROKEN) || defined(CLEARS_LATE)
            preempt = false;
            preemptscan = false
#endif
        :: !preemptscan ->
            to_running(Gwaiting);
            casgstatus(status, Grunning, Grunnable);
            schedule()
        fi
    :: !stackguard
    fi
}

inline entersyscall()
{
    stackguard = true;
    casgstatus(status, Grunning, Gsyscall);
    p2_status = Psyscall;
    if
    :: gcwaiting ->
        lock();
        when(stopwait > 0, stopped(Psyscall));
        unlock()
    :: !gcwaiting
    fi
}

inline exitsyscall()
{
    got = false;
    if
    :: cas(p2_status, Psyscall, Prunning) -> got = true
    :: p2_status != Psyscall ->
        when_cas(p2_status, Pidle, Prunning, got = true)
    fi;
    if
    :: got -> to_running(Gsyscall); got = preempt; stackguard = got
    :: else -> casgstatus(status, Gsyscall, Grunnable); cas(p2_status, Pidle, Prunning); schedule()
    fi
}

inline park()
{
    parked = true;
    casgstatus(status, Grunning, Gwaiting);
    schedule()
}

active proctype M2()
{
    bool parked, others, got;

#if defined(CALLS)
    schedule();
    do
    :: call()
    od;
#elif defined(ROUNDS)
    curg = true;
    others = true;
    park();
    entersyscall();
    exitsyscall();
    call();
    park()
#else
    curg = true;
    call();
    entersyscall()
#endif
}
