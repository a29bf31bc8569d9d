/* Race 1, golang/go#10618: forEachP and stopTheWorld count in the same variable.
 *
 * M3 stops the world, starts it and calls forEachP, from p2.  M1 enters a system call on p1.  M2 comes
 * out of one, without a P, and enters another.  M4 is the idle M that startm wakes; it goes on where
 * M2 leaves off if M2 found no P.  Only p1 changes hands.  No system call returns a second time.
 *
 * -DBROKEN      forEachP counts in stopwait and sleeps on stopnote, instead of having its own
 * -DTEST_EARLY  reentersyscall looks at runSafePointFn before it gives up its P (Go 1.5 as released)
 */
#include "runtime.pml"

#ifdef BROKEN
#define COUNT stopwait
#define NOTE stopnote
#else
#define COUNT safePointWait
#define NOTE safePointNote
#endif

mtype = { not_stopped, counter_in_use, missed_p, not_done, invalid_p, stray_stop, fn_once, fn_at_safe_point,
          counts_each_p, stopwait_counts };

bool finished; /* forEachP has returned */
bool gcwaiting, stopnote, safePointNote, runq, m4_idle = true, m4_park;
short stopwait, safePointWait;
byte p1_status = Prunning, p2_status = Prunning, p1_m = 1;
bool p1_flag, p1_idle; /* p1.runSafePointFn; p1 is on the idle list */

byte fn_runs, winners; /* ghosts: of fn(p1); those who won the flag and have not counted down */
bool counting;         /* ghost: forEachP waits */

#define me (_pid + 1)

inline take_idle_p() { atomic { got = p1_idle; p1_idle = false } }

inline count_stopped_p()
{
    stopwait--;
    when(stopwait == 0, note_wakeup(stopnote))
}

/* fn(p1); it must not be another M's at the time. */
inline fn()
{
    atomic {
        must(fn_at_safe_point, p1_status != Prunning || p1_m == me || p1_m == 0);
        fn_runs++;
        must(fn_once, fn_runs == 1)
    }
}

inline count_fn()
{
    atomic { COUNT--; winners-- }
    when(COUNT == 0, note_wakeup(NOTE))
}

#define win_flag atomic { p1_flag -> p1_flag = false; winners++ }

inline runSafePointFn()
{
    if
    :: p1_flag ->
        if
        :: win_flag -> fn(); lock(); count_fn(); unlock()
        :: !p1_flag
        fi
    :: !p1_flag
    fi
}

/* m.p stays p1 throughout, whoever has it by now. */
inline reentersyscall()
{
#ifdef TEST_EARLY
    runSafePointFn();
#endif
    p1_m = 0;
    p1_status = Psyscall;
#ifndef TEST_EARLY
    runSafePointFn();
#endif
    if
    :: gcwaiting -> /* entersyscall_gcwait */
        lock();
        if
        :: stopwait > 0 ->
            when_cas(p1_status, Psyscall, Pgcstop, count_stopped_p())
        :: else
        fi;
        unlock()
    :: !gcwaiting
    fi
}

inline acquirep()
{
    throw_unless(invalid_p, p1_m == 0 && p1_status == Pidle);
    p1_m = me;
    p1_status = Prunning
}

active proctype M1()
{
    reentersyscall();
end:
    false
}

active proctype M2()
{
    bool got;

    when(p1_idle, lock(); take_idle_p(); unlock());
    if
    :: got
    :: else -> lock(); take_idle_p(); runq = !got; unlock()
    fi;
    when(got, acquirep(); reentersyscall());
end:
    false
}

inline startm() /* p1, which the caller has; m4_idle */
{
    lock();
    m4_idle = false;
    unlock();
    m4_park = true
}

inline wakep()
{
    if
    :: p1_idle ->
        lock();
        take_idle_p();
        if
        :: got && m4_idle -> unlock(); startm()
        :: else -> p1_idle = got; unlock()
        fi
    :: !p1_idle
    fi
}

/* Whether other Ms spin, which decides between starting an M and the idle list, is left open. */
inline handoffp()
{
    if
    :: m4_idle -> startm()
    :: lock();
        if
        :: win_flag -> fn(); count_fn()
        :: !p1_flag
        fi;
        assert(!runq); /* else: startm */
        p1_idle = true;
        unlock()
    fi
}

active proctype M3()
{
    bool got, wait;

    lock(); /* stopTheWorldWithSema */
    stopwait = 2;
    gcwaiting = true;
    p2_status = Pgcstop;
    stopwait--;
    when_cas(p1_status, Psyscall, Pgcstop, stopwait--);
    assert(!p1_idle); /* no P of the idle list to stop */
    atomic { wait = stopwait > 0; unlock() }
    when(wait, note_sleep(stopnote));
    throw_unless(not_stopped, stopwait == 0);
    throw_unless(not_stopped, p1_status == Pgcstop);

    lock(); /* startTheWorldWithSema */
    p2_status = Prunning;
    p1_status = Pidle;
    p1_idle = true;
    gcwaiting = false;
    unlock();
    wakep();

    lock(); /* forEachP */
    throw_unless(counter_in_use, COUNT == 0);
    COUNT = 1;
    p1_flag = true;
    if
    :: p1_idle ->
        if
        :: win_flag -> fn(); atomic { COUNT--; winners-- }
        :: !p1_flag
        fi
    :: else
    fi;
    atomic { wait = COUNT > 0; counting = true; unlock() }
    if
    :: p1_status == Psyscall ->
        when(p1_flag, when_cas(p1_status, Psyscall, Pidle, handoffp()))
    :: p1_status != Psyscall
    fi;
    when(wait, note_sleep(NOTE));
    counting = false;
    throw_unless(not_done, COUNT == 0);
    throw_unless(missed_p, !p1_flag);
    finished = true;
end:
    false
}

active proctype M4()
{
end:
    m4_park;
    m4_park = false;
    acquirep();
schedule:
    assert(!gcwaiting); /* M4 is not woken before the stop has ended */
    runSafePointFn();
    lock();
    if
    :: p1_flag -> unlock(); goto schedule
    :: !p1_flag && runq -> runq = false; unlock(); reentersyscall(); goto blocked
    :: else ->
        p1_m = 0;
        p1_status = Pidle;
        atomic { p1_idle = true; m4_idle = true; unlock() }
        goto end
    fi;
end_blocked:
blocked:
    false
}

/* What must be so in every state. */
active proctype monitor()
{
end:
    if
    :: !gcwaiting && p1_status == Pgcstop -> must(stray_stop, false)
    :: counting && !sched_lock && COUNT != p1_flag + winners -> must(counts_each_p, false)
    :: gcwaiting && !sched_lock && stopwait != (p1_status != Pgcstop) + (p2_status != Pgcstop) ->
        must(stopwait_counts, false)
    fi
}
