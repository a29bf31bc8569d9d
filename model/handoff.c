/* Giving a P to another M, and sleeping until somebody does (proc1.go @3c60e6e8cfc6: handoffp,
 * startm, stopm, wakep).
 *
 * Left out: creating threads.  Where startm would create one and the scenario has no idle M left,
 * the P goes to the idle list and its goroutines to the global queue; give a scenario a spare M to
 * see the other way. */
#include "model/scheduler.h"

/* Hand P to an M, which begins as spinning or not. */
static Outcome become_startm(Step *s, uint8_t p, bool spinning)
{
    Outcome outcome = become(s, STARTM_LOCK, p);
    s->frame->local = spinning ? SPINNING : 0;
    return outcome;
}

/* Is this the last P that anybody runs on, with an M left to poll the network instead? */
static bool is_last_running(Step *s)
{
    if (!s->config->network || !load(s, &s->sched->midle)) return false;
    return load(s, &s->sched->npidle) == s->config->ps - 1;
}

/* handoffp: P has lost its M.  The first two ways out look at neither gcwaiting nor runSafePointFn;
 * the M they start will, in schedule. */
Outcome handoffp(Step *s)
{
    Sched *sched = s->sched;
    uint8_t id = s->frame->argument;
    P *p = p_of(s, id);

    switch (s->pc) {
    case HANDOFFP_RUNQ:
        if (load(s, &p->runqhead)) return become_startm(s, id, false);
        return next(s, HANDOFFP_GLOBAL_RUNQ);
    case HANDOFFP_GLOBAL_RUNQ:
        if (load(s, &sched->runqhead)) return become_startm(s, id, false);
        return next(s, HANDOFFP_NMSPINNING);
    case HANDOFFP_NMSPINNING:
        return next(s, load(s, &sched->nmspinning) ? HANDOFFP_LOCK : HANDOFFP_NPIDLE);
    case HANDOFFP_NPIDLE:
        return next(s, load(s, &sched->npidle) ? HANDOFFP_LOCK : HANDOFFP_SPIN);
    case HANDOFFP_SPIN:
        if (cas(s, &sched->nmspinning, 0, 1)) return become_startm(s, id, true);
        return next(s, HANDOFFP_LOCK);
    case HANDOFFP_LOCK:
        if (!acquire(s, &sched->lock)) return BLOCKED;
        return next(s, HANDOFFP_GCWAITING);
    case HANDOFFP_GCWAITING:
        if (!load(s, &sched->gcwaiting)) return next(s, HANDOFFP_SAFE_POINT);
        store(s, &p->status, PGCSTOP);
        return next(s, HANDOFFP_COUNT_P);
    case HANDOFFP_COUNT_P:
        if (decrement(s, &sched->stopwait) == 0) wake(s, &sched->stopnote);
        return next(s, HANDOFFP_UNLOCK);
    case HANDOFFP_SAFE_POINT:
        if (!cas(s, &p->runSafePointFn, 1, 0)) return next(s, HANDOFFP_RECHECK);
        return next(s, HANDOFFP_RUN_FN);
    case HANDOFFP_RUN_FN:
        if (!load(s, &sched->safePointFn)) throws(s, THROW_NIL_FN);
        count_up_to(s, &p->fnruns, 2);
        if (decrement(s, foreachp_wait(s)) == 0) wake(s, foreachp_note(s));
        return next(s, HANDOFFP_RECHECK);
    case HANDOFFP_RECHECK:
        if (load(s, &sched->runqhead)) return next(s, HANDOFFP_UNLOCK_START);
        return next(s, is_last_running(s) ? HANDOFFP_LASTPOLL : HANDOFFP_PIDLEPUT);
    case HANDOFFP_LASTPOLL: /* nobody polls the network: an M that finds nothing to do will */
        return next(s, load(s, &sched->lastpoll) ? HANDOFFP_UNLOCK_START : HANDOFFP_PIDLEPUT);
    case HANDOFFP_PIDLEPUT:
        pidleput(s, id);
        return next(s, HANDOFFP_UNLOCK);
    case HANDOFFP_UNLOCK:
        release(s, &sched->lock);
        return leave(s);
    case HANDOFFP_UNLOCK_START:
        release(s, &sched->lock);
        return become_startm(s, id, false);
    default:
        return NOT_MINE;
    }
}

