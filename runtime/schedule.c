/* One round of the scheduler (proc1.go: schedule, findrunnable, execute).
 *
 * The model leaves out some of what keeps a real runtime fair and busy: stealing from other Ps, and
 * with it Ms that begin to spin by themselves; a look at the global queue every 61st round; taking
 * a share of the global queue at once.  All of that is done only if sched.stealing.
 *
 * Left out: locked Ms, the non-blocking poll, runnext. */
#include "runtime/scheduler.h"

#include "runtime/collector.h"
#include "runtime/lists.h"
#include "runtime/panic.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/step.h"
#include "runtime/switch.h"

/* -------- execute -------- */

_Noreturn void execute(G *gp)
{
    M *mp = getm();

    casgstatus(STEP_EXECUTE_STATUS, gp, Grunnable, Grunning);
    STEP(EXECUTE_SCANVALID);
    store(&gp->gcscanvalid, false);
    STEP(EXECUTE_PREEMPT); /* requests that were made before are lost */
    store(&gp->preempt, false);
    STEP(EXECUTE_STACKGUARD);
    store(&gp->stackguard0, stack_guard(gp->stack));
    xadd(&mp->p->schedtick, 1);
    STEP(EXECUTE_CURG);
    store(&mp->curg, gp);
    STEP(EXECUTE_M);
    store(&gp->m, mp);
    gogo(gp);
}

/* We found work, so there may be more; if nobody looks for it, somebody should. */
static void resetspinning(void)
{
    M *mp = getm();
    int32_t nmspinning;

    STEP(RESETSPINNING_COUNT);
    if (load(&mp->spinning)) {
        store(&mp->spinning, false);
        nmspinning = xadd(&sched.nmspinning, -1);
    } else {
        nmspinning = load(&sched.nmspinning);
    }
    if (nmspinning) return;
    STEP(RESETSPINNING_NPIDLE);
    if (load(&sched.npidle)) wakep();
}

/* -------- where there may be work -------- */

static G *from_global_locked(P *p)
{
    STEP(FINDRUNNABLE_GLOBAL_GET);
    G *gp = globrunqget(p, sched.stealing ? RUNQ_SIZE / 2 : 1);
    STEP(FINDRUNNABLE_GLOBAL_UNLOCK);
    unlock(&sched.lock);
    return gp;
}

static G *from_global(P *p)
{
    STEP(FINDRUNNABLE_GLOBAL);
    if (!load(&sched.runqsize)) return NULL;
    STEP(FINDRUNNABLE_GLOBAL_LOCK);
    lock(&sched.lock);
    return from_global_locked(p);
}

/* A goroutine that always readies another would keep the global queue waiting for ever. */
static G *out_of_fairness(P *p)
{
    if (!sched.stealing || load(&p->schedtick) % 61 || !load(&sched.runqsize)) return NULL;
    lock(&sched.lock);
    G *gp = globrunqget(p, 1);
    unlock(&sched.lock);
    return gp;
}

/* As many Ms spin as half the Ps that are busy: more would only wake one another. */
static bool may_spin(M *mp)
{
    if (load(&mp->spinning)) return true;
    uint32_t busy = sched.procs - load(&sched.npidle);
    if (2 * (uint32_t)load(&sched.nmspinning) >= busy) return false;
    store(&mp->spinning, true);
    xadd(&sched.nmspinning, 1);
    return true;
}

static G *steal(P *p)
{
    M *mp = getm();

    if (!sched.stealing || sched.procs == 1 || !may_spin(mp)) return NULL;
    for (uint32_t i = 0; i < 4 * sched.procs; i++) {
        if (load(&sched.gcwaiting)) return NULL;
        mp->random = mp->random * 1664525 + 1013904223;
        P *from = &sched.allp[(mp->random >> 16) % sched.procs];
        G *gp = from == p ? NULL : runqsteal(p, from);
        if (gp) return gp;
    }
    return NULL;
}

/* Work that came after we had looked, and before it was known that nobody looks any more. */
static bool work_after_all(void)
{
    for (uint32_t i = 0; i < sched.procs; i++)
        if (!runqempty(&sched.allp[i])) return true;
    return false;
}

