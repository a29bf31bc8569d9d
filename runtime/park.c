/* Taking a goroutine off its M, and making it runnable again (proc1.go, proc.go: gopark, park_m,
 * dropg, ready, Gosched, preemptPark, goexit0).
 *
 * Left out: locked threads, tracing. */
#include "runtime/collector.h"
#include "runtime/goroutine.h"
#include "runtime/lists.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/status.h"
#include "runtime/step.h"
#include "runtime/switch.h"

/* This M no longer runs its goroutine. */
void dropg(void)
{
    M *mp = getm();

    STEP(DROPG_G);
    store(&load(&mp->curg)->m, NULL);
    STEP(DROPG_M);
    store(&mp->curg, NULL);
}

/* On g0.  Between the status and dropg the goroutine can be claimed by whoever waits for Gwaiting,
 * while g.m still is this M; dropg goes through m.curg, not through gp. */
static void park_m(G *gp)
{
    M *mp = getm();

    casgstatus(STEP_PARK_M_STATUS, gp, Grunning, Gwaiting);
    if (setting(WORKER_ATTACH) == BEFORE_DROPG) attach_before_dropg(mp, gp);
    dropg();
    STEP(PARK_M_CALLBACK);
    if (mp->waitunlockf) {
        bool parked = mp->waitunlockf(gp, mp->waitlock);
        STEP(PARK_CALLBACK_RETURNED);
        mp->waitunlockf = NULL;
        mp->waitlock = NULL;
        if (!parked) {
            casgstatus(STEP_PARK_M_UNPARK, gp, Gwaiting, Grunnable);
            execute(gp);
        }
    }
    schedule();
}

static void park_checked(bool (*unlockf)(G *gp, void *waitlock), void *waitlock, const char *reason)
{
    G *gp = getg();
    M *mp = acquirem();

    STEP(GOPARK_STATUS);
    uint32_t status = readgstatus(gp);
    if (status != Grunning && status != (Gscan | Grunning)) throws(THROW_GOPARK_BAD_STATUS);
    mp->waitunlockf = unlockf;
    mp->waitlock = waitlock;
    gp->waitreason = reason;
    releasem(mp);
    mcall(park_m);
}

void gopark(bool (*unlockf)(G *gp, void *waitlock), void *waitlock, const char *reason)
{
    STEP(GOPARK_CHECK);
    park_checked(unlockf, waitlock, reason);
}

bool parkunlock(G *gp, void *l)
{
    (void)gp;
    unlock(l);
    return true;
}

void ready(G *gp)
{
    M *mp = acquirem();

    STEP(READY_STATUS);
    if ((readgstatus(gp) & ~(uint32_t)Gscan) != Gwaiting) throws(THROW_GOREADY_BAD_STATUS);
    casgstatus(STEP_READY_RUNNABLE, gp, Gwaiting, Grunnable);
    STEP(READY_RUNQPUT);
    runqput(mp->p, gp);
    STEP(READY_NPIDLE);
    if (load(&sched.npidle)) wakep();
    releasem(mp);
}

static void ready_on_g0(void *gp)
{
    ready(gp);
}

void goready(G *gp)
{
    systemstack(ready_on_g0, gp);
}

/* -------- park and ready_g: the simplest wait queue -------- */

static bool park_unlock(G *gp, void *unused)
{
    (void)unused;
    STEP(PARK_UNLOCK);
    store(&gp->queued, true);
    return true;
}

void park(void)
{
    STEP(PARK_ENQUEUE); /* in the model g.m is looked at in the same step */
    park_checked(park_unlock, NULL, "park");
}

void ready_g(G *gp)
{
    for (;;) {
        STEP(READY_FIND);
        if (cas(&gp->queued, true, false)) break;
        gosched();
    }
    goready(gp);
}

/* -------- giving way -------- */

_Noreturn static void to_global_queue(G *gp)
{
    dropg();
    STEP(GOSCHED_LOCK);
    lock(&sched.lock);
    STEP(GOSCHED_QUEUE);
    globrunqput(gp);
    STEP(GOSCHED_UNLOCK);
    unlock(&sched.lock);
    schedule();
}

static void gosched_m(G *gp)
{
    casgstatus(STEP_GOSCHED_STATUS, gp, Grunning, Grunnable);
    to_global_queue(gp);
}

void gosched(void)
{
    mcall(gosched_m);
}

_Noreturn void gopreempt_m(G *gp)
{
    casgstatus(STEP_GOPREEMPT_STATUS, gp, Grunning, Grunnable);
    to_global_queue(gp);
}

/* Stop where suspendG finds us, and stay until resumeG.  The scan bit keeps suspendG away until
 * dropg is done. */
_Noreturn void preemptPark(G *gp)
{
    for (uint32_t tries = 0;; tries++) {
        STEP(PREEMPTPARK_STATUS);
        if (cas(&gp->atomicstatus, Grunning, Gscan | Gpreempted)) break;
        os_spin(tries);
    }
    dropg();
    STEP(PREEMPTPARK_UNCLAIM);
    casfrom_gscanstatus(gp, Gpreempted);
    schedule();
}
