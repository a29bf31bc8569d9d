/* The stack scan handshake before go#10941 (mgcmark.go @00ad25ed400b and the lines that
 * 3c60e6e8cfc6 removed: markroot, stopg).  gcscandone was called gcworkdone. */
#include "model/collector.h"

/* markroot's stack case.  It resets gcworkdone without the scan bit, asks once, and knows only some
 * of the statuses that it may find.  frame.local: we hold the scan bit and owe a restartg. */
Outcome markroot_stopg(Step *s)
{
    uint8_t g = s->frame->argument;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case MARKROOT_STATUS:
        return next(s, load(s, &gp->atomicstatus) == GDEAD ? MARKROOT_DEAD : MARKROOT_RESET);
    case MARKROOT_DEAD:
        store(s, &gp->gcscandone, 1);
        return leave(s);
    case MARKROOT_RESET:
        store(s, &gp->gcscandone, 0);
        return call(s, STOPG_DONE, g, MARKROOT_SPIN_STATUS);
    case MARKROOT_SPIN_STATUS: /* never asks again, should the request get lost */
        s->frame->local |= take_result(s);
        if (load(s, &gp->atomicstatus) != GRUNNING) return next(s, MARKROOT_LOOP_DONE);
        return next(s, MARKROOT_SPIN_DONE);
    case MARKROOT_SPIN_DONE:
        return next(s, load(s, &gp->gcscandone) ? MARKROOT_LOOP_DONE : MARKROOT_SPIN_STATUS);
    case MARKROOT_LOOP_DONE:
        s->frame->local |= take_result(s);
        if (!load(s, &gp->gcscandone)) return next(s, MARKROOT_LOOP_STATUS);
        return s->frame->local ? become(s, RESTARTG_UNCLAIM, g) : leave(s);
    case MARKROOT_LOOP_STATUS:
        switch (load(s, &gp->atomicstatus)) {
        case GDEAD:
            return next(s, MARKROOT_DEAD);
        case GWAITING:
        case GRUNNABLE:
            return call(s, STOPG_DONE, g, MARKROOT_LOOP_DONE);
        default: /* Gsyscall and Grunning, too: wait for something else */
            return next(s, MARKROOT_LOOP_DONE);
        }
    default:
        return NOT_MINE;
    }
}

/* What stopg does about the status it read. */
static Outcome stopg_switch(Step *s, uint8_t status)
{
    switch (status) {
    case GDEAD:
    case GSCANRUNNABLE:
    case GSCANWAITING:
    case GSCANSYSCALL:
        return leave_with(s, false);
    case GCOPYSTACK:
        return next(s, STOPG_DONE);
    case GRUNNABLE:
    case GSYSCALL:
    case GWAITING:
        s->frame->local = status;
        return next(s, STOPG_CLAIM);
    case GRUNNING:
        return next(s, setting(s, SETTING_CASTOGSCAN_CHECK) ? STOPG_VALID : STOPG_CLAIM_RUNNING);
    default:
        throws(s, THROW_STOPG_INVALID_STATUS);
        return next(s, STOPG_DONE);
    }
}

/* stopg: true if the caller now holds the scan bit; false if somebody else takes care of it, or
 * will once it has seen the request. */
Outcome stopg(Step *s)
{
    uint8_t g = s->frame->argument;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case STOPG_DONE:
        s->frame->local = 0;
        if (load(s, &gp->gcscandone)) return leave_with(s, false);
        return next(s, STOPG_STATUS);
    case STOPG_STATUS:
        return stopg_switch(s, load(s, &gp->atomicstatus));
    case STOPG_CLAIM:
        if (!castogscanstatus(s, gp, s->frame->local)) return next(s, STOPG_DONE);
        return call(s, SCANWORK_DONE, g, STOPG_CLAIMED);
    case STOPG_CLAIMED:
        return leave_with(s, true);
    case STOPG_VALID:
        if (load(s, &gp->gcscanvalid)) throws(s, THROW_CASTOGSCANSTATUS);
        return next(s, STOPG_CLAIM_RUNNING);
    case STOPG_CLAIM_RUNNING:
        if (!castogscanstatus(s, gp, GRUNNING)) return next(s, STOPG_DONE);
        return become(s, REQUEST_WANTED, g);
    default:
        return NOT_MINE;
    }
}
