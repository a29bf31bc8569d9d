/* The stack scan handshake since go#10941 (proc1.go @3c60e6e8cfc6: scang).
 *
 * One loop deals with every status, so that a change between two looks is seen in the next; a
 * request of which a part was wiped is made again; and it is cancelled when it is no longer needed.
 */
#include "model/collector.h"

/* What scang does about the status it read. */
static Outcome scang_switch(Step *s, uint8_t status)
{
    bool claims_syscall = false;
    if (setting(s, SETTING_SCANG_SYSCALL)) claims_syscall = true; /* fix: go#10941 */

    switch (status) {
    case GDEAD:
        return next(s, SCANG_DEAD);
    case GCOPYSTACK:   /* its stack is being switched */
    case GSCANWAITING: /* newstack is scanning for us */
        return next(s, SCANG_DONE);
    case GSYSCALL:
        if (!claims_syscall) return next(s, SCANG_DONE);
        /* fall through */
    case GRUNNABLE:
    case GWAITING:
        s->frame->local = status; /* fix: go#10941 */
        return next(s, SCANG_CLAIM);
    case GRUNNING:
        return next(s, SCANG_PENDING_PREEMPTSCAN);
    default:
        throws(s, THROW_STOPG_INVALID_STATUS);
        return next(s, SCANG_DONE);
    }
}

/* It is running: ask it, unless what we asked is still there to be seen. */
static Outcome scang_running(Step *s, G *gp)
{
    uint16_t ask = setting(s, SETTING_CASTOGSCAN_CHECK) ? SCANG_VALID : SCANG_CLAIM_RUNNING;

    switch (s->pc) {
    case SCANG_PENDING_PREEMPTSCAN:
        return next(s, load(s, &gp->preemptscan) ? SCANG_PENDING_PREEMPT : ask); /* fix: go#10941 */
    case SCANG_PENDING_PREEMPT:
        return next(s, load(s, &gp->preempt) ? SCANG_PENDING_STACKGUARD : ask); /* fix: go#10941 */
    case SCANG_PENDING_STACKGUARD:
        return next(s, load(s, &gp->stackguard0) == GUARD_PREEMPT ? SCANG_DONE : ask);
    case SCANG_VALID:
        /* True between newstack's move to Grunning and its next store: this throws in vain. */
        if (load(s, &gp->gcscanvalid)) throws(s, THROW_CASTOGSCANSTATUS);
        return next(s, SCANG_CLAIM_RUNNING);
    case SCANG_CLAIM_RUNNING:
        if (!castogscanstatus(s, gp, GRUNNING)) return next(s, SCANG_DONE); /* fix: go#10941 */
        return call(s, REQUEST_WANTED, s->frame->argument, SCANG_DONE);
    default:
        return NOT_MINE;
    }
}

/* scang: return when g has been scanned, by us or by itself. */
Outcome scang(Step *s)
{
    uint8_t g = s->frame->argument;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case SCANG_RESET:                 /* we own gcscandone until it is set */
        store(s, &gp->gcscandone, 0); /* fix: go#10941 */
        return next(s, SCANG_DONE);
    case SCANG_DONE:
        s->frame->local = 0;
        if (!load(s, &gp->gcscandone)) return next(s, SCANG_STATUS);     /* fix: go#10941 */
        if (setting(s, SETTING_SCANG_END)) return next(s, SCANG_CANCEL); /* fix: go#10941 */
        return leave(s);
    case SCANG_STATUS:
        return scang_switch(s, load(s, &gp->atomicstatus));
    case SCANG_DEAD:
        store(s, &gp->gcscandone, 1);
        return next(s, SCANG_DONE);
    case SCANG_CLAIM:
        if (!castogscanstatus(s, gp, s->frame->local))
            return next(s, SCANG_DONE);           /* fix: go#10941 */
        call(s, RESTARTG_UNCLAIM, g, SCANG_DONE); /* fix: go#10941 */
        return detour(s, SCANWORK_DONE, g);
    case SCANG_CANCEL:
        store(s, &gp->preemptscan, 0); /* fix: go#10941 */
        return leave(s);
    default:
        return scang_running(s, gp);
    }
}
