/* One round of the scheduler (proc1.go @3c60e6e8cfc6: schedule, findrunnable, execute, gcstopm).
 *
 * An M that wakes up begins with schedule, also where the runtime goes to the top of findrunnable:
 * the same places are looked at.
 *
 * Left out: work stealing (so an M never starts to spin by itself), the check of the global queue
 * every 61st round, locked Ms, the non-blocking poll. */
#include "model/step.h"

/* Enter gcstopm, which never comes back. */
static Outcome stop_for_gc(Step *s)
{
    uint8_t p = s->self->p;

    if (load(s, &s->self->spinning)) return restart_g0(s, GCSTOPM_UNSPIN, p);
    restart_g0(s, GCSTOPM_LOCK, p);
    return detour(s, RELEASEP_M, 0);
}

/* schedule: stop if a stop is on, run fn if one is wanted, then look for work. */
Outcome schedule(Step *s)
{
    P *p = p_of(s, s->self->p);

    switch (s->pc) {
    case SCHEDULE_GCWAITING:
        if (s->self->locks) throws(s, THROW_SCHEDULE_LOCKS);
        if (load(s, &s->sched->gcwaiting)) return stop_for_gc(s);
        return next(s, SCHEDULE_SAFE_POINT);
    case SCHEDULE_SAFE_POINT:
        if (load(s, &p->runSafePointFn)) return call(s, RUNFN_CLAIM, 0, SCHEDULE_BLACKEN);
        return next(s, SCHEDULE_BLACKEN);
    case SCHEDULE_BLACKEN:
        if (!load(s, &s->gc->blackenEnabled)) return next(s, SCHEDULE_RUNQ);
        return call(s, FINDWORKER_CHECK, WORKER_DEDICATED, SCHEDULE_WORKER);
    case SCHEDULE_WORKER: {
        uint8_t worker = take_result(s);
        if (!worker) return next(s, SCHEDULE_RUNQ);
        return become(s, RESETSPINNING_COUNT, worker);
    }
    case SCHEDULE_RUNQ: {
        uint8_t g = runqget(s, s->self->p);
        if (!g) return become(s, FINDRUNNABLE_GCWAITING, 0);
        if (load(s, &s->self->spinning)) throws(s, THROW_SCHEDULE_SPINNING);
        return become(s, EXECUTE_STATUS, g);
    }
    default:
        return NOT_MINE;
    }
}

/* How many Ms spin once this one does not. */
static int8_t left_spinning(Step *s)
{
    if (!load(s, &s->self->spinning)) return load_signed(s, &s->sched->nmspinning);
    store(s, &s->self->spinning, 0);
    return decrement(s, &s->sched->nmspinning);
}

/* resetspinning: we found work, so there may be more; if nobody looks for it, somebody should. */
Outcome resetspinning(Step *s)
{
    uint8_t g = s->frame->argument;

    switch (s->pc) {
    case RESETSPINNING_COUNT:
        if (left_spinning(s)) return become(s, EXECUTE_STATUS, g);
        return next(s, RESETSPINNING_NPIDLE);
    case RESETSPINNING_NPIDLE:
        if (!load(s, &s->sched->npidle)) return become(s, EXECUTE_STATUS, g);
        become(s, EXECUTE_STATUS, g);
        return detour(s, WAKEP_CLAIM, 0);
    default:
        return NOT_MINE;
    }
}

static Outcome give_up(Step *s);

/* findrunnable: look everywhere, then give up the P and sleep. */
Outcome findrunnable(Step *s)
{
    Sched *sched = s->sched;

    switch (s->pc) {
    case FINDRUNNABLE_GCWAITING:
        if (load(s, &sched->gcwaiting)) return stop_for_gc(s);
        return next(s, FINDRUNNABLE_SAFE_POINT);
    case FINDRUNNABLE_SAFE_POINT:
        if (!load(s, &p_of(s, s->self->p)->runSafePointFn)) return next(s, FINDRUNNABLE_GLOBAL);
        return call(s, RUNFN_CLAIM, 0, FINDRUNNABLE_GLOBAL);
    case FINDRUNNABLE_GLOBAL:
        return next(s, load(s, &sched->runqhead) ? FINDRUNNABLE_GLOBAL_LOCK : FINDRUNNABLE_BLACKEN);
    case FINDRUNNABLE_GLOBAL_LOCK:
        if (!acquire(s, &sched->lock)) return BLOCKED;
        return next(s, FINDRUNNABLE_GLOBAL_GET);
    case FINDRUNNABLE_GLOBAL_GET:
        s->frame->local = globrunqget(s);
        return next(s, FINDRUNNABLE_GLOBAL_UNLOCK);
    case FINDRUNNABLE_GLOBAL_UNLOCK:
        release(s, &sched->lock);
        if (s->frame->local) return become(s, RESETSPINNING_COUNT, s->frame->local);
        return next(s, FINDRUNNABLE_BLACKEN);
    case FINDRUNNABLE_BLACKEN:
        if (!load(s, &s->gc->blackenEnabled)) return next(s, FINDRUNNABLE_LOCK);
        return call(s, FINDWORKER_CHECK, WORKER_IDLE_MODE, FINDRUNNABLE_IDLE_WORKER);
    case FINDRUNNABLE_IDLE_WORKER: {
        uint8_t worker = take_result(s);
        return worker ? become(s, RESETSPINNING_COUNT, worker) : next(s, FINDRUNNABLE_LOCK);
    }
    default:
        return give_up(s);
    }
}

