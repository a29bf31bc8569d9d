/* Taking a G off its M, and making it runnable again (proc1.go @3c60e6e8cfc6 and proc.go
 * @eb3b1830b01f: gopark, park_m, dropg, ready, Gosched, goexit0).
 *
 * Left out: wait reasons, tracing, locked threads. */
#include "model/step.h"

/* gopark, on the stack of G.  The caller has set m.waitunlockf and m.waitlock. */
Outcome gopark(Step *s)
{
    uint8_t g = s->self->g;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case PARK_ENQUEUE: /* the scenario's `park`: on a wait queue that its lock guards until parked
                        */
        s->self->waitunlockf = CALLBACK_UNLOCK;
        s->self->waitlock = g;
        return next(s, GOPARK_STATUS);
    case GOPARK_CHECK:
        if (!load(s, &gp->m)) throws(s, THROW_NIL_G_M);
        return next(s, GOPARK_STATUS);
    case GOPARK_STATUS: {
        uint8_t status = load(s, &gp->atomicstatus);
        if (status != GRUNNING && status != GSCANRUNNING) throws(s, THROW_GOPARK_BAD_STATUS);
        return mcall(s, PARK_M_STATUS, g, RETURN);
    }
    default:
        return NOT_MINE;
    }
}

/* Where the callback of gopark begins. */
static Outcome call_back(Step *s)
{
    uint8_t argument = s->self->waitlock;

    switch (s->self->waitunlockf) {
    case CALLBACK_RELEASEM:
        return call(s, RELEASEM_CALLBACK, argument, PARK_CALLBACK_RETURNED);
    case CALLBACK_ATTACH:
        return call(s, ATTACH_CALLBACK, argument, PARK_CALLBACK_RETURNED);
    case CALLBACK_NETPOLLBLOCK:
        return call(s, POLLBLOCK_COMMIT, argument, PARK_CALLBACK_RETURNED);
    case CALLBACK_SEMA:
        return call(s, SEMAQUEUE_UNLOCK, argument, PARK_CALLBACK_RETURNED);
    case CALLBACK_UNLOCK:
        return call(s, PARK_UNLOCK, argument, PARK_CALLBACK_RETURNED);
    default:
        return restart_g0(s, SCHEDULE_GCWAITING, 0);
    }
}

/* park_m, on g0.  Between the status and dropg the G can be claimed by whoever waits for Gwaiting,
 * while g.m still is this M; dropg goes through m.curg, not through an argument. */
Outcome park_m(Step *s)
{
    uint8_t g = s->frame->argument;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case PARK_M_STATUS:
        if (!casgstatus(s, gp, GRUNNING, GWAITING)) return spin(s);
        call(s, DROPG_G, 0, PARK_M_CALLBACK);
        if (setting(s, SETTING_WORKER_ATTACH) == 1 && s->self->waitunlockf == CALLBACK_ATTACH)
            return detour(s, ATTACH_EARLY, s->self->waitlock);
        return s->message ? THREW : RAN;
    case PARK_M_CALLBACK:
        return call_back(s);
    case PARK_CALLBACK_RETURNED: {
        bool parked = take_result(s);
        s->self->waitunlockf = CALLBACK_NONE;
        s->self->waitlock = 0;
        return parked ? restart_g0(s, SCHEDULE_GCWAITING, 0) : next(s, PARK_M_UNPARK);
    }
    case PARK_M_UNPARK:
        if (!casgstatus(s, gp, GWAITING, GRUNNABLE)) return spin(s);
        return become(s, EXECUTE_STATUS, g);
    default:
        return NOT_MINE;
    }
}

/* The callback of `park`: the wait queue is open to others from here on. */
Outcome park_unlock(Step *s)
{
    switch (s->pc) {
    case PARK_UNLOCK:
        store(s, &g_of(s, s->frame->argument)->sudog, 1);
        return leave_with(s, true);
    default:
        return NOT_MINE;
    }
}

/* dropg: this M no longer runs its G. */
Outcome dropg(Step *s)
{
    switch (s->pc) {
    case DROPG_G:
        store(s, &g_of(s, s->self->curg)->m, 0);
        return next(s, DROPG_M);
    case DROPG_M:
        store(s, &s->self->curg, 0);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* ready: G may run again; queue it on our P and see that somebody looks. */
Outcome ready(Step *s)
{
    uint8_t g = s->frame->argument;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case READY_FIND: /* the scenario's `ready`: take it from its wait queue; not there yet: yield */
        if (!cas(s, &gp->sudog, 1, 0)) return call(s, GOSCHED_STATUS, 0, READY_FIND);
        return next(s, READY_STATUS);
    case READY_STATUS:
        if ((load(s, &gp->atomicstatus) & ~GSCAN) != GWAITING) throws(s, THROW_GOREADY_BAD_STATUS);
        return next(s, READY_RUNNABLE);
    case READY_RUNNABLE:
        if (!casgstatus(s, gp, GWAITING, GRUNNABLE)) return spin(s);
        return next(s, READY_RUNQPUT);
    case READY_RUNQPUT:
        runqput(s, s->self->p, g);
        return next(s, READY_NPIDLE);
    case READY_NPIDLE:
        if (!load(s, &s->sched->npidle)) return leave(s);
        return become(s, WAKEP_CLAIM, 0);
    default:
        return NOT_MINE;
    }
}

/* Gosched, and what newstack ends in when it honours a preemption request: to the back of the
 * global queue. */
Outcome gosched(Step *s)
{
    uint8_t g = s->self->g ? s->self->g : s->frame->argument;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case GOSCHED_STATUS:
        if (!casgstatus(s, gp, GRUNNING, GRUNNABLE)) return spin(s);
        mcall(s, GOSCHED_LOCK, g, RETURN);
        return detour(s, DROPG_G, 0);
    case GOSCHED_LOCK:
        if (!acquire(s, &s->sched->lock)) return BLOCKED;
        return next(s, GOSCHED_QUEUE);
    case GOSCHED_QUEUE:
        globrunqput(s, g);
        return next(s, GOSCHED_UNLOCK);
    case GOSCHED_UNLOCK:
        release(s, &s->sched->lock);
        return restart_g0(s, SCHEDULE_GCWAITING, 0);
    default:
        return NOT_MINE;
    }
}

/* goexit0: G has come to the end of its program. */
Outcome goexit(Step *s)
{
    switch (s->pc) {
    case GOEXIT_LEAVE:
        if (!casgstatus(s, g_of(s, s->self->g), GRUNNING, GDEAD)) return spin(s);
        mcall(s, SCHEDULE_GCWAITING, 0, RETURN);
        return detour(s, DROPG_G, 0);
    default:
        return NOT_MINE;
    }
}

/* The end of an M's own program, and system calls that never return. */
Outcome rest(Step *s)
{
    return s->pc == MEXIT_REST || s->pc == KERNEL_BLOCK ? BLOCKED : NOT_MINE;
}