/* startm: wake an idle M for this P; P 0 means any idle P. */
Outcome startm(Step *s)
{
    Sched *sched = s->sched;
    Frame *frame = s->frame;
    bool spinning = frame->local & SPINNING;

    switch (s->pc) {
    case STARTM_LOCK:
        if (!spinning && !load(s, &sched->midle)) return BLOCKED;
        if (!acquire(s, &sched->lock)) return BLOCKED;
        return next(s, frame->argument ? STARTM_MGET : STARTM_PIDLEGET);
    case STARTM_PIDLEGET:
        if (spinning && !load(s, &sched->midle)) return next(s, STARTM_NOTHING);
        frame->argument = pidleget(s);
        return next(s, frame->argument ? STARTM_MGET : STARTM_NOTHING);
    case STARTM_MGET: {
        uint8_t m = mget(s);
        frame->local |= m;
        return next(s, m ? STARTM_UNLOCK : STARTM_KEEP_P);
    }
    case STARTM_UNLOCK:
        release(s, &sched->lock);
        return next(s, STARTM_WAKE);
    case STARTM_WAKE: {
        M *mp = m_of(s, frame->local & ~SPINNING);
        if (load(s, &mp->spinning)) throws(s, THROW_STARTM_SPINNING);
        if (load(s, &mp->nextp)) throws(s, THROW_STARTM_HAS_P);
        if (spinning && load(s, &p_of(s, frame->argument)->runqhead)) throws(s, THROW_STARTM_RUNQ);
        store(s, &mp->spinning, spinning);
        store(s, &mp->nextp, frame->argument);
        wake(s, &mp->park);
        return leave(s);
    }
    case STARTM_NOTHING:
        release(s, &sched->lock);
        return spinning ? next(s, STARTM_UNSPIN) : leave(s);
    case STARTM_UNSPIN:
        decrement(s, &sched->nmspinning);
        return leave(s);
    case STARTM_KEEP_P: /* nobody to look for work: the P goes where handoffp puts it */
        decrement(s, &sched->nmspinning);
        return become(s, HANDOFFP_GCWAITING, frame->argument);
    default:
        return NOT_MINE;
    }
}

/* wakep: somebody should look for work, unless somebody does. */
Outcome wakep(Step *s)
{
    switch (s->pc) {
    case WAKEP_CLAIM:
        if (!cas(s, &s->sched->nmspinning, 0, 1)) return leave(s);
        return become_startm(s, 0, true);
    default:
        return NOT_MINE;
    }
}

/* stopm: nothing to do; sleep until startm hands us a P, then schedule. */
Outcome stopm(Step *s)
{
    switch (s->pc) {
    case STOPM_LOCK:
        if (!acquire(s, &s->sched->lock)) return BLOCKED;
        return next(s, STOPM_MPUT);
    case STOPM_MPUT:
        if (s->self->locks) throws(s, THROW_STOPM_LOCKS);
        if (s->self->p) throws(s, THROW_STOPM_P);
        mput(s, s->id);
        return next(s, STOPM_UNLOCK);
    case STOPM_UNLOCK:
        release(s, &s->sched->lock);
        return next(s, STOPM_SLEEP);
    case STOPM_SLEEP: {
        if (!await(s, &s->self->park)) return BLOCKED;
        uint8_t p = load(s, &s->self->nextp);
        store(s, &s->self->nextp, 0);
        restart_g0(s, SCHEDULE_GCWAITING, 0);
        return detour(s, ACQUIREP_M, p);
    }
    default:
        return NOT_MINE;
    }
}
