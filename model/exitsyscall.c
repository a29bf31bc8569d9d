/* The way back from a system call (proc1.go @3c60e6e8cfc6: exitsyscall, exitsyscallfast,
 * exitsyscallfast_pidle, exitsyscall0, acquirep1).
 *
 * Left out: the freeze test of stopwait, tracing, syscalltick. */
#include "model/scheduler.h"

/* exitsyscall: take the old P back, else an idle one, else queue up for one. */
Outcome exitsyscall(Step *s)
{
    G *gp = g_of(s, s->self->g);

    switch (s->pc) {
    case EXITSYSCALL_OLD_P:
        s->self->locks++;
        if (!s->self->p) return next(s, EXITSYSCALL_PIDLE);
        if (!cas(s, &p_of(s, s->self->p)->status, PSYSCALL, PRUNNING)) {
            s->self->p = 0;
            return next(s, EXITSYSCALL_PIDLE);
        }
        return next(s, EXITSYSCALL_OWN_P);
    case EXITSYSCALL_OWN_P:
        store(s, &p_of(s, s->self->p)->m, s->id);
        return next(s, EXITSYSCALL_STATUS);
    case EXITSYSCALL_PIDLE:
        if (load(s, &s->sched->pidle)) return next(s, EXITSYSCALL_LOCK);
        s->self->locks--;
        return mcall(s, EXITSYSCALL0_STATUS, s->self->g, EXITSYSCALL_RESCHEDULED);
    case EXITSYSCALL_LOCK:
        if (!acquire(s, &s->sched->lock)) return BLOCKED;
        return next(s, EXITSYSCALL_TAKE_P);
    case EXITSYSCALL_TAKE_P:
        s->frame->local = pidleget(s);
        return next(s,
                    s->config->sysmon && s->frame->local ? EXITSYSCALL_SYSMON : EXITSYSCALL_UNLOCK);
    case EXITSYSCALL_SYSMON:
        wake_sysmon(s);
        return next(s, EXITSYSCALL_UNLOCK);
    case EXITSYSCALL_UNLOCK: {
        uint8_t p = s->frame->local;
        s->frame->local = 0;
        release(s, &s->sched->lock);
        if (p) return call(s, ACQUIREP_M, p, EXITSYSCALL_STATUS);
        s->self->locks--;
        return mcall(s, EXITSYSCALL0_STATUS, s->self->g, EXITSYSCALL_RESCHEDULED);
    }
    case EXITSYSCALL_STATUS:
        if (!casgstatus(s, gp, GSYSCALL, GRUNNING)) return spin(s);
        return next(s, EXITSYSCALL_SCANVALID);
    case EXITSYSCALL_SCANVALID:
        store(s, &gp->gcscanvalid, 0);
        return next(s, EXITSYSCALL_SYSCALLSP);
    case EXITSYSCALL_SYSCALLSP:
        store(s, &gp->syscallsp, 0);
        s->self->locks--;
        return next(s, EXITSYSCALL_PREEMPT);
    case EXITSYSCALL_PREEMPT:
        s->frame->local = load(s, &gp->preempt);
        return next(s, EXITSYSCALL_STACKGUARD);
    case EXITSYSCALL_STACKGUARD:
        store(s, &gp->stackguard0, s->frame->local ? GUARD_PREEMPT : GUARD_NORMAL);
        return leave(s);
    case EXITSYSCALL_RESCHEDULED: /* execute has made us Grunning and restored the guard */
        store(s, &gp->syscallsp, 0);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* exitsyscall0, on g0: no P came free.  G has to wait for one; this happens during a stop too. */
Outcome exitsyscall0(Step *s)
{
    uint8_t g = s->frame->argument;

    switch (s->pc) {
    case EXITSYSCALL0_STATUS:
        if (!casgstatus(s, g_of(s, g), GSYSCALL, GRUNNABLE)) return spin(s);
        return call(s, DROPG_G, 0, EXITSYSCALL0_LOCK);
    case EXITSYSCALL0_LOCK:
        if (!acquire(s, &s->sched->lock)) return BLOCKED;
        return next(s, EXITSYSCALL0_TAKE_P);
    case EXITSYSCALL0_TAKE_P:
        s->frame->local = pidleget(s);
        if (!s->frame->local) globrunqput(s, g);
        return next(s, s->config->sysmon && s->frame->local ? EXITSYSCALL0_SYSMON
                                                            : EXITSYSCALL0_UNLOCK);
    case EXITSYSCALL0_SYSMON:
        wake_sysmon(s);
        return next(s, EXITSYSCALL0_UNLOCK);
    case EXITSYSCALL0_UNLOCK: {
        uint8_t p = s->frame->local;
        release(s, &s->sched->lock);
        if (!p) return restart_g0(s, STOPM_LOCK, 0);
        restart_g0(s, EXECUTE_STATUS, g);
        return detour(s, ACQUIREP_M, p);
    }
    default:
        return NOT_MINE;
    }
}

/* acquirep: the P is off the idle list, so nobody else can take it; its status and m are merely
 * looked at by others. */
Outcome acquirep(Step *s)
{
    uint8_t id = s->frame->argument;
    P *p = p_of(s, id);

    switch (s->pc) {
    case ACQUIREP_M:
        if (s->self->p) throws(s, THROW_ACQUIREP_ALREADY);
        if (load(s, &p->m) || load(s, &p->status) != PIDLE) throws(s, THROW_ACQUIREP);
        s->self->p = id;
        store(s, &p->m, s->id);
        return next(s, ACQUIREP_STATUS);
    case ACQUIREP_STATUS:
        store(s, &p->status, PRUNNING);
        return leave(s);
    default:
        return NOT_MINE;
    }
}
