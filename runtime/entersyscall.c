/* The way into a system call (proc1.go: reentersyscall, entersyscall_sysmon, entersyscall_gcwait,
 * runSafePointFn). */
#include "runtime/goroutine.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/step.h"

_Atomic int32_t *foreachp_wait(void)
{
    if (setting(FOREACHP_COUNTER)) return &sched.safePointWait; /* fix: go#10618 */
    return &sched.stopwait;
}

Note *foreachp_note(void)
{
    if (setting(FOREACHP_COUNTER)) return &sched.safePointNote; /* fix: go#10618 */
    return &sched.stopnote;
}

/* On g0: run fn for our own P, once, and count it. */
void runSafePointFn(void)
{
    P *p = getm()->p;

    STEP(RUNFN_CLAIM);
    if (!cas(&p->runSafePointFn, 1, 0)) return;
    STEP(RUNFN_RUN);
    void (*fn)(P *) = load(&sched.safePointFn);
    if (!fn) throws(THROW_NIL_FN);
    xadd(&p->fnruns, 1);
    fn(p);
    STEP(RUNFN_LOCK);
    lock(&sched.lock);
    STEP(RUNFN_COUNT);
    if (xadd(foreachp_wait(), -1) == 0) notewakeup(foreachp_note());
    STEP(RUNFN_UNLOCK);
    unlock(&sched.lock);
}

/* On g0: somebody is running again, so sysmon has something to watch. */
static void entersyscall_sysmon(void *unused)
{
    (void)unused;
    STEP(SYSMONWAKE_LOCK);
    lock(&sched.lock);
    STEP(SYSMONWAKE_NOTE);
    wake_sysmon();
    STEP(SYSMONWAKE_UNLOCK);
    unlock(&sched.lock);
}

/* On g0: the world is stopping.  Unless someone has already taken the P we gave up, retire it
 * ourselves and count it as stopped.  m.p may be stale: the P in Psyscall may be in another M's
 * system call (the ABA of go#10618). */
static void entersyscall_gcwait(void *unused)
{
    P *p = getm()->p;

    (void)unused;
    STEP(GCWAIT_LOCK);
    lock(&sched.lock);
    STEP(GCWAIT_RETIRE_P);
    if (load(&sched.stopwait) > 0 && cas(&p->status, Psyscall, Pgcstop)) {
        xadd(&p->syscalltick, 1);
        STEP(GCWAIT_COUNT_P);
        if (xadd(&sched.stopwait, -1) == 0) notewakeup(&sched.stopnote);
    }
    STEP(GCWAIT_UNLOCK);
    unlock(&sched.lock);
}

static void run_safe_point_fn(void *unused)
{
    (void)unused;
    runSafePointFn();
}

static void look_at_safe_point(P *p)
{
    STEP(ENTERSYSCALL_SAFE_POINT);
    if (load(&p->runSafePointFn)) systemstack(run_safe_point_fn, NULL);
}

/* The goroutine has saved itself in g.syscall.  From the store of Psyscall on, any M may take the
 * P, yet m.p goes on pointing to it. */
void reentersyscall(void)
{
    G *gp = getg();
    M *mp = acquirem();
    P *p = mp->p;

    STEP(ENTERSYSCALL_STACKGUARD);
    store(&gp->stackguard0, STACK_PREEMPT);
    STEP(ENTERSYSCALL_SYSCALLSP);
    store(&gp->syscallsp, gp->syscall.sp);
    casgstatus(STEP_ENTERSYSCALL_STATUS, gp, Grunning, Gsyscall);
    if (sched.has_sysmon) {
        STEP(ENTERSYSCALL_SYSMON);
        if (load(&sched.sysmonwait)) systemstack(entersyscall_sysmon, NULL);
    }
    if (setting(SYSCALL_SAFE_POINT)) look_at_safe_point(p); /* fix: go1.5 */
    STEP(ENTERSYSCALL_RELEASE_P);
    store(&p->m, NULL);
    STEP(ENTERSYSCALL_PSYSCALL);
    store(&p->status, Psyscall);
    /* Late, this looks at a P that may be somebody else's by now. */
    if (!setting(SYSCALL_SAFE_POINT)) look_at_safe_point(p);
    /* What is seen here may be long over when entersyscall_gcwait gets the lock. */
    STEP(ENTERSYSCALL_GCWAITING);
    if (load(&sched.gcwaiting)) systemstack(entersyscall_gcwait, NULL);
    STEP(ENTERSYSCALL_DONE);
    store(&gp->stackguard0, STACK_PREEMPT);
    releasem(mp);
}
