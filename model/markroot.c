/* Scanning one stack, whatever the handshake with the goroutine that owns it (mgcmark.go
 * @00ad25ed400b: markroot, gcphasework, scanstack; proc1.go @3c60e6e8cfc6: restartg).
 *
 * Left out: every other root, stack barriers, shrinking from within markroot (a scenario does that
 * with shrink-stack). */
#include "model/collector.h"

/* The scanner's own part.  It is on g0 and deaf to requests, so its own goroutine waits in
 * disguise: that one's stack can be scanned meanwhile, by anybody. */
Outcome markroot(Step *s)
{
    static const uint16_t first[] = {
        [SCAN_BY_STOPG] = MARKROOT_STATUS,
        [SCAN_BY_SCANG] = SCANG_RESET,
        [SCAN_BY_SUSPENDG] = SUSPENDG_CALLER,
    };
    G *gp = g_of(s, s->self->g);
    uint8_t handshake = setting(s, SETTING_STACK_SCAN);
    bool disguised = setting(s, SETTING_SCAN_CALLER);

    switch (s->pc) {
    case MARKROOT_ENTER:
        if (disguised && !casgstatus(s, gp, GRUNNING, GWAITING)) return spin(s);
        return systemstack(s, first[handshake], s->frame->argument,
                           disguised ? MARKROOT_BACK : RETURN);
    case MARKROOT_BACK:
        if (!casgstatus(s, gp, GWAITING, GRUNNING)) return spin(s);
        return keeps_scanvalid(s) ? next(s, MARKROOT_SCANVALID) : leave(s);
    case MARKROOT_SCANVALID:
        store(s, &gp->gcscanvalid, 0);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* scanstack: whoever calls it holds the scan bit of a goroutine that does not run. */
Outcome scanstack(Step *s)
{
    G *gp = g_of(s, s->frame->argument);

    switch (s->pc) {
    case SCANSTACK_VALID:
        if (load(s, &gp->gcscanvalid)) return leave(s);
        return next(s, SCANSTACK_WALK);
    case SCANSTACK_WALK: {
        uint8_t status = load(s, &gp->atomicstatus);
        if (!(status & GSCAN) || status == GSCANRUNNING) throws(s, THROW_SCANSTACK_NOT_STOPPED);
        count_up_to(s, &gp->scans, 3);
        return keeps_scanvalid(s) ? next(s, SCANSTACK_SET_VALID) : leave(s);
    }
    case SCANSTACK_SET_VALID:
        store(s, &gp->gcscanvalid, 1);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* What both the scanner and newstack do under the scan bit: scan, unless the other has.  As
 * gcphasework, before go#10941, it looked at the phase, too. */
Outcome scan_unless_done(Step *s)
{
    uint8_t g = s->frame->argument;

    switch (s->pc) {
    case SCANWORK_DONE:
        if (load(s, &g_of(s, g)->gcscandone)) return leave(s);
        if (setting(s, SETTING_STACK_SCAN) == SCAN_BY_STOPG) return next(s, SCANWORK_PHASE);
        return call(s, SCANSTACK_VALID, g, SCANWORK_SET_DONE);
    case SCANWORK_PHASE: {
        uint8_t phase = load(s, &s->gc->phase);
        bool scans = phase == GCSCAN || phase == GCMARKTERMINATION;
        return scans ? call(s, SCANSTACK_VALID, g, SCANWORK_SET_DONE) : next(s, SCANWORK_SET_DONE);
    }
    case SCANWORK_SET_DONE:
        store(s, &g_of(s, g)->gcscandone, 1);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* Ask a running goroutine, whose scan bit we hold, to scan itself.  The request is three plain
 * stores: execute and newstack wipe any of them. */
Outcome request_scan(Step *s)
{
    G *gp = g_of(s, s->frame->argument);

    switch (s->pc) {
    case REQUEST_WANTED:
        return next(s, load(s, &gp->gcscandone) ? REQUEST_UNCLAIM : REQUEST_PREEMPTSCAN);
    case REQUEST_PREEMPTSCAN:
        store(s, &gp->preemptscan, 1);
        return next(s, REQUEST_PREEMPT);
    case REQUEST_PREEMPT:
        store(s, &gp->preempt, 1);
        return next(s, REQUEST_STACKGUARD);
    case REQUEST_STACKGUARD:
        store(s, &gp->stackguard0, GUARD_PREEMPT);
        return next(s, REQUEST_UNCLAIM);
    case REQUEST_UNCLAIM:
        casfrom_gscanstatus(s, gp, GRUNNING);
        return next(s, REQUEST_SCANVALID);
    case REQUEST_SCANVALID: /* by now it may have scanned itself */
        store(s, &gp->gcscanvalid, 0);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* restartg: let go of the scan bit; while we hold it, nobody else changes the status. */
Outcome restartg(Step *s)
{
    G *gp = g_of(s, s->frame->argument);

    switch (s->pc) {
    case RESTARTG_UNCLAIM:
        casfrom_gscanstatus(s, gp, load(s, &gp->atomicstatus) & (uint8_t)~GSCAN);
        return leave(s);
    default:
        return NOT_MINE;
    }
}
