/* The stack scan handshake since go1.14: a goroutine is stopped first, then scanned (preempt.go:
 * suspendG, resumeG).
 *
 * suspendG contains no safe point: it looks neither at runSafePointFn nor at gcwaiting, and on g0
 * it cannot be preempted. */
#include "runtime/collector.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/step.h"
#include "runtime/switch.h"

typedef struct Suspended {
    bool dead;
    bool stopped; /* it stopped for us, so resumeG has to ready it */
} Suspended;

/* With the scan bit: take back what was asked of it, and with that a request that a stop or a safe
 * point has made. */
static void clear_request(G *gp)
{
    STEP(SUSPENDG_CLEAR_STOP);
    store(&gp->preemptStop, false);
    STEP(SUSPENDG_CLEAR_PREEMPT);
    store(&gp->preempt, false);
    STEP(SUSPENDG_CLEAR_STACKGUARD);
    store(&gp->stackguard0, stack_guard(gp->stack));
}

static bool already_asked(G *gp)
{
    STEP(SUSPENDG_PENDING_STOP);
    if (!load(&gp->preemptStop)) return false;
    STEP(SUSPENDG_PENDING_PREEMPT);
    if (!load(&gp->preempt)) return false;
    STEP(SUSPENDG_PENDING_STACKGUARD);
    return load(&gp->stackguard0) == STACK_PREEMPT;
}

static void ask(G *gp)
{
    if (already_asked(gp)) return;
    STEP(SUSPENDG_CLAIM_RUNNING);
    if (!castogscanstatus(gp, Grunning)) return;
    STEP(SUSPENDG_SET_STOP);
    store(&gp->preemptStop, true);
    STEP(SUSPENDG_SET_PREEMPT);
    store(&gp->preempt, true);
    STEP(SUSPENDG_SET_STACKGUARD);
    store(&gp->stackguard0, STACK_PREEMPT);
    STEP(SUSPENDG_UNCLAIM_RUNNING);
    casfrom_gscanstatus(gp, Grunning);
}

static bool claim(G *gp, uint32_t status)
{
    STEP(SUSPENDG_CLAIM);
    if (!castogscanstatus(gp, status)) return false;
    clear_request(gp);
    return true;
}

/* Return with the scan bit, or with a dead goroutine. */
static Suspended suspendG(G *gp)
{
    bool stopped = false;

    for (uint32_t tries = 0;; tries++) {
        STEP(SUSPENDG_STATUS);
        uint32_t status = readgstatus(gp);
        switch (status) {
        case Gdead:
            return (Suspended){.dead = true};
        case Gpreempted: /* it stopped for us, or for another who suspends it */
            STEP(SUSPENDG_TAKE_PREEMPTED);
            if (!cas(&gp->atomicstatus, Gpreempted, Gwaiting)) break;
            stopped = true;
            if (claim(gp, Gwaiting)) return (Suspended){.stopped = true};
            break;
        case Grunnable:
        case Gsyscall:
        case Gwaiting:
            if (claim(gp, status)) return (Suspended){.stopped = stopped};
            break;
        case Grunning:
            ask(gp);
            break;
        default: /* Gcopystack and every locked status: until that is over */
            break;
        }
        os_spin(tries);
    }
}

static void resumeG(G *gp, Suspended suspended)
{
    STEP(RESUMEG_UNCLAIM);
    casfrom_gscanstatus(gp, readgstatus(gp) & ~(uint32_t)Gscan);
    if (suspended.stopped) ready(gp);
}

void markroot_suspendg(G *gp)
{
    STEP(SUSPENDG_CALLER); /* two that suspend each other while both run would wait for ever */
    G *own = load(&getm()->curg);
    if (readgstatus(own) == Grunning) throws(THROW_SUSPENDG_NONPREEMPTIBLE);
    Suspended suspended = suspendG(gp);
    STEP(MARKROOT_SUSPENDED);
    if (!suspended.dead) {
        if (load(&gp->gcscandone)) throws(THROW_SCANNED_TWICE);
        scanstack_walk(gp);
    }
    STEP(MARKROOT_SET_DONE);
    store(&gp->gcscandone, true);
    if (!suspended.dead) resumeG(gp, suspended);
}
