/* Shrinking the stack of a goroutine that does not run (stack.c of Go 1.4: shrinkstack, copystack;
 * proc.c of Go 1.4.3: casgcopystack).
 *
 * The world is stopped, yet statuses change: the network poller readies goroutines without a P, and
 * threads come back from system calls.
 *
 * Left out: the size tests (every stack here qualifies) and the allocator. */
#include "model/collector.h"

/* shrinkstack.  A goroutine in a system call may still use its stack. */
Outcome shrinkstack(Step *s)
{
    uint8_t g = s->frame->argument;
    G *gp = g_of(s, g);

    switch (s->pc) {
    case SHRINKSTACK_ENTER:
        return systemstack(s, SHRINKSTACK_STATUS, g, RETURN);
    case SHRINKSTACK_STATUS:
        if (load(s, &gp->atomicstatus) == GDEAD) return leave(s);
        return next(s, SHRINKSTACK_SYSCALLSP);
    case SHRINKSTACK_SYSCALLSP:
        if (load(s, &gp->syscallsp)) return leave(s);
        return become(s, COPYSTACK_STATUS, g);
    default:
        return NOT_MINE;
    }
}

/* copystack: Gcopystack is the lock of the stack; frame.local is the status it replaces and
 * restores. Between the read and the CAS a netpoll wakeup may turn Gwaiting into Grunnable, which
 * nobody turns back.  The bare status is expected, so a scanner that holds the scan bit is waited
 * for. */
Outcome copystack(Step *s)
{
    Frame *frame = s->frame;
    G *gp = g_of(s, frame->argument);
    bool looks_again = false;
    if (setting(s, SETTING_COPYSTACK_CAS)) looks_again = true; /* fix: go#9186 */

    switch (s->pc) {
    case COPYSTACK_STATUS:
        frame->local = load(s, &gp->atomicstatus) & (uint8_t)~GSCAN;
        if (frame->local != GWAITING && frame->local != GRUNNABLE)
            throws(s, THROW_COPYSTACK_BAD_STATUS);
        return next(s, COPYSTACK_CLAIM);
    case COPYSTACK_CLAIM:
        if (looks_again ? cas(s, &gp->atomicstatus, frame->local, GCOPYSTACK)
                        : casgstatus(s, gp, frame->local, GCOPYSTACK))
            return next(s, COPYSTACK_REPLACE);
        return looks_again ? next(s, COPYSTACK_STATUS) : spin(s);
    case COPYSTACK_REPLACE:
        assert(load(s, &gp->atomicstatus) == GCOPYSTACK);
        store(s, &gp->stackguard0, GUARD_NORMAL);
        store(s, &gp->moved, 1);
        return next(s, COPYSTACK_RESTORE);
    case COPYSTACK_RESTORE:
        if (!casgstatus(s, gp, GCOPYSTACK, frame->local)) return spin(s);
        return leave(s);
    default:
        return NOT_MINE;
    }
}
