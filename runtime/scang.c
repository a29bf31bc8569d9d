/* The stack scan handshake since go#10941 (proc1.go: scang).
 *
 * One loop deals with every status, so that a change between two looks is seen in the next; a
 * request of which a part was wiped is made again; and it is cancelled when it is no longer needed.
 */
#include "runtime/collector.h"
#include "runtime/panic.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/step.h"

/* Is what was asked of gp still there to be seen? */
static bool already_asked(G *gp)
{
    STEP(SCANG_PENDING_PREEMPTSCAN);
    if (!load(&gp->preemptscan)) return false;
    STEP(SCANG_PENDING_PREEMPT);
    if (!load(&gp->preempt)) return false;
    STEP(SCANG_PENDING_STACKGUARD);
    return load(&gp->stackguard0) == STACK_PREEMPT;
}

static void ask(G *gp)
{
    if (already_asked(gp)) return;
    if (setting(CASTOGSCAN_CHECK)) {
        /* True between newstack's move to Grunning and its next store: this throws in vain. */
        STEP(SCANG_VALID);
        if (load(&gp->gcscanvalid)) throws(THROW_CASTOGSCANSTATUS);
    }
    STEP(SCANG_CLAIM_RUNNING);
    if (castogscanstatus(gp, Grunning)) request_scan(gp);
}

static void scan_claimed(G *gp, uint32_t status)
{
    STEP(SCANG_CLAIM);
    if (!castogscanstatus(gp, status)) return;
    scan_unless_done(gp);
    restartg(gp);
}

/* Return when gp has been scanned, by us or by itself. */
void scang(G *gp)
{
    STEP(SCANG_RESET); /* we own gcscandone until it is set */
    store(&gp->gcscandone, false);
    for (uint32_t tries = 0;; tries++) {
        STEP(SCANG_DONE);
        if (load(&gp->gcscandone)) break;
        STEP(SCANG_STATUS);
        uint32_t status = readgstatus(gp);
        switch (status) {
        case Gdead:
            STEP(SCANG_DEAD);
            store(&gp->gcscandone, true);
            break;
        case Gcopystack:       /* its stack is being switched */
        case Gscan | Gwaiting: /* newstack is scanning for us */
            break;
        case Gsyscall:
            if (!setting(SCANG_SYSCALL)) break;
            scan_claimed(gp, status); /* fix: go#10941 */
            break;
        case Grunnable:
        case Gwaiting:
            scan_claimed(gp, status);
            break;
        case Grunning:
            ask(gp);
            break;
        default:
            throws(THROW_STOPG_INVALID_STATUS);
        }
        os_spin(tries);
    }
    if (!setting(SCANG_END)) return;
    STEP(SCANG_CANCEL);
    store(&gp->preemptscan, false); /* fix: go#10941 */
}
