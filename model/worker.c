/* The background mark worker of a P, and how its P's scheduler finds it (mgc.go before and at
 * @eb3b1830b01f: gcBgMarkWorker, gcController.findRunnableGCWorker).
 *
 * Attaching publishes the worker: from then on the scheduler of its P waits for it to be Gwaiting
 * and runs it.  A worker that comes back from gcMarkDone may be on any other P at that moment.
 *
 * Left out: bgMarkReady, the handshake with the goroutine that starts workers (a scenario starts
 * them); fractional workers; the write barrier. */
#include "model/collector.h"

/* acquirem and releasem as a goroutine does them: through g.m. */
static void acquirem(Step *s)
{
    if (!load(s, &g_of(s, s->self->g)->m)) throws(s, THROW_NIL_G_M);
    s->self->locks++;
}

/* Go to sleep, to be woken by findRunnableGCWorker. */
static Outcome park(Step *s, bool attaches_parked)
{
    s->self->waitunlockf = attaches_parked ? CALLBACK_ATTACH : CALLBACK_RELEASEM;
    s->self->waitlock = s->self->g;
    return call(s, GOPARK_CHECK, 0, WORKER_HOME);
}

/* gcBgMarkWorker; frame.argument is the P it works for.  m.locks is held from WORKER_START to the
 * callback of gopark and from WORKER_ACQUIREM to WORKER_DETACH or the callback, so there the worker
 * is not preempted.  It leaves its loop, and ends, when its P has another. */
Outcome mark_worker(Step *s)
{
    uint8_t g = s->self->g, home = s->frame->argument;
    uint8_t *attached = &p_of(s, home)->gcBgMarkWorker;
    Gc *gc = s->gc;
    bool attaches_parked = false;
    if (setting(s, SETTING_WORKER_ATTACH)) attaches_parked = true; /* fix: go#13363 */

    switch (s->pc) {
    case WORKER_START: /* here it also comes back from gcMarkDone */
        acquirem(s);
        return next(s, WORKER_ATTACH);
    case WORKER_ATTACH:
        if (attaches_parked) {
            store(s, &g_of(s, g)->attach, home); /* fix: go#13363 */
            return park(s, attaches_parked);
        }
        if (cas(s, attached, 0, g)) return park(s, attaches_parked); /* while still running */
        s->self->locks--;
        return leave(s);
    case WORKER_HOME:
        return load(s, attached) == g ? next(s, WORKER_ACQUIREM) : leave(s);
    case WORKER_ACQUIREM:
        acquirem(s);
        return next(s, WORKER_BLACKEN);
    case WORKER_BLACKEN:
        if (!load(s, &gc->blackenEnabled)) throws(s, THROW_BLACKENING_DISABLED);
        return next(s, WORKER_BUSY);
    case WORKER_BUSY:
        decrement(s, &gc->nwait);
        return next(s, WORKER_DRAIN);
    case WORKER_DRAIN: /* one piece of work at a time */
        if (!load(s, &gc->markwork)) return next(s, WORKER_TOKEN);
        decrement(s, &gc->markwork);
        return next(s, WORKER_DRAIN);
    case WORKER_TOKEN:
        if (load(s, &p_of(s, home)->gcMarkWorkerMode) == WORKER_DEDICATED)
            add(s, &gc->dedicated, 1);
        return next(s, WORKER_IDLE);
    case WORKER_IDLE: {
        int8_t waiting = add(s, &gc->nwait, 1), all = load_signed(s, &gc->nproc);
        if (waiting > all) throws(s, THROW_NWAIT);
        return waiting == all ? next(s, WORKER_WORK_LEFT) : park(s, attaches_parked);
    }
    case WORKER_WORK_LEFT:
        return load(s, &gc->markwork) ? park(s, attaches_parked) : next(s, WORKER_DETACH);
    case WORKER_DETACH:
        if (setting(s, SETTING_WORKER_EXIT)) store(s, attached, 0);
        s->self->locks--;
        return become(s, MARKDONE_SEMA, home);
    default:
        return NOT_MINE;
    }
}

