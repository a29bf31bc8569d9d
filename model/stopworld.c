/* Stopping and starting the world (proc1.go @3c60e6e8cfc6: stopTheWorldWithSema,
 * startTheWorldWithSema, procresize, preemptall, preemptone; the caller's status: proc.go
 * @ff7cf2d4cd82).
 *
 * Left out: needaddgcproc (it only starts threads), gomaxprocs changes. */
#include "model/collector.h"
#include "model/scheduler.h"

/* preemptall: ask the G of every running P to stop.  Best effort. */
Outcome preemptall(Step *s)
{
    uint8_t p = s->frame->argument;

    switch (s->pc) {
    case PREEMPTALL_P:
        if (p == s->self->p || load(s, &p_of(s, p)->status) != PRUNNING)
            return next_p(s, PREEMPTALL_P);
        return call_for_p(s, PREEMPTONE_M, PREEMPTALL_P);
    default:
        return NOT_MINE;
    }
}

/* preemptone: the P's M and the M's G are read one after the other and may have changed by the time
 * the request is stored, so it may hit the wrong G or miss. */
Outcome preemptone(Step *s)
{
    switch (s->pc) {
    case PREEMPTONE_M: {
        uint8_t m = load(s, &p_of(s, s->frame->argument)->m);
        if (!m || m == s->id) return leave(s);
        s->frame->argument = m;
        return next(s, PREEMPTONE_CURG);
    }
    case PREEMPTONE_CURG: {
        uint8_t g = load(s, &m_of(s, s->frame->argument)->curg);
        if (!g) return leave(s);
        s->frame->argument = g;
        return next(s, PREEMPTONE_PREEMPT);
    }
    case PREEMPTONE_PREEMPT:
        store(s, &g_of(s, s->frame->argument)->preempt, 1);
        return next(s, PREEMPTONE_STACKGUARD);
    case PREEMPTONE_STACKGUARD:
        store(s, &g_of(s, s->frame->argument)->stackguard0, GUARD_PREEMPT);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* stopTheWorldWithSema: count the Ps down, waiting for those that run Go code. */
Outcome stop_the_world(Step *s)
{
    Sched *sched = s->sched;
    G *gp = g_of(s, s->self->curg);
    bool disguised = setting(s, SETTING_STOP_CALLER);

    switch (s->pc) {
    case STW_CALLER:
        if (!disguise(s, SETTING_STOP_CALLER)) return spin(s); /* fix: CL 533455 */
        if (s->self->locks) throws(s, THROW_STOPTHEWORLD_HOLDING_LOCKS);
        return systemstack(s, STW_LOCK, 0, RETURN);
    case STW_LOCK:
        if (!acquire(s, &sched->lock)) return BLOCKED;
        return next(s, STW_GCWAITING);
    case STW_GCWAITING:
        store(s, &sched->stopwait, s->config->ps);
        store(s, &sched->gcwaiting, 1);
        return call(s, PREEMPTALL_P, 1, STW_OWN_P);
    case STW_OWN_P:
        store(s, &p_of(s, s->self->p)->status, PGCSTOP);
        decrement(s, &sched->stopwait);
        s->frame->argument = 1;
        return next(s, STW_RETAKE_P);
    case STW_RETAKE_P:
        if (cas(s, &p_of(s, s->frame->argument)->status, PSYSCALL, PGCSTOP))
            decrement(s, &sched->stopwait);
        if (s->frame->argument++ < s->config->ps) return next(s, STW_RETAKE_P);
        s->frame->argument = 0;
        return next(s, STW_IDLE_P);
    case STW_IDLE_P: { /* without the lock nobody tells Pidle from Pgcstop */
        uint8_t p = pidleget(s);
        if (!p) return next(s, STW_UNLOCK);
        store(s, &p_of(s, p)->status, PGCSTOP);
        decrement(s, &sched->stopwait);
        return next(s, STW_IDLE_P);
    }
    case STW_UNLOCK: {
        /* Whether to wait is decided under the lock: if nobody is left, nobody posts the note. */
        bool wait = load_signed(s, &sched->stopwait) > 0;
        release(s, &sched->lock);
        return next(s, wait ? STW_SLEEP : STW_CHECK_WAIT);
    }
    case STW_SLEEP:
        if (await(s, &sched->stopnote)) return next(s, STW_CHECK_WAIT);
        if (setting(s, SETTING_NOTE_TIMEOUT)) return call(s, PREEMPTALL_P, 1, STW_SLEEP);
        return BLOCKED;
    case STW_CHECK_WAIT:
        if (load(s, &sched->stopwait)) throws(s, THROW_STOPTHEWORLD_NOT_STOPPED);
        s->frame->argument = 1;
        return next(s, STW_CHECK_P);
    case STW_CHECK_P:
        if (load(s, &p_of(s, s->frame->argument)->status) != PGCSTOP)
            throws(s, THROW_STOPTHEWORLD_NOT_STOPPED);
        if (!disguised) return next_p(s, STW_CHECK_P);
        if (s->frame->argument++ < s->config->ps) return next(s, STW_CHECK_P);
        s->frame->argument = 0;
        return next(s, STW_CALLER_BACK);
    case STW_CALLER_BACK:
        /* The scan that the disguise allowed may still hold the Gscan bit. */
        if (!casgstatus(s, gp, GWAITING, GRUNNING)) return spin(s); /* fix: CL 533455 */
        return keeps_scanvalid(s) ? next(s, STW_SCANVALID) : leave(s);
    case STW_SCANVALID:
        store(s, &gp->gcscanvalid, 0);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* procresize for one P that is not ours: idle if it has nothing to run, else on the list
 * (frame.local, linked by p.link) of those that get an M. */
static void resize_p(Step *s, uint8_t p)
{
    P *pp = p_of(s, p);

    if (!load(s, &pp->runqhead)) {
        pidleput(s, p);
        return;
    }
    store(s, &pp->m, mget(s));
    store(s, &pp->link, s->frame->local);
    s->frame->local = p;
}

/* The first P of that list: wake its M, or find it one.  Until the note is posted that M sleeps, so
 * who follows p.m meanwhile finds an M without a G. */
static Outcome hand_over(Step *s)
{
    uint8_t id = s->frame->local;
    P *p = p_of(s, id);
    uint8_t m = load(s, &p->m);

    s->frame->local = load(s, &p->link);
    store(s, &p->link, 0);
    uint16_t then = s->frame->local ? START_HAND_OVER : START_WAKEP;
    if (!m) return call(s, STARTM_LOCK, id, then);
    store(s, &p->m, 0);
    if (load(s, &m_of(s, m)->nextp)) throws(s, THROW_START_NEXTP);
    store(s, &m_of(s, m)->nextp, id);
    wake(s, &m_of(s, m)->park);
    return next(s, then);
}

/* startTheWorldWithSema: hand the Ps out again.  From gcwaiting = 0 on the stop is history, also
 * for those who still act on having seen it. */
Outcome start_the_world(Step *s)
{
    Sched *sched = s->sched;

    switch (s->pc) {
    case START_BEGIN:
        s->self->locks++;
        systemstack(s, START_LOCK, 0, RETURN);
        return s->config->network ? detour(s, POLLNOW_CHOOSE, 0) : RAN;
    case START_LOCK:
        if (!acquire(s, &sched->lock)) return BLOCKED;
        return next(s, START_OWN_P);
    case START_OWN_P:
        store(s, &p_of(s, s->self->p)->status, PRUNNING);
        s->frame->argument = s->config->ps;
        return next(s, START_P_STATUS);
    case START_P_STATUS:
        while (s->frame->argument == s->self->p)
            s->frame->argument--;
        if (!s->frame->argument) return next(s, START_GCWAITING);
        store(s, &p_of(s, s->frame->argument)->status, PIDLE);
        return next(s, START_P_IDLE);
    case START_P_IDLE:
        resize_p(s, s->frame->argument--);
        return next(s, START_P_STATUS);
    case START_GCWAITING:
        store(s, &sched->gcwaiting, 0);
        return next(s, s->config->sysmon ? START_SYSMON : START_UNLOCK);
    case START_SYSMON:
        wake_sysmon(s);
        return next(s, START_UNLOCK);
    case START_UNLOCK:
        release(s, &sched->lock);
        return next(s, s->frame->local ? START_HAND_OVER : START_WAKEP);
    case START_HAND_OVER:
        return hand_over(s);
    case START_WAKEP:
        s->self->locks--;
        if (!load(s, &sched->npidle)) return leave(s);
        return become(s, WAKEP_CLAIM, 0);
    default:
        return NOT_MINE;
    }
}