/* We spun until the end: if there is work now, and a P, go on spinning. */
static bool spin_again(void)
{
    M *mp = getm();

    if (!sched.stealing || !work_after_all()) return false;
    lock(&sched.lock);
    P *p = pidleget();
    unlock(&sched.lock);
    if (!p) return false;
    acquirep(p);
    store(&mp->spinning, true);
    xadd(&sched.nmspinning, 1);
    return true;
}

/* Nothing to do, so nobody needs this P: give it up and sleep.  Returns a goroutine, or NULL after
 * the sleep; with *ret_again nobody has slept, and there is something to look at again. */
static G *give_up(P *p, bool *ret_again)
{
    M *mp = getm();

    STEP(FINDRUNNABLE_LOCK);
    lock(&sched.lock);
    /* Under the lock neither a stop nor a safe point can be announced behind our back. */
    STEP(FINDRUNNABLE_RECHECK);
    *ret_again = load(&sched.gcwaiting) || load(&p->runSafePointFn);
    if (*ret_again) {
        STEP(FINDRUNNABLE_AGAIN);
        unlock(&sched.lock);
        return NULL;
    }
    if (load(&sched.runqsize)) return from_global_locked(p);
    releasep();
    STEP(FINDRUNNABLE_PIDLEPUT);
    pidleput(p);
    STEP(FINDRUNNABLE_UNLOCK);
    unlock(&sched.lock);
    if (load(&mp->spinning)) {
        STEP(FINDRUNNABLE_UNSPIN);
        store(&mp->spinning, false);
        xadd(&sched.nmspinning, -1);
        if (spin_again()) return NULL;
    }
    G *gp = netpoll_as_idle();
    if (!mp->p) stopm();
    return gp;
}

/* Everywhere else than in the local queue. */
static G *look_around(P *p)
{
    STEP(FINDRUNNABLE_SAFE_POINT);
    if (load(&p->runSafePointFn)) runSafePointFn();
    G *gp = from_global(p);
    if (!gp) gp = steal(p);
    if (gp) return gp;
    STEP(FINDRUNNABLE_BLACKEN);
    if (!load(&work.blackenEnabled)) return NULL;
    gp = findRunnableGCWorker(p, WORKER_IDLE_MODE);
    STEP(FINDRUNNABLE_IDLE_WORKER);
    return gp;
}

/* NULL: we have slept, so begin again with schedule. */
static G *findrunnable(P *p)
{
    G *gp;
    bool again;

    do {
        STEP(FINDRUNNABLE_GCWAITING);
        if (load(&sched.gcwaiting)) {
            gcstopm();
            return NULL;
        }
        gp = look_around(p);
        again = false;
        if (!gp) gp = give_up(p, &again);
    } while (again);
    return gp;
}

/* -------- schedule -------- */

/* One look; NULL: look again. */
static G *find(void)
{
    M *mp = getm();
    P *p = mp->p;

    if (mp->locks) throws(THROW_SCHEDULE_LOCKS);
    STEP(SCHEDULE_GCWAITING);
    if (load(&sched.gcwaiting)) {
        gcstopm();
        return NULL;
    }
    STEP(SCHEDULE_SAFE_POINT);
    if (load(&p->runSafePointFn)) runSafePointFn();
    STEP(SCHEDULE_BLACKEN);
    G *gp = NULL;
    if (load(&work.blackenEnabled)) {
        gp = findRunnableGCWorker(p, WORKER_DEDICATED);
        STEP(SCHEDULE_WORKER);
    }
    if (!gp) gp = out_of_fairness(p);
    if (gp) {
        resetspinning();
        return gp;
    }
    STEP(SCHEDULE_RUNQ);
    gp = runqget(p);
    if (gp) {
        if (load(&mp->spinning)) throws(THROW_SCHEDULE_SPINNING);
        return gp;
    }
    gp = findrunnable(p);
    if (gp) resetspinning();
    return gp;
}

_Noreturn void schedule_from_poller(void)
{
    G *gp = netpoll_block();
    if (!gp) {
        stopm();
        schedule();
    }
    resetspinning();
    execute(gp);
}

_Noreturn void schedule(void)
{
    G *gp;
    do
        gp = find();
    while (!gp);
    execute(gp);
}
