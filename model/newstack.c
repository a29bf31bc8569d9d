/* What a function prologue does when it finds too little stack, or a request in the guise of one
 * (stack1.go @3c60e6e8cfc6: newstack; preempt.go @0741b10520e9: preemptPark).
 *
 * Only the stack of a goroutine has prologues that look: whoever is on g0 is deaf to requests,
 * which is why they can be lost and why scanners wait for one another.
 *
 * Left out: m.mallocing and m.preemptoff, which refuse as m.locks does; signals (asynchronous
 * preemption): here a goroutine answers at its next `call`. */
#include "model/collector.h"

/* The prologue, on the user stack.  stackguard0 is read once: what comes later waits for the next.
 */
Outcome prologue(Step *s)
{
    uint8_t g = s->self->g;

    switch (s->pc) {
    case PROLOGUE_CHECK:
        if (load(s, &g_of(s, g)->stackguard0) != GUARD_PREEMPT) return leave(s);
        return systemstack(s, NEWSTACK_P_STATUS, g, RETURN);
    default:
        return NOT_MINE;
    }
}

/* The two moves to Grunning, each with the store that follows it: to go on, or to yield. */
static Outcome back_to_running(Step *s, G *gp, uint16_t then)
{
    if (!casgstatus(s, gp, GWAITING, GRUNNING)) return spin(s);
    return next(s, then);
}

/* newstack, on g0, for a preemption request: scan ourselves if that is what was asked for, else
 * yield.  The request is cleared before the status is running again, or after it, when it may be
 * somebody's new request that is wiped. */
Outcome newstack(Step *s)
{
    uint8_t g = s->frame->argument;
    G *gp = g_of(s, g);
    bool clears_early = setting(s, SETTING_NEWSTACK_CLEARS);

    switch (s->pc) {
    case NEWSTACK_P_STATUS: {
        uint8_t status = load(s, &p_of(s, s->self->p)->status);
        if (s->self->locks || status != PRUNNING) return next(s, NEWSTACK_REFUSE);
        if (!keeps_scanvalid(s)) return become(s, PREEMPTPARK_REQUESTED, g);
        return next(s, NEWSTACK_WAITING);
    }
    case NEWSTACK_REFUSE:
        store(s, &gp->stackguard0, GUARD_NORMAL);
        return leave(s);
    case NEWSTACK_WAITING:
        if (!casgstatus(s, gp, GRUNNING, GWAITING)) return spin(s);
        return next(s, NEWSTACK_PREEMPTSCAN);
    case NEWSTACK_PREEMPTSCAN:
        return next(s, load(s, &gp->preemptscan) ? NEWSTACK_CLAIM : NEWSTACK_YIELD);
    case NEWSTACK_CLAIM: /* the scanner may be at it, too */
        if (!castogscanstatus(s, gp, GWAITING)) return spin(s);
        return call(s, SCANWORK_DONE, g, clears_early ? NEWSTACK_CLEAR_SCAN : NEWSTACK_UNCLAIM);
    case NEWSTACK_CLEAR_SCAN:
        store(s, &gp->preemptscan, 0); /* fix: go#10941 */
        return clears_early ? next(s, NEWSTACK_CLEAR_PREEMPT) : leave(s);
    case NEWSTACK_CLEAR_PREEMPT:
        store(s, &gp->preempt, 0); /* fix: go#10941 */
        return next(s, clears_early ? NEWSTACK_UNCLAIM : NEWSTACK_CLEAR_SCAN);
    case NEWSTACK_UNCLAIM:
        casfrom_gscanstatus(s, gp, GWAITING);
        return next(s, NEWSTACK_RUNNING);
    case NEWSTACK_RUNNING:
        return back_to_running(s, gp, NEWSTACK_SCANVALID);
    case NEWSTACK_SCANVALID:
        store(s, &gp->gcscanvalid, 0);
        return next(s, NEWSTACK_STACKGUARD);
    case NEWSTACK_STACKGUARD:
        store(s, &gp->stackguard0, GUARD_NORMAL);
        return clears_early ? leave(s) : next(s, NEWSTACK_CLEAR_PREEMPT);
    case NEWSTACK_YIELD:
        return back_to_running(s, gp, NEWSTACK_YIELD_SCANVALID);
    case NEWSTACK_YIELD_SCANVALID:
        store(s, &gp->gcscanvalid, 0);
        return become(s, GOPREEMPT_STATUS, g);
    default:
        return NOT_MINE;
    }
}

/* gopreempt_m, on g0: as Gosched does, to the back of the global queue. */
Outcome gopreempt(Step *s)
{
    uint8_t g = s->frame->argument;

    switch (s->pc) {
    case GOPREEMPT_STATUS:
        if (!casgstatus(s, g_of(s, g), GRUNNING, GRUNNABLE)) return spin(s);
        restart_g0(s, GOSCHED_LOCK, g);
        return detour(s, DROPG_G, 0);
    default:
        return NOT_MINE;
    }
}

/* preemptPark, on g0: stop where suspendG finds us, and stay until resumeG. */
Outcome preempt_park(Step *s)
{
    uint8_t g = s->frame->argument;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case PREEMPTPARK_REQUESTED:
        if (!load(s, &gp->preemptStop)) return become(s, GOPREEMPT_STATUS, g);
        return next(s, PREEMPTPARK_STATUS);
    case PREEMPTPARK_STATUS: /* the scan bit keeps suspendG away until dropg is done */
        if (!cas(s, &gp->atomicstatus, GRUNNING, GSCANPREEMPTED)) return spin(s);
        return call(s, DROPG_G, 0, PREEMPTPARK_UNCLAIM);
    case PREEMPTPARK_UNCLAIM:
        casfrom_gscanstatus(s, gp, GPREEMPTED);
        return restart_g0(s, SCHEDULE_GCWAITING, 0);
    default:
        return NOT_MINE;
    }
}

/* newstack for a real need: a goroutine moves its own stack, with Gcopystack for a lock.  Nobody
 * can ready it meanwhile: it waits for nothing. */
Outcome grow_stack(Step *s)
{
    G *gp = g_of(s, s->self->g);

    switch (s->pc) {
    case GROW_CHECK: /* a request comes first; then the prologue runs again */
        if (load(s, &gp->stackguard0) != GUARD_PREEMPT) return next(s, GROW_WAITING);
        return call(s, PROLOGUE_CHECK, 0, GROW_CHECK);
    case GROW_WAITING:
        if (!casgstatus(s, gp, GRUNNING, GWAITING)) return spin(s);
        return next(s, GROW_COPYSTACK);
    case GROW_COPYSTACK: /* spins while a scanner holds the scan bit */
        if (!casgstatus(s, gp, GWAITING, GCOPYSTACK)) return spin(s);
        return next(s, GROW_REPLACE);
    case GROW_REPLACE: /* a request made since GROW_CHECK is lost */
        store(s, &gp->stackguard0, GUARD_NORMAL);
        store(s, &gp->moved, 1);
        return next(s, GROW_RUNNING);
    case GROW_RUNNING:
        if (!casgstatus(s, gp, GCOPYSTACK, GRUNNING)) return spin(s);
        return keeps_scanvalid(s) ? next(s, GROW_SCANVALID) : leave(s);
    case GROW_SCANVALID:
        store(s, &gp->gcscanvalid, 0);
        return leave(s);
    default:
        return NOT_MINE;
    }
}
