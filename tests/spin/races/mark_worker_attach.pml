/* Race 4, golang/go#13978: a mark worker is attached to its P before it has parked.
 *
 * The worker W is back from gcMarkDone, on M1; its P is M2's, which looks for work, and there is one
 * piece.  When that is done W goes to gcMarkDone once more, which ends marking.  Only the M that has
 * W's P runs it, so nothing has to be stopped for that.
 *
 * -DBROKEN        W attaches itself before it parks; else the callback of gopark does, on g0
 * -DBEFORE_DROPG  a wrong fix: park_m attaches W between the status change and dropg
 * -DSTAYS         a wrong worker: it goes to gcMarkDone without detaching itself
 */
#include "runtime.pml"

mtype = { nil_m, two_ms, running_on_another_m, not_parked, blackening_off, dead_worker };

byte status = Grunning;
bool attached;          /* p.gcBgMarkWorker: W or nil */
bool blacken = true;    /* gcBlackenEnabled */
byte mark_work = 1;
byte g_m = 1;           /* W's g.m, 0 for nil */
bool curg[3];           /* m.curg: W or nil */
bool finished;          /* W has run on its own P */
bool wants_attach;      /* park.attach, on W's stack */
byte busy_ms = 1;       /* ghost: Ms that execute W, or still act for it */

#define me (_pid + 1)

/* acquirem, a write barrier, semacquire: whatever looks at g.m first */
inline use_g_m() { throw_unless(nil_m, g_m != 0) }

inline attach(ret_ok)
{
    atomic {
        ret_ok = !attached;
        must(not_parked, attached || (status == Gwaiting && busy_ms == 0));
        attached = true
    }
}

inline execute()
{
    atomic {
        status == Grunnable -> status = Grunning;
        busy_ms++;
        must(two_ms, busy_ms == 1)
    }
    curg[me] = true;
    g_m = me;
    must(running_on_another_m, status == Grunning && g_m == me)
}

/* On g0.  From the first change on, whoever waits for Gwaiting may take W. */
inline park_m(ret_ok)
{
    casgstatus(status, Grunning, Gwaiting);
#ifdef BEFORE_DROPG
    attach(ret_ok);
#endif
    atomic { /* dropg: m.curg.m = nil; the rest is private */
        when(curg[me], g_m = 0);
        curg[me] = false;
        busy_ms--
    }
#if !defined(BROKEN) && !defined(BEFORE_DROPG)
    when(wants_attach, wants_attach = false; attach(ret_ok))
#endif
}

active [2] proctype machine()
{
    bool ok;

    if
    :: me == 1 -> curg[1] = true; goto marked
    :: else -> goto schedule
    fi;

schedule:
    ok = false;
    if
    :: me == 1 -> goto end /* neither a worker nor anything else to run */
    :: me == 2 && !blacken -> goto end
    :: me == 2 && blacken && attached && mark_work > 0 /* findRunnableGCWorker */
    fi;
    casgstatus(status, Gwaiting, Grunnable);
start:
    execute();

    /* gcBgMarkWorker, after gopark */
    if
    :: attached
    :: !attached -> goto leave
    fi;
    use_g_m();
    throw_unless(blackening_off, blacken);
    mark_work = 0;
#ifndef STAYS
    attached = false;
#endif
    use_g_m();
    blacken = false; /* gcMarkDone */
    finished = true;
marked:
    use_g_m();
#ifdef BROKEN
    attach(ok);
    if
    :: ok
    :: else -> goto leave
    fi;
#else
    wants_attach = true;
#endif
    use_g_m(); /* gopark */
    ok = true;
    park_m(ok);
    if
    :: ok -> goto schedule
    :: else -> casgstatus(status, Gwaiting, Grunnable); goto start
    fi;

leave:
    status = Gdead;
    must(dead_worker, !attached);
end:
    false
}
