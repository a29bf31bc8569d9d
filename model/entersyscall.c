/* The way into a system call (proc1.go @3c60e6e8cfc6: reentersyscall, entersyscall_sysmon,
 * entersyscall_gcwait, runSafePointFn).
 *
 * Left out: the saved pc and sp, m.mcache, syscalltick. */
#include "model/scheduler.h"

/* reentersyscall: G is leaving Go.  From the store of Psyscall on, any M may take the P, yet m.p
 * goes on pointing to it. */
Outcome reentersyscall(Step *s)
{
    G *gp = g_of(s, s->self->g);
    P *p = p_of(s, s->self->p);
    bool looks_early = false;
    if (setting(s, SETTING_SYSCALL_SAFE_POINT)) looks_early = true; /* fix: go1.5 */
    uint16_t after_sysmon = looks_early ? ENTERSYSCALL_SAFE_POINT : ENTERSYSCALL_RELEASE_P;
    uint16_t after_safe_point = looks_early ? ENTERSYSCALL_RELEASE_P : ENTERSYSCALL_GCWAITING;

    switch (s->pc) {
    case ENTERSYSCALL_STACKGUARD:
        s->self->locks++;
        store(s, &gp->stackguard0, GUARD_PREEMPT);
        return next(s, ENTERSYSCALL_SYSCALLSP);
    case ENTERSYSCALL_SYSCALLSP:
        store(s, &gp->syscallsp, 1);
        return next(s, ENTERSYSCALL_STATUS);
    case ENTERSYSCALL_STATUS:
        if (!casgstatus(s, gp, GRUNNING, GSYSCALL)) return spin(s);
        return next(s, s->config->sysmon ? ENTERSYSCALL_SYSMON : after_sysmon);
    case ENTERSYSCALL_SYSMON:
        if (!load(s, &s->sched->sysmonwait)) return next(s, after_sysmon);
        return systemstack(s, SYSMONWAKE_LOCK, 0, after_sysmon);
    case ENTERSYSCALL_RELEASE_P:
        store(s, &p->m, 0);
        return next(s, ENTERSYSCALL_PSYSCALL);
    case ENTERSYSCALL_PSYSCALL:
        store(s, &p->status, PSYSCALL);
        return next(s, looks_early ? ENTERSYSCALL_GCWAITING : ENTERSYSCALL_SAFE_POINT);
    case ENTERSYSCALL_SAFE_POINT:
        /* Late, this looks at a P that may be somebody else's by now. */
        if (!load(s, &p->runSafePointFn)) return next(s, after_safe_point);
        return systemstack(s, RUNFN_CLAIM, 0, after_safe_point);
    case ENTERSYSCALL_GCWAITING:
        /* What was seen here may be long over when entersyscall_gcwait gets the lock. */
        if (!load(s, &s->sched->gcwaiting)) return next(s, ENTERSYSCALL_DONE);
        return systemstack(s, GCWAIT_LOCK, 0, ENTERSYSCALL_DONE);
    case ENTERSYSCALL_DONE:
        store(s, &gp->stackguard0, GUARD_PREEMPT);
        s->self->locks--;
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* entersyscall_sysmon: somebody is running again, so sysmon has something to watch. */
Outcome entersyscall_sysmon(Step *s)
{
    switch (s->pc) {
    case SYSMONWAKE_LOCK:
        if (!acquire(s, &s->sched->lock)) return BLOCKED;
        return next(s, SYSMONWAKE_NOTE);
    case SYSMONWAKE_NOTE:
        wake_sysmon(s);
        return next(s, SYSMONWAKE_UNLOCK);
    case SYSMONWAKE_UNLOCK:
        release(s, &s->sched->lock);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* entersyscall_gcwait: the world is stopping.  Unless someone has already taken the P we gave up,
 * retire it ourselves and count it as stopped.  m.p may be stale: the P in Psyscall may be in
 * another M's system call (the ABA of go#10618). */
Outcome entersyscall_gcwait(Step *s)
{
    P *p = p_of(s, s->self->p);

    switch (s->pc) {
    case GCWAIT_LOCK:
        if (!acquire(s, &s->sched->lock)) return BLOCKED;
        return next(s, GCWAIT_RETIRE_P);
    case GCWAIT_RETIRE_P:
        if (load_signed(s, &s->sched->stopwait) <= 0) return next(s, GCWAIT_UNLOCK);
        if (!cas(s, &p->status, PSYSCALL, PGCSTOP)) return next(s, GCWAIT_UNLOCK);
        return next(s, GCWAIT_COUNT_P);
    case GCWAIT_COUNT_P:
        if (decrement(s, &s->sched->stopwait) == 0) wake(s, &s->sched->stopnote);
        return next(s, GCWAIT_UNLOCK);
    case GCWAIT_UNLOCK:
        release(s, &s->sched->lock);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* Which count and note forEachP uses; S1 gave it its own. */
uint8_t *foreachp_wait(Step *s)
{
    if (setting(s, SETTING_FOREACHP_COUNTER)) return &s->sched->safePointWait; /* fix: go#10618 */
    return &s->sched->stopwait;
}

uint8_t *foreachp_note(Step *s)
{
    if (setting(s, SETTING_FOREACHP_COUNTER)) return &s->sched->safePointNote; /* fix: go#10618 */
    return &s->sched->stopnote;
}

/* runSafePointFn: run fn for our own P, once, and count it. */
Outcome run_safe_point_fn(Step *s)
{
    P *p = p_of(s, s->self->p);

    switch (s->pc) {
    case RUNFN_CLAIM:
        if (!cas(s, &p->runSafePointFn, 1, 0)) return leave(s);
        return next(s, RUNFN_RUN);
    case RUNFN_RUN:
        if (!load(s, &s->sched->safePointFn)) throws(s, THROW_NIL_FN);
        count_up_to(s, &p->fnruns, 2);
        return next(s, RUNFN_LOCK);
    case RUNFN_LOCK:
        if (!acquire(s, &s->sched->lock)) return BLOCKED;
        return next(s, RUNFN_COUNT);
    case RUNFN_COUNT:
        if (decrement(s, foreachp_wait(s)) == 0) wake(s, foreachp_note(s));
        return next(s, RUNFN_UNLOCK);
    case RUNFN_UNLOCK:
        release(s, &s->sched->lock);
        return leave(s);
    default:
        return NOT_MINE;
    }
}