/* The end of findrunnable: nothing to do, so nobody needs this P. */
static Outcome give_up(Step *s)
{
    Sched *sched = s->sched;

    switch (s->pc) {
    case FINDRUNNABLE_LOCK:
        if (!acquire(s, &sched->lock)) return BLOCKED;
        return next(s, FINDRUNNABLE_RECHECK);
    case FINDRUNNABLE_RECHECK:
        /* Under the lock neither a stop nor a safe point can be announced behind our back. */
        if (load(s, &sched->gcwaiting) || load(s, &p_of(s, s->self->p)->runSafePointFn))
            return next(s, FINDRUNNABLE_AGAIN);
        if (load(s, &sched->runqhead)) return next(s, FINDRUNNABLE_GLOBAL_GET);
        s->frame->argument = s->self->p;
        return call(s, RELEASEP_M, 0, FINDRUNNABLE_PIDLEPUT);
    case FINDRUNNABLE_AGAIN:
        release(s, &sched->lock);
        return next(s, FINDRUNNABLE_GCWAITING);
    case FINDRUNNABLE_PIDLEPUT:
        pidleput(s, s->frame->argument);
        s->frame->argument = 0;
        return next(s, FINDRUNNABLE_UNLOCK);
    case FINDRUNNABLE_UNLOCK:
        release(s, &sched->lock);
        if (load(s, &s->self->spinning)) return next(s, FINDRUNNABLE_UNSPIN);
        return become(s, s->config->network ? NETPOLL_CLAIM : STOPM_LOCK, 0);
    case FINDRUNNABLE_UNSPIN:
        store(s, &s->self->spinning, 0);
        decrement(s, &sched->nmspinning);
        return become(s, s->config->network ? NETPOLL_CLAIM : STOPM_LOCK, 0);
    default:
        return NOT_MINE;
    }
}

/* releasep: the M lets go of its P.  It is Pidle, but on no list. */
Outcome releasep(Step *s)
{
    P *p = p_of(s, s->self->p);

    switch (s->pc) {
    case RELEASEP_M:
        if (load(s, &p->m) != s->id || load(s, &p->status) != PRUNNING) throws(s, THROW_RELEASEP);
        store(s, &p->m, 0);
        return next(s, RELEASEP_STATUS);
    case RELEASEP_STATUS:
        store(s, &p->status, PIDLE);
        s->self->p = 0;
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* gcstopm: a stop is on; retire our P and sleep.  Between releasep and the lock the P is Pidle
 * without being on the idle list, so that the stop cannot find it there. */
Outcome gcstopm(Step *s)
{
    Sched *sched = s->sched;

    switch (s->pc) {
    case GCSTOPM_UNSPIN:
        store(s, &s->self->spinning, 0);
        decrement(s, &sched->nmspinning);
        return call(s, RELEASEP_M, 0, GCSTOPM_LOCK);
    case GCSTOPM_LOCK:
        if (!acquire(s, &sched->lock)) return BLOCKED;
        return next(s, GCSTOPM_STATUS);
    case GCSTOPM_STATUS:
        store(s, &p_of(s, s->frame->argument)->status, PGCSTOP);
        return next(s, GCSTOPM_COUNT);
    case GCSTOPM_COUNT:
        if (decrement(s, &sched->stopwait) == 0) wake(s, &sched->stopnote);
        return next(s, GCSTOPM_UNLOCK);
    case GCSTOPM_UNLOCK:
        release(s, &sched->lock);
        return become(s, STOPM_LOCK, 0);
    default:
        return NOT_MINE;
    }
}

/* execute: G runs on this M from here on.  It wipes preemption requests made before. */
Outcome execute(Step *s)
{
    uint8_t g = s->frame->argument;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case EXECUTE_STATUS:
        if (!casgstatus(s, gp, GRUNNABLE, GRUNNING)) return spin(s);
        return next(s, EXECUTE_SCANVALID);
    case EXECUTE_SCANVALID:
        store(s, &gp->gcscanvalid, 0);
        return next(s, EXECUTE_PREEMPT);
    case EXECUTE_PREEMPT:
        store(s, &gp->preempt, 0);
        return next(s, EXECUTE_STACKGUARD);
    case EXECUTE_STACKGUARD:
        store(s, &gp->stackguard0, GUARD_NORMAL);
        return next(s, EXECUTE_CURG);
    case EXECUTE_CURG:
        store(s, &s->self->curg, g);
        return next(s, EXECUTE_M);
    case EXECUTE_M:
        store(s, &gp->m, s->id);
        return gogo(s, g);
    default:
        return NOT_MINE;
    }
}