/* The callbacks of gopark, on g0; frame.argument is the worker.  Once it is attached, its stack,
 * and park.attach on it, may be in use on another M: that is read before. */
Outcome worker_callback(Step *s)
{
    uint8_t g = s->frame->argument, home = s->frame->local;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case RELEASEM_CALLBACK:
        s->self->locks--;
        return leave_with(s, true);
    case ATTACH_CALLBACK:
        s->self->locks--;                                 /* fix: go#13363 */
        s->frame->local = load(s, &gp->attach);           /* fix: go#13363 */
        if (!s->frame->local) return leave_with(s, true); /* fix: go#13363 */
        store(s, &gp->attach, 0);                         /* fix: go#13363 */
        return next(s, ATTACH_CAS);
    case ATTACH_CAS: /* the P may have got another worker */
        return leave_with(s, cas(s, &p_of(s, home)->gcBgMarkWorker, 0, g)); /* fix: go#13363 */
    case ATTACH_EARLY: /* not history: what if park_m did it before dropg? */
        s->frame->local = load(s, &gp->attach);
        if (!s->frame->local) return leave(s);
        store(s, &gp->attach, 0);
        return next(s, ATTACH_EARLY_CAS);
    case ATTACH_EARLY_CAS: /* the callback still comes, and reports the failure */
        if (!cas(s, &p_of(s, home)->gcBgMarkWorker, 0, g)) store(s, &gp->attach, home);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* findRunnableGCWorker, on g0 of the M that holds the P: returns the P's worker, made Grunnable, or
 * 0.  frame.argument is the mode: an idle worker (the end of findrunnable) needs no token.
 * casgstatus waits for a worker that is attached to be parked as well. */
Outcome find_runnable_gcworker(Step *s)
{
    Frame *frame = s->frame;
    Gc *gc = s->gc;
    P *p = p_of(s, s->self->p);
    uint8_t mode = frame->argument;

    switch (s->pc) {
    case FINDWORKER_CHECK:
        if (!load(s, &gc->blackenEnabled)) throws(s, THROW_FINDWORKER_DISABLED);
        return next(s, FINDWORKER_NIL);
    case FINDWORKER_NIL:
        return load(s, &p->gcBgMarkWorker) ? next(s, FINDWORKER_WORK) : leave_with(s, 0);
    case FINDWORKER_WORK:
        if (!load(s, &gc->markwork)) return leave_with(s, 0);
        return next(s, mode == WORKER_IDLE_MODE ? FINDWORKER_MODE : FINDWORKER_TOKENS_LEFT);
    case FINDWORKER_TOKENS_LEFT:
        if (load_signed(s, &gc->dedicated) <= 0) return leave_with(s, 0);
        return next(s, FINDWORKER_TAKE_TOKEN);
    case FINDWORKER_TAKE_TOKEN:
        return next(s, decrement(s, &gc->dedicated) >= 0 ? FINDWORKER_MODE : FINDWORKER_GIVE_BACK);
    case FINDWORKER_GIVE_BACK:
        add(s, &gc->dedicated, 1);
        return leave_with(s, 0);
    case FINDWORKER_MODE:
        store(s, &p->gcMarkWorkerMode, mode);
        return next(s, FINDWORKER_WORKER);
    case FINDWORKER_WORKER:
        frame->local = load(s, &p->gcBgMarkWorker);
        return next(s, FINDWORKER_RUNNABLE);
    case FINDWORKER_RUNNABLE:
        if (!frame->local) {
            throws(s, THROW_NIL_WORKER);
            return leave_with(s, 0);
        }
        if (!casgstatus(s, g_of(s, frame->local), GWAITING, GRUNNABLE)) return spin(s);
        return leave_with(s, frame->local);
    default:
        return NOT_MINE;
    }
}
