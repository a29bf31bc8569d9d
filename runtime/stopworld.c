/* Stopping and starting the world (proc1.go: stopTheWorldWithSema, startTheWorldWithSema,
 * procresize, preemptall, preemptone; the caller's status: proc.go of CL 533455).
 *
 * Left out: gomaxprocs changes. */
#include "runtime/disguise.h"
#include "runtime/goroutine.h"
#include "runtime/lists.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/step.h"
#include "runtime/stop.h"

enum { AGAIN = 100000 }; /* ns after which whoever waits for all Ps renews its requests */

/* The P's M and the M's goroutine are read one after the other and may have changed by the time the
 * request is stored, so it may hit the wrong goroutine or miss. */
void preemptone(P *p)
{
    STEP(PREEMPTONE_M);
    M *mp = load(&p->m);
    if (!mp || mp == getm()) return;
    STEP(PREEMPTONE_CURG);
    G *gp = load(&mp->curg);
    if (!gp) return;
    STEP(PREEMPTONE_PREEMPT);
    store(&gp->preempt, true);
    STEP(PREEMPTONE_STACKGUARD);
    store(&gp->stackguard0, STACK_PREEMPT);
}

/* Ask the goroutine of every running P to stop.  Best effort. */
void preemptall(void)
{
    for (uint32_t i = 0; i < sched.procs; i++) {
        P *p = &sched.allp[i];
        STEP(PREEMPTALL_P);
        if (p != getm()->p && load(&p->status) == Prunning) preemptone(p);
    }
}

void sleep_for_all_ps(StepId step, Note *note)
{
    for (;;) {
        at_step(step);
        if (notetsleep(note, AGAIN)) break;
        preemptall();
    }
    noteclear(note);
}

/* -------- stop -------- */

/* Under sched.lock: take every P that nobody runs. */
static void stop_what_does_not_run(void)
{
    for (uint32_t i = 0; i < sched.procs; i++) {
        P *p = &sched.allp[i];
        STEP(STW_RETAKE_P);
        if (cas(&p->status, Psyscall, Pgcstop)) {
            xadd(&p->syscalltick, 1);
            xadd(&sched.stopwait, -1);
        }
    }
    for (;;) {
        STEP(STW_IDLE_P);
        P *p = pidleget();
        if (!p) return;
        store(&p->status, Pgcstop);
        xadd(&sched.stopwait, -1);
    }
}

static void check_all_stopped(void)
{
    STEP(STW_CHECK_WAIT);
    if (load(&sched.stopwait)) throws(THROW_STOPTHEWORLD_NOT_STOPPED);
    for (uint32_t i = 0; i < sched.procs; i++) {
        STEP(STW_CHECK_P);
        if (load(&sched.allp[i].status) != Pgcstop) throws(THROW_STOPTHEWORLD_NOT_STOPPED);
    }
}

/* On g0.  Whether to wait is decided under the lock: if nobody is left, nobody posts the note. */
static void stop(void *unused)
{
    M *mp = getm();
    G *gp = load(&mp->curg);

    (void)unused;
    disguise(STEP_STW_CALLER, gp, setting(STOP_CALLER), "stopTheWorld");
    if (mp->locks) throws(THROW_STOPTHEWORLD_HOLDING_LOCKS);
    STEP(STW_LOCK);
    lock(&sched.lock);
    STEP(STW_GCWAITING);
    store(&sched.stopwait, (int32_t)sched.procs);
    store(&sched.gcwaiting, 1);
    preemptall();
    STEP(STW_OWN_P);
    store(&mp->p->status, Pgcstop);
    xadd(&sched.stopwait, -1);
    stop_what_does_not_run();
    STEP(STW_UNLOCK);
    bool wait = load(&sched.stopwait) > 0;
    unlock(&sched.lock);
    if (wait) sleep_for_all_ps(STEP_STW_SLEEP, &sched.stopnote);
    check_all_stopped();
    undisguise(STEP_STW_CALLER_BACK, STEP_STW_SCANVALID, gp, setting(STOP_CALLER));
}

void stopTheWorldWithSema(void)
{
    systemstack(stop, NULL);
}

void stopTheWorld(void)
{
    semacquire(&sched.worldsema);
    stopTheWorldWithSema();
}

/* -------- start -------- */

/* procresize, under sched.lock: the Ps that have something to run, linked, each with its M if there
 * is an idle one. */
static P *resize(M *mp)
{
    P *runnable = NULL;

    STEP(START_OWN_P);
    store(&mp->p->status, Prunning);
    for (uint32_t i = sched.procs; i > 0; i--) {
        P *p = &sched.allp[i - 1];
        if (p == mp->p) continue;
        STEP(START_P_STATUS);
        store(&p->status, Pidle);
        STEP(START_P_IDLE);
        if (runqempty(p)) {
            pidleput(p);
            continue;
        }
        store(&p->m, mget());
        p->link = runnable;
        runnable = p;
    }
    STEP(START_P_STATUS); /* there is no further P */
    return runnable;
}

/* Until its note is posted the M sleeps, so who follows p.m meanwhile finds an M without a
 * goroutine. */
static void start_p(P *p)
{
    STEP(START_HAND_OVER);
    M *mp = load(&p->m);
    p->link = NULL;
    if (!mp) {
        if (sched.fixed_ms) startm(p, false);
        else newm(p, false);
        return;
    }
    store(&p->m, NULL);
    if (load(&mp->nextp)) throws(THROW_START_NEXTP);
    hand_over(mp, p);
}

/* On g0.  From gcwaiting = 0 on the stop is history, also for those who still act on having seen
 * it. */
static void start(void *unused)
{
    (void)unused;
    STEP(START_BEGIN);
    M *mp = acquirem();
    netpoll_now();
    STEP(START_LOCK);
    lock(&sched.lock);
    P *runnable = resize(mp);
    STEP(START_GCWAITING);
    store(&sched.gcwaiting, 0);
    if (sched.has_sysmon) {
        STEP(START_SYSMON);
        wake_sysmon();
    }
    STEP(START_UNLOCK);
    unlock(&sched.lock);
    while (runnable) {
        P *p = runnable;
        runnable = p->link;
        start_p(p);
    }
    STEP(START_WAKEP);
    releasem(mp);
    if (load(&sched.npidle)) wakep();
}

void startTheWorldWithSema(void)
{
    systemstack(start, NULL);
}

void startTheWorld(void)
{
    startTheWorldWithSema();
    semrelease(&sched.worldsema);
}
