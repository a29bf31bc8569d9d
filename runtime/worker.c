/* The background mark worker of a P, and how its P's scheduler finds it (mgc.go before and at
 * eb3b1830b01f: gcBgMarkWorker, gcController.findRunnableGCWorker).
 *
 * Attaching publishes the worker: from then on the scheduler of its P waits for it to be Gwaiting
 * and runs it.  A worker that comes back from gcMarkDone may be on any other P at that moment.
 *
 * Left out: fractional workers. */
#include "runtime/collector.h"
#include "runtime/goroutine.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/status.h"
#include "runtime/step.h"

/* Lies on the worker's own stack, for its callback. */
typedef struct Park {
    M *m;
    P *attach; /* where to attach once it is parked */
} Park;

/* -------- parking -------- */

/* Before the fix the callback only ends what acquirem began. */
static bool release(G *gp, void *mp)
{
    (void)gp;
    STEP(RELEASEM_CALLBACK);
    releasem(mp); /* not park.m: the worker may run elsewhere by now, and have changed it */
    return true;
}

/* Once the worker is attached, its stack, and with it `park`, may be in use on another M. */
static bool release_and_attach(G *gp, void *p)
{
    Park *park = p;

    STEP(ATTACH_CALLBACK);
    releasem(getm()); /* not park->m: attached early, the worker may have changed it by now */
    P *home = park->attach;
    if (!home) return true;
    park->attach = NULL;
    STEP(ATTACH_CAS);
    return cas(&home->gcBgMarkWorker, NULL, gp); /* the P may have got another worker */
}

/* Not history: what if park_m did it before dropg?  The callback still comes, and reports the
 * failure. */
void attach_before_dropg(M *mp, G *gp)
{
    if (mp->waitunlockf != release_and_attach) return;
    Park *park = mp->waitlock;
    STEP(ATTACH_EARLY);
    P *home = park->attach;
    if (!home) return;
    park->attach = NULL;
    STEP(ATTACH_EARLY_CAS);
    if (!cas(&home->gcBgMarkWorker, NULL, gp)) park->attach = home;
}

/* To be woken by findRunnableGCWorker. */
static void sleep_as_worker(Park *park)
{
    if (setting(WORKER_ATTACH) == BEFORE_PARK) gopark(release, park->m, "GC worker (idle)");
    else gopark(release_and_attach, park, "GC worker (idle)");
}

/* Get ready to attach, or do so at once; false if the P has another worker. */
static bool prepare(Park *park, P *home)
{
    STEP(WORKER_START);
    park->m = acquirem();
    STEP(WORKER_ATTACH);
    if (setting(WORKER_ATTACH) != BEFORE_PARK) {
        park->attach = home; /* fix: go#13363 */
        return true;
    }
    if (cas(&home->gcBgMarkWorker, NULL, getg())) return true; /* while still running */
    releasem(park->m);
    return false;
}

/* -------- working -------- */

/* Everything that can be found now; returns whether marking may be done. */
static bool mark(P *home)
{
    STEP(WORKER_BLACKEN);
    if (!load(&work.blackenEnabled)) throws(THROW_BLACKENING_DISABLED);
    STEP(WORKER_BUSY);
    xadd(&work.nwait, -1);
    do
        STEP(WORKER_DRAIN);
    while (gcdrain_one(home));
    STEP(WORKER_TOKEN);
    if (load(&home->gcMarkWorkerMode) == WORKER_DEDICATED) xadd(&work.dedicated, 1);
    STEP(WORKER_IDLE);
    int32_t nwait = xadd(&work.nwait, 1), nproc = load(&work.nproc);
    if (nwait > nproc) throws(THROW_NWAIT);
    if (nwait != nproc) return false;
    STEP(WORKER_WORK_LEFT);
    return !gcMarkWorkAvailable(NULL);
}

/* One life of a worker: it ends when its P has another. */
void gcBgMarkWorker(void *p)
{
    P *home = p;
    G *gp = getg();
    Park park;

    bool attached = prepare(&park, home);
    semrelease(&work.bgMarkReady);
    while (attached) {
        sleep_as_worker(&park);
        STEP(WORKER_HOME);
        if (load(&home->gcBgMarkWorker) != gp) return;
        STEP(WORKER_ACQUIREM);
        park.m = acquirem();
        if (!mark(home)) continue;
        STEP(WORKER_DETACH);
        if (setting(WORKER_EXIT)) store(&home->gcBgMarkWorker, NULL);
        releasem(park.m);
        gcMarkDone();
        attached = prepare(&park, home);
    }
}

/* -------- on g0: the scheduler's side -------- */

/* A token for a dedicated worker. */
static bool take_token(void)
{
    STEP(FINDWORKER_TOKENS_LEFT);
    if (load(&work.dedicated) <= 0) return false;
    STEP(FINDWORKER_TAKE_TOKEN);
    if (xadd(&work.dedicated, -1) >= 0) return true;
    STEP(FINDWORKER_GIVE_BACK); /* lost a race */
    xadd(&work.dedicated, 1);
    return false;
}

/* casgstatus waits for a worker that is attached to be parked as well. */
G *findRunnableGCWorker(P *p, uint32_t mode)
{
    STEP(FINDWORKER_CHECK);
    if (!load(&work.blackenEnabled)) throws(THROW_FINDWORKER_DISABLED);
    STEP(FINDWORKER_NIL);
    if (!load(&p->gcBgMarkWorker)) return NULL;
    STEP(FINDWORKER_WORK);
    if (!gcMarkWorkAvailable(p)) return NULL;
    if (mode == WORKER_DEDICATED && !take_token()) return NULL;
    STEP(FINDWORKER_MODE);
    store(&p->gcMarkWorkerMode, mode);
    STEP(FINDWORKER_WORKER);
    G *gp = load(&p->gcBgMarkWorker);
    if (!gp) throws(THROW_NIL_WORKER);
    casgstatus(STEP_FINDWORKER_RUNNABLE, gp, Gwaiting, Grunnable);
    return gp;
}
