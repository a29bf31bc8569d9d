/* The stack scan handshake since go1.14: a goroutine is stopped first, then scanned (preempt.go
 * @0741b10520e9: suspendG, resumeG; mgcmark.go of about go1.14: markroot).
 *
 * suspendG contains no safe point: it looks neither at runSafePointFn nor at gcwaiting, and on g0
 * it cannot be preempted.
 *
 * Left out: the signal that preempts a loop without calls; it has no effect on g0. */
#include "model/collector.h"

enum { STOPPED = 0x80 }; /* in suspendg's frame.local and its result: resumeG has to ready it */

/* What suspendG returns beside the status that it locked. */
enum { SUSPENDED_DEAD = 0x40 };

/* markroot's stack case.  frame.local: what suspendG returned. */
Outcome markroot_suspendg(Step *s)
{
    Frame *frame = s->frame;
    uint8_t g = frame->argument;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case SUSPENDG_CALLER: /* two that suspend each other while both run would wait for ever */
        if (load(s, &g_of(s, s->self->curg)->atomicstatus) == GRUNNING)
            throws(s, THROW_SUSPENDG_NONPREEMPTIBLE);
        return call(s, SUSPENDG_STATUS, g, MARKROOT_SUSPENDED);
    case MARKROOT_SUSPENDED:
        frame->local = take_result(s);
        if (frame->local == SUSPENDED_DEAD) return next(s, MARKROOT_SET_DONE);
        if (load(s, &gp->gcscandone)) throws(s, THROW_SCANNED_TWICE);
        return call(s, SCANSTACK_WALK, g, MARKROOT_SET_DONE);
    case MARKROOT_SET_DONE: {
        uint8_t suspended = frame->local;
        store(s, &gp->gcscandone, 1);
        if (suspended == SUSPENDED_DEAD) return leave(s);
        become(s, RESUMEG_UNCLAIM, g);
        s->frame->local = suspended;
        return s->message ? THREW : RAN;
    }
    default:
        return NOT_MINE;
    }
}

/* What suspendG does about the status it read. */
static Outcome suspendg_switch(Step *s, uint8_t status)
{
    uint8_t stopped = s->frame->local & STOPPED;

    switch (status) {
    case GDEAD:
        return leave_with(s, SUSPENDED_DEAD);
    case GPREEMPTED: /* it stopped for us, or for another who suspends it */
        return next(s, SUSPENDG_TAKE_PREEMPTED);
    case GRUNNABLE:
    case GSYSCALL:
    case GWAITING:
        s->frame->local = stopped | status;
        return next(s, SUSPENDG_CLAIM);
    case GRUNNING:
        return next(s, SUSPENDG_PENDING_STOP);
    default: /* Gcopystack and every locked status: until that is over */
        return spin(s);
    }
}

/* suspendG: return with the scan bit held, or with a dead goroutine. */
Outcome suspendg(Step *s)
{
    Frame *frame = s->frame;
    G *gp = g_of(s, frame->argument);

    switch (s->pc) {
    case SUSPENDG_STATUS:
        return suspendg_switch(s, load(s, &gp->atomicstatus));
    case SUSPENDG_TAKE_PREEMPTED:
        if (!casgstatus(s, gp, GPREEMPTED, GWAITING)) return next(s, SUSPENDG_STATUS);
        frame->local = STOPPED | GWAITING;
        return next(s, SUSPENDG_CLAIM);
    case SUSPENDG_CLAIM: {
        uint8_t status = frame->local & (uint8_t)~STOPPED;
        frame->local &= STOPPED;
        if (!castogscanstatus(s, gp, status)) return next(s, SUSPENDG_STATUS);
        return next(s, SUSPENDG_CLEAR_STOP);
    }
    case SUSPENDG_CLEAR_STOP:
        store(s, &gp->preemptStop, 0);
        return next(s, SUSPENDG_CLEAR_PREEMPT);
    case SUSPENDG_CLEAR_PREEMPT: /* and with it a request that a stop or a safe point has made */
        store(s, &gp->preempt, 0);
        return next(s, SUSPENDG_CLEAR_STACKGUARD);
    case SUSPENDG_CLEAR_STACKGUARD:
        store(s, &gp->stackguard0, GUARD_NORMAL);
        return leave_with(s, frame->local);
    default:
        return NOT_MINE;
    }
}

/* suspendG of a running goroutine: ask it to stop, unless what we asked is still there to be seen.
 */
Outcome suspendg_running(Step *s)
{
    G *gp = g_of(s, s->frame->argument);

    switch (s->pc) {
    case SUSPENDG_PENDING_STOP:
        return next(s,
                    load(s, &gp->preemptStop) ? SUSPENDG_PENDING_PREEMPT : SUSPENDG_CLAIM_RUNNING);
    case SUSPENDG_PENDING_PREEMPT:
        return next(s,
                    load(s, &gp->preempt) ? SUSPENDG_PENDING_STACKGUARD : SUSPENDG_CLAIM_RUNNING);
    case SUSPENDG_PENDING_STACKGUARD:
        if (load(s, &gp->stackguard0) != GUARD_PREEMPT) return next(s, SUSPENDG_CLAIM_RUNNING);
        return next(s, SUSPENDG_STATUS);
    case SUSPENDG_CLAIM_RUNNING:
        if (!castogscanstatus(s, gp, GRUNNING)) return next(s, SUSPENDG_STATUS);
        return next(s, SUSPENDG_SET_STOP);
    case SUSPENDG_SET_STOP:
        store(s, &gp->preemptStop, 1);
        return next(s, SUSPENDG_SET_PREEMPT);
    case SUSPENDG_SET_PREEMPT:
        store(s, &gp->preempt, 1);
        return next(s, SUSPENDG_SET_STACKGUARD);
    case SUSPENDG_SET_STACKGUARD:
        store(s, &gp->stackguard0, GUARD_PREEMPT);
        return next(s, SUSPENDG_UNCLAIM_RUNNING);
    case SUSPENDG_UNCLAIM_RUNNING:
        casfrom_gscanstatus(s, gp, GRUNNING);
        return next(s, SUSPENDG_STATUS);
    default:
        return NOT_MINE;
    }
}

/* resumeG: let go of the scan bit; a goroutine that stopped for us runs again. */
Outcome resumeg(Step *s)
{
    uint8_t g = s->frame->argument;
    G *gp = g_of(s, g);
    bool stopped = s->frame->local & STOPPED;

    switch (s->pc) {
    case RESUMEG_UNCLAIM:
        casfrom_gscanstatus(s, gp, load(s, &gp->atomicstatus) & (uint8_t)~GSCAN);
        return stopped ? become(s, READY_STATUS, g) : leave(s);
    default:
        return NOT_MINE;
    }
}
