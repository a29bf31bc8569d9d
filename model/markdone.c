/* The end of marking, which happens twice a cycle (mgc.go @eb3b1830b01f: gcMarkDone, and as much of
 * gcMarkTermination as starts the world again).
 *
 * A worker calls this without being attached to its P, and leaves it by going to sleep, so the two
 * procedures continue in each other; frame.argument stays the P the worker works for.
 *
 * The cycle holds worldsema from its first stop on; gcMarkTermination releases it.
 *
 * Left out: what happens while the world is stopped; the queue of work.markDoneSema: who does not
 * get it yields and tries again, and so may come back on another M and P, as in the runtime. */
#include "model/collector.h"

enum { NO_MORE_WORKERS = 64 }; /* tokens taken away: more than there are */

/* The first time: flush what Ps have cached and mark on.  Marking stays enabled. */
static Outcome mark_on(Step *s)
{
    uint8_t home = s->frame->argument;
    Gc *gc = s->gc;

    switch (s->pc) {
    case MARKDONE_BUSY: /* nobody else shall find marking done until we have flushed */
        decrement(s, &gc->nwait);
        return next(s, MARKDONE_ROOTS);
    case MARKDONE_ROOTS:
        store(s, &gc->markwork, MARK_ROOTS);
        return next(s, MARKDONE_FLUSH);
    case MARKDONE_FLUSH:
        store(s, &gc->markDoneSema, 0);
        return call(s, FOREACHP_CALLER_STATUS, 0, MARKDONE_TOKENS);
    case MARKDONE_TOKENS:
        add(s, &gc->dedicated, NO_MORE_WORKERS);
        return next(s, MARKDONE_IDLE);
    case MARKDONE_IDLE:
        if (add(s, &gc->nwait, 1) != load_signed(s, &gc->nproc))
            return become(s, WORKER_START, home);
        return next(s, MARKDONE_AGAIN);
    case MARKDONE_AGAIN:
        return load(s, &gc->markwork) ? become(s, WORKER_START, home) : next(s, MARKDONE_SEMA);
    default:
        return NOT_MINE;
    }
}

Outcome gc_mark_done(Step *s)
{
    uint8_t home = s->frame->argument;
    Gc *gc = s->gc;

    switch (s->pc) {
    case MARKDONE_SEMA:
        if (!cas(s, &gc->markDoneSema, 0, s->self->g))
            return call(s, GOSCHED_STATUS, 0, MARKDONE_SEMA);
        return next(s, MARKDONE_ENABLED);
    case MARKDONE_ENABLED: /* another may have been faster */
        return next(s, load(s, &gc->blackenEnabled) ? MARKDONE_NWAIT : MARKDONE_RELEASE);
    case MARKDONE_NWAIT: {
        bool all_wait = load(s, &gc->nwait) == load(s, &gc->nproc);
        return next(s, all_wait ? MARKDONE_WORK_LEFT : MARKDONE_RELEASE);
    }
    case MARKDONE_WORK_LEFT:
        return next(s, load(s, &gc->markwork) ? MARKDONE_RELEASE : MARKDONE_NO_TOKENS);
    case MARKDONE_RELEASE:
        store(s, &gc->markDoneSema, 0);
        return become(s, WORKER_START, home);
    case MARKDONE_NO_TOKENS:
        add(s, &gc->dedicated, -NO_MORE_WORKERS);
        return next(s, MARKDONE_PROMPTLY);
    case MARKDONE_PROMPTLY:
        count_up_to(s, &gc->markDones, 2);
        if (load(s, &gc->blackenPromptly)) return call(s, STW_CALLER, 0, MARKDONE_END);
        store(s, &gc->blackenPromptly, 1);
        return next(s, MARKDONE_BUSY);
    case MARKDONE_END: /* the world is stopped */
        store(s, &gc->blackenEnabled, 0);
        store(s, &gc->dedicated, 0);
        store(s, &gc->markDoneSema, 0);
        return call(s, START_BEGIN, 0, MARKDONE_SEMRELEASE);
    case MARKDONE_SEMRELEASE: /* a cycle that was begun without worldsema does not hold it */
        if (!load(s, &s->sched->worldsema)) return become(s, WORKER_START, home);
        return call(s, SEMRELEASE_ADD, 0, WORKER_START);
    default:
        return mark_on(s);
    }
}
