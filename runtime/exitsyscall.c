/* The way back from a system call (proc1.go: exitsyscall, exitsyscallfast, exitsyscallfast_pidle,
 * exitsyscall0). */
#include "runtime/goroutine.h"
#include "runtime/lists.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/step.h"

/* Under sched.lock: an idle P; then sysmon has something to watch. */
static P *take_idle_p(StepId take, StepId wake)
{
    at_step(take);
    P *p = pidleget();
    if (!p || !sched.has_sysmon) return p;
    at_step(wake);
    wake_sysmon();
    return p;
}

/* On g0: no P came free.  The goroutine has to wait for one; this happens during a stop, too. */
static void exitsyscall0(G *gp)
{
    casgstatus(STEP_EXITSYSCALL0_STATUS, gp, Gsyscall, Grunnable);
    dropg();
    STEP(EXITSYSCALL0_LOCK);
    lock(&sched.lock);
    P *p = take_idle_p(STEP_EXITSYSCALL0_TAKE_P, STEP_EXITSYSCALL0_SYSMON);
    if (!p) globrunqput(gp);
    STEP(EXITSYSCALL0_UNLOCK);
    unlock(&sched.lock);
    if (p) {
        acquirep(p);
        execute(gp);
    }
    stopm();
    schedule();
}

/* The old P, if it is still ours. */
static bool take_old_p(M *mp)
{
    P *p = mp->p;

    STEP(EXITSYSCALL_OLD_P);
    if (p && cas(&p->status, Psyscall, Prunning)) {
        STEP(EXITSYSCALL_OWN_P);
        store(&p->m, mp);
        return true;
    }
    mp->p = NULL;
    return false;
}

static bool take_any_p(void)
{
    STEP(EXITSYSCALL_PIDLE);
    if (!load(&sched.pidle)) return false;
    STEP(EXITSYSCALL_LOCK);
    lock(&sched.lock);
    P *p = take_idle_p(STEP_EXITSYSCALL_TAKE_P, STEP_EXITSYSCALL_SYSMON);
    STEP(EXITSYSCALL_UNLOCK);
    unlock(&sched.lock);
    if (p) acquirep(p);
    return p;
}

/* Take the old P back, else an idle one, else queue up for one. */
void exitsyscall(void)
{
    G *gp = getg();
    M *mp = acquirem();

    if (!take_old_p(mp) && !take_any_p()) {
        releasem(mp);
        mcall(exitsyscall0); /* execute makes us Grunning and restores the guard */
        STEP(EXITSYSCALL_RESCHEDULED);
        store(&gp->syscallsp, 0);
        xadd(&getm()->p->syscalltick, 1);
        return;
    }
    xadd(&mp->p->syscalltick, 1);
    casgstatus(STEP_EXITSYSCALL_STATUS, gp, Gsyscall, Grunning);
    STEP(EXITSYSCALL_SCANVALID);
    store(&gp->gcscanvalid, false);
    STEP(EXITSYSCALL_SYSCALLSP);
    store(&gp->syscallsp, 0);
    releasem(mp);
    STEP(EXITSYSCALL_PREEMPT);
    bool preempt = load(&gp->preempt);
    STEP(EXITSYSCALL_STACKGUARD);
    store(&gp->stackguard0, preempt ? STACK_PREEMPT : stack_guard(gp->stack));
}
