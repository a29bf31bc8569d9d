/* forEachP: run a function for every P, each at a safe point of its own (proc1.go @3c60e6e8cfc6;
 * the wrapper that disguises the caller: proc.go @ff7cf2d4cd82).
 *
 * Invariant, while the caller waits and the lock is free: the count equals the number of flags
 * still set plus the number of Ms that won a flag and have not counted it yet. */
#include "model/collector.h"

/* Before the wait: announce fn, raise the flags, run it for idle Ps. */
static Outcome announce(Step *s)
{
    switch (s->pc) {
    case FOREACHP_LOCK:
        if (!acquire(s, &s->sched->lock)) return BLOCKED;
        return next(s, FOREACHP_BEGIN);
    case FOREACHP_BEGIN:
        if (load(s, foreachp_wait(s))) throws(s, THROW_FOREACHP_WAIT);
        store(s, foreachp_wait(s), (uint8_t)(s->config->ps - 1));
        store(s, &s->sched->safePointFn, 1);
        for (uint8_t p = 1; p <= s->config->ps; p++)
            store(s, &p_of(s, p)->fnruns, 0);
        s->frame->argument = 1;
        return next(s, FOREACHP_FLAG_P);
    case FOREACHP_FLAG_P: {
        uint8_t p = s->frame->argument;
        if (p != s->self->p) store(s, &p_of(s, p)->runSafePointFn, 1);
        if (s->frame->argument++ < s->config->ps) return next(s, FOREACHP_FLAG_P);
        return call(s, PREEMPTALL_P, 1, FOREACHP_FIRST_IDLE);
    }
    case FOREACHP_FIRST_IDLE:
        s->frame->argument = load(s, &s->sched->pidle);
        return next(s, s->frame->argument ? FOREACHP_IDLE_P : FOREACHP_UNLOCK);
    case FOREACHP_IDLE_P: {
        P *p = p_of(s, s->frame->argument);
        if (cas(s, &p->runSafePointFn, 1, 0)) {
            count_up_to(s, &p->fnruns, 2);
            decrement(s, foreachp_wait(s));
        }
        s->frame->argument = load(s, &p->link);
        return next(s, s->frame->argument ? FOREACHP_IDLE_P : FOREACHP_UNLOCK);
    }
    case FOREACHP_UNLOCK:
        s->frame->local = load_signed(s, foreachp_wait(s)) > 0;
        release(s, &s->sched->lock);
        return next(s, FOREACHP_OWN_P);
    default:
        return NOT_MINE;
    }
}

/* The step after this P has been looked at. */
static uint16_t after_p(Step *s)
{
    if (s->frame->argument++ < s->config->ps) return FOREACHP_RETAKE_STATUS;
    bool wait = s->frame->local;
    s->frame->argument = 0;
    s->frame->local = 0;
    return wait ? FOREACHP_SLEEP : FOREACHP_CHECK_WAIT;
}

/* Take the Ps that sit in system calls: handoffp runs fn for them. */
static Outcome retake(Step *s)
{
    uint8_t id = s->frame->argument;
    P *p = p_of(s, id);

    switch (s->pc) {
    case FOREACHP_RETAKE_STATUS:
        if (load(s, &p->status) != PSYSCALL) return next(s, after_p(s));
        return next(s, FOREACHP_RETAKE_FLAG);
    case FOREACHP_RETAKE_FLAG:
        if (!load(s, &p->runSafePointFn)) return next(s, after_p(s));
        return next(s, FOREACHP_RETAKE_P);
    case FOREACHP_RETAKE_P:
        if (!cas(s, &p->status, PSYSCALL, PIDLE)) return next(s, after_p(s));
        return call(s, HANDOFFP_RUNQ, id, after_p(s));
    default:
        return NOT_MINE;
    }
}

/* After the wait: nobody may have been missed. */
static Outcome conclude(Step *s)
{
    switch (s->pc) {
    case FOREACHP_CHECK_WAIT:
        if (load(s, foreachp_wait(s))) throws(s, THROW_FOREACHP_NOT_DONE);
        s->frame->argument = 1;
        return next(s, FOREACHP_CHECK_P);
    case FOREACHP_CHECK_P:
        if (load(s, &p_of(s, s->frame->argument)->runSafePointFn))
            throws(s, THROW_FOREACHP_NOT_RUN);
        if (s->frame->argument++ < s->config->ps) return next(s, FOREACHP_CHECK_P);
        s->frame->argument = 0;
        return next(s, FOREACHP_END_LOCK);
    case FOREACHP_END_LOCK:
        if (!acquire(s, &s->sched->lock)) return BLOCKED;
        return next(s, FOREACHP_END);
    case FOREACHP_END:
        store(s, &s->sched->safePointFn, 0);
        return next(s, FOREACHP_END_UNLOCK);
    case FOREACHP_END_UNLOCK:
        release(s, &s->sched->lock);
        s->self->locks--;
        if (setting(s, SETTING_FOREACHP_CALLER))
            return next(s, FOREACHP_CALLER_BACK); /* fix: CL 533455 */
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* forEachP, seen from its caller. */
Outcome for_each_p(Step *s)
{
    G *gp = g_of(s, s->self->curg);

    switch (s->pc) {
    case FOREACHP_CALLER_STATUS:
        /* While we wait for a P whose M wants to scan our stack, it must be able to. */
        if (!disguise(s, SETTING_FOREACHP_CALLER)) return spin(s); /* fix: CL 533455 */
        s->self->locks++;
        return systemstack(s, FOREACHP_LOCK, 0, RETURN);
    case FOREACHP_OWN_P:
        count_up_to(s, &p_of(s, s->self->p)->fnruns, 2);
        s->frame->argument = 1;
        return next(s, FOREACHP_RETAKE_STATUS);
    case FOREACHP_SLEEP:
        if (await(s, foreachp_note(s))) return next(s, FOREACHP_CHECK_WAIT);
        if (setting(s, SETTING_NOTE_TIMEOUT)) return call(s, PREEMPTALL_P, 1, FOREACHP_SLEEP);
        return BLOCKED;
    case FOREACHP_CALLER_BACK:
        if (!casgstatus(s, gp, GWAITING, GRUNNING)) return spin(s);
        return keeps_scanvalid(s) ? next(s, FOREACHP_SCANVALID) : leave(s);
    case FOREACHP_SCANVALID:
        store(s, &gp->gcscanvalid, 0);
        return leave(s);
    default:
        if (s->pc < FOREACHP_OWN_P) return announce(s);
        return s->pc < FOREACHP_CHECK_WAIT ? retake(s) : conclude(s);
    }
}
