/* The stack scan handshake before go#10941 (mgcmark.go: markroot; proc1.go: stopg).  gcscandone was
 * called gcworkdone. */
#include "runtime/collector.h"
#include "runtime/panic.h"
#include "runtime/status.h"
#include "runtime/step.h"

/* True if the caller now holds the scan bit; false if somebody else takes care of it, or will once
 * it has seen the request. */
static bool stopg(G *gp)
{
    for (uint32_t tries = 0;; tries++) {
        STEP(STOPG_DONE);
        if (load(&gp->gcscandone)) return false;
        STEP(STOPG_STATUS);
        uint32_t status = readgstatus(gp);
        switch (status) {
        case Gdead:
        case Gscan | Grunnable:
        case Gscan | Gwaiting:
        case Gscan | Gsyscall:
            return false;
        case Gcopystack:
            break;
        case Grunnable:
        case Gsyscall:
        case Gwaiting:
            STEP(STOPG_CLAIM);
            if (!castogscanstatus(gp, status)) break;
            scan_unless_done(gp);
            STEP(STOPG_CLAIMED);
            return true;
        case Grunning:
            if (setting(CASTOGSCAN_CHECK)) {
                STEP(STOPG_VALID);
                if (load(&gp->gcscanvalid)) throws(THROW_CASTOGSCANSTATUS);
            }
            STEP(STOPG_CLAIM_RUNNING);
            if (!castogscanstatus(gp, Grunning)) break;
            request_scan(gp);
            return false;
        default:
            throws(THROW_STOPG_INVALID_STATUS);
        }
        os_spin(tries);
    }
}

/* It resets gcworkdone without the scan bit, asks once, and knows only some of the statuses that it
 * may find. */
void markroot_stopg(G *gp)
{
    STEP(MARKROOT_STATUS);
    if (readgstatus(gp) == Gdead) {
        STEP(MARKROOT_DEAD);
        store(&gp->gcscandone, true);
        return;
    }
    STEP(MARKROOT_RESET);
    store(&gp->gcscandone, false);
    bool restart = stopg(gp);
    for (uint32_t tries = 0;; tries++) { /* never asks again, should the request get lost */
        STEP(MARKROOT_SPIN_STATUS);
        if (readgstatus(gp) != Grunning) break;
        STEP(MARKROOT_SPIN_DONE);
        if (load(&gp->gcscandone)) break;
        os_spin(tries);
    }
    for (uint32_t tries = 0;; tries++) {
        STEP(MARKROOT_LOOP_DONE);
        if (load(&gp->gcscandone)) break;
        STEP(MARKROOT_LOOP_STATUS);
        uint32_t status = readgstatus(gp);
        if (status == Gdead) {
            STEP(MARKROOT_DEAD);
            store(&gp->gcscandone, true);
            return;
        }
        if (status == Gwaiting || status == Grunnable) restart |= stopg(gp);
        os_spin(tries); /* Gsyscall and Grunning, too: wait for something else */
    }
    if (restart) restartg(gp);
}
