/* forEachP: run a function for every P, each at a safe point of its own (proc1.go; the disguise of
 * its caller: proc.go of CL 533455).
 *
 * While the caller waits and sched.lock is free, the count is the number of flags still set plus
 * the Ms that have won a flag and not counted it yet. */
#include "runtime/disguise.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/step.h"
#include "runtime/stop.h"
#include "runtime/switch.h"

/* Before the wait: announce fn, raise the flags, run it for idle Ps.  Returns whether to wait. */
static bool announce(P *own, void (*fn)(P *))
{
    STEP(FOREACHP_LOCK);
    lock(&sched.lock);
    STEP(FOREACHP_BEGIN);
    if (load(foreachp_wait())) throws(THROW_FOREACHP_WAIT);
    store(foreachp_wait(), (int32_t)sched.procs - 1);
    store(&sched.safePointFn, fn);
    for (uint32_t i = 0; i < sched.procs; i++)
        store(&sched.allp[i].fnruns, 0);
    for (uint32_t i = 0; i < sched.procs; i++) {
        STEP(FOREACHP_FLAG_P);
        if (&sched.allp[i] != own) store(&sched.allp[i].runSafePointFn, 1);
    }
    preemptall();
    STEP(FOREACHP_FIRST_IDLE);
    for (P *p = load(&sched.pidle); p; p = p->link) {
        STEP(FOREACHP_IDLE_P);
        if (!cas(&p->runSafePointFn, 1, 0)) continue;
        xadd(&p->fnruns, 1);
        fn(p);
        xadd(foreachp_wait(), -1);
    }
    STEP(FOREACHP_UNLOCK);
    bool wait = load(foreachp_wait()) > 0;
    unlock(&sched.lock);
    return wait;
}

/* Take the Ps that sit in system calls: handoffp runs fn for them. */
static void retake_syscalls(void)
{
    for (uint32_t i = 0; i < sched.procs; i++) {
        P *p = &sched.allp[i];
        STEP(FOREACHP_RETAKE_STATUS);
        if (load(&p->status) != Psyscall) continue;
        STEP(FOREACHP_RETAKE_FLAG);
        if (!load(&p->runSafePointFn)) continue;
        STEP(FOREACHP_RETAKE_P);
        if (!cas(&p->status, Psyscall, Pidle)) continue;
        xadd(&p->syscalltick, 1);
        handoffp(p);
    }
}

/* After the wait: nobody may have been missed. */
static void conclude(void)
{
    STEP(FOREACHP_CHECK_WAIT);
    if (load(foreachp_wait())) throws(THROW_FOREACHP_NOT_DONE);
    for (uint32_t i = 0; i < sched.procs; i++) {
        STEP(FOREACHP_CHECK_P);
        if (load(&sched.allp[i].runSafePointFn)) throws(THROW_FOREACHP_NOT_RUN);
    }
    STEP(FOREACHP_END_LOCK);
    lock(&sched.lock);
    STEP(FOREACHP_END);
    store(&sched.safePointFn, NULL);
    STEP(FOREACHP_END_UNLOCK);
    unlock(&sched.lock);
}

/* On g0.  The cell is on the caller's stack: read before the disguise, while that stays put. */
static void for_each_p(void *cell)
{
    void (*fn)(P *) = *(void (**)(P *))cell;
    M *mp = getm();
    P *own = mp->p;
    G *gp = load(&mp->curg);

    disguise(STEP_FOREACHP_CALLER_STATUS, gp, setting(FOREACHP_CALLER), "forEachP");
    acquirem();
    bool wait = announce(own, fn);
    STEP(FOREACHP_OWN_P);
    xadd(&own->fnruns, 1);
    fn(own);
    retake_syscalls();
    if (wait) sleep_for_all_ps(STEP_FOREACHP_SLEEP, foreachp_note());
    conclude();
    releasem(mp);
    undisguise(STEP_FOREACHP_CALLER_BACK, STEP_FOREACHP_SCANVALID, gp, setting(FOREACHP_CALLER));
}

void forEachP(void (*fn)(P *p))
{
    systemstack(for_each_p, &fn);
}
