/* The end of marking, which happens twice a cycle (mgc.go @eb3b1830b01f: gcMarkDone, and as much of
 * gcMarkTermination as starts the world again).
 *
 * A worker calls this without being attached to its P.  Who does not get markDoneSema yields and
 * tries again, and so may come back on another M and P. */
#include "runtime/collector.h"
#include "runtime/goroutine.h"
#include "runtime/scheduler.h"
#include "runtime/step.h"

enum { NO_MORE_WORKERS = 0xffff }; /* tokens taken away: more than there are */

void take_eachp(void)
{
    while (!cas(&work.eachp, false, true))
        gosched();
}

void give_eachp(void)
{
    store(&work.eachp, false);
}

void flush_gcw(P *p)
{
    gcw_dispose(p);
}

static bool marking_is_done(void)
{
    STEP(MARKDONE_ENABLED); /* another may have been faster */
    if (!load(&work.blackenEnabled)) return false;
    STEP(MARKDONE_NWAIT);
    if (load(&work.nwait) != load(&work.nproc)) return false;
    STEP(MARKDONE_WORK_LEFT);
    return !gcMarkWorkAvailable(NULL);
}

/* The first time: flush what Ps have cached and mark on.  Marking stays enabled.  Returns whether
 * the second time has come already. */
static bool mark_on(void)
{
    STEP(MARKDONE_BUSY); /* nobody else shall find marking done until we have flushed */
    xadd(&work.nwait, -1);
    STEP(MARKDONE_ROOTS); /* roots may have changed; stacks have been scanned for good */
    store(&work.markrootJobs, gc_roots());
    store(&work.markrootNext, 0);
    STEP(MARKDONE_FLUSH);
    store(&work.markDoneSema, false);
    take_eachp();
    forEachP(flush_gcw);
    give_eachp();
    STEP(MARKDONE_TOKENS);
    xadd(&work.dedicated, NO_MORE_WORKERS);
    STEP(MARKDONE_IDLE);
    if (xadd(&work.nwait, 1) != load(&work.nproc)) return false;
    STEP(MARKDONE_AGAIN);
    return !gcMarkWorkAvailable(NULL);
}

/* The second time; the cycle gives worldsema back, which it has had since its first stop. */
static void mark_termination(void)
{
    take_eachp();
    stopTheWorldWithSema();
    STEP(MARKDONE_END);
    gc_end_cycle();
    store(&work.markDoneSema, false);
    startTheWorldWithSema();
    give_eachp();
    STEP(MARKDONE_SEMRELEASE); /* who collects has it; who only marks, for a test, may not */
    if (!load(&sched.worldsema.count)) semrelease(&sched.worldsema);
    semrelease(&work.done);
}

void gcMarkDone(void)
{
    do {
        for (;;) {
            STEP(MARKDONE_SEMA);
            if (cas(&work.markDoneSema, false, true)) break;
            gosched();
        }
        if (!marking_is_done()) {
            STEP(MARKDONE_RELEASE);
            store(&work.markDoneSema, false);
            return;
        }
        STEP(MARKDONE_NO_TOKENS);
        xadd(&work.dedicated, -NO_MORE_WORKERS);
        STEP(MARKDONE_PROMPTLY);
        if (load(&work.blackenPromptly)) {
            mark_termination();
            return;
        }
        store(&work.blackenPromptly, true);
    } while (mark_on());
}
