/* sysmon's look at the Ps (proc1.go @3c60e6e8cfc6: sysmon, retake).
 *
 * Whether a P has been in the same system call, or a G on the same P, for long enough is a choice:
 * syscalltick, schedtick and the clock are not modelled. */
#include "model/scheduler.h"

void wake_sysmon(Step *s)
{
    if (!load(s, &s->sched->sysmonwait)) return;
    store(s, &s->sched->sysmonwait, 0);
    wake(s, &s->sched->sysmonnote);
}

/* sysmon, one round; it sleeps through a stop. */
Outcome sysmon(Step *s)
{
    Sched *sched = s->sched;

    switch (s->pc) {
    case SYSMON_WAIT:
        s->frame->argument = 1;
        return next(s, load(s, &sched->gcwaiting) ? SYSMON_LOCK : RETAKE_STATUS);
    case SYSMON_LOCK:
        if (!acquire(s, &sched->lock)) return BLOCKED;
        return next(s, SYSMON_RECHECK);
    case SYSMON_RECHECK:
        s->frame->local = load(s, &sched->gcwaiting);
        if (s->frame->local) store(s, &sched->sysmonwait, 1);
        return next(s, SYSMON_UNLOCK);
    case SYSMON_UNLOCK: {
        bool sleeps = s->frame->local;
        s->frame->local = 0;
        release(s, &sched->lock);
        return next(s, sleeps ? SYSMON_SLEEP : RETAKE_STATUS);
    }
    case SYSMON_SLEEP:
        if (!await(s, &sched->sysmonnote)) return BLOCKED;
        return next(s, RETAKE_STATUS);
    default:
        return NOT_MINE;
    }
}

/* retake: a P that sits in a system call is handed off; a G that runs for long is asked to stop. */
Outcome retake_p(Step *s)
{
    P *p = p_of(s, s->frame->argument);

    switch (s->pc) {
    case RETAKE_STATUS: {
        uint8_t status = load(s, &p->status);
        bool interesting = status == PSYSCALL || status == PRUNNING;
        bool long_enough = interesting && choose(s, 2);
        if (!long_enough) return next_p(s, RETAKE_STATUS);
        if (status == PSYSCALL) return next(s, RETAKE_P);
        return call_for_p(s, PREEMPTONE_M, RETAKE_STATUS);
    }
    case RETAKE_P:
        if (!cas(s, &p->status, PSYSCALL, PIDLE)) return next_p(s, RETAKE_STATUS);
        return call_for_p(s, HANDOFFP_RUNQ, RETAKE_STATUS);
    default:
        return NOT_MINE;
    }
}
