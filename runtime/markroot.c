/* Scanning one stack, whatever the handshake with the goroutine that owns it (mgcmark.go: markroot,
 * gcphasework, scanstack; proc1.go: restartg). */
#include "runtime/collector.h"
#include "runtime/disguise.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/step.h"
#include "runtime/switch.h"

/* -------- the scanner's own part -------- */

/* On g0, deaf to requests: so the scanner's own goroutine waits in disguise, and its stack can be
 * scanned meanwhile by anybody, itself included. */
static void markroot_on_g0(void *g)
{
    G *gp = g, *own = load(&getm()->curg);

    disguise(STEP_MARKROOT_ENTER, own, setting(SCAN_CALLER), "GC scan");
    switch (setting(STACK_SCAN)) {
    case SCAN_BY_STOPG:
        markroot_stopg(gp);
        break;
    case SCAN_BY_SCANG:
        scang(gp);
        break;
    default:
        markroot_suspendg(gp);
    }
    undisguise(STEP_MARKROOT_BACK, STEP_MARKROOT_SCANVALID, own, setting(SCAN_CALLER));
}

void markroot(G *gp)
{
    systemstack(markroot_on_g0, gp);
}

void markroot_job(uint32_t job)
{
    void **base;
    size_t n;

    if (gc_root(job, &base, &n)) scanblock((uintptr_t)base, (uintptr_t)(base + n));
    else markroot(g_at(job - gc_roots()));
}

/* -------- under the scan bit -------- */

static void scan_context(const Gobuf *saved, uintptr_t hi)
{
    scanblock(saved->sp, hi);
    scanblock((uintptr_t)saved->reg, (uintptr_t)(saved->reg + CONTEXT_REGISTERS));
}

/* Every word from where it stands to the top, and every register that it has saved: what looks like
 * a pointer is one. */
void scanstack_walk(G *gp)
{
    STEP(SCANSTACK_WALK);
    uint32_t status = readgstatus(gp);
    if (!(status & Gscan) || status == (Gscan | Grunning)) throws(THROW_SCANSTACK_NOT_STOPPED);
    xadd(&gp->scans, 1);
    scan_context(load(&gp->syscallsp) ? &gp->syscall : &gp->sched, gp->stack.hi);
    scanblock((uintptr_t)&gp->arg, (uintptr_t)(&gp->arg + 1));
}

void scanstack(G *gp)
{
    STEP(SCANSTACK_VALID);
    if (load(&gp->gcscanvalid)) return;
    scanstack_walk(gp);
    STEP(SCANSTACK_SET_VALID);
    store(&gp->gcscanvalid, true);
}

/* As gcphasework, before go#10941, it looked at the phase, too. */
void scan_unless_done(G *gp)
{
    STEP(SCANWORK_DONE);
    if (load(&gp->gcscandone)) return;
    bool scans = true;
    if (setting(STACK_SCAN) == SCAN_BY_STOPG) {
        STEP(SCANWORK_PHASE);
        uint32_t phase = load(&work.phase);
        scans = phase == GCscan || phase == GCmarktermination;
    }
    if (scans) scanstack(gp);
    STEP(SCANWORK_SET_DONE);
    store(&gp->gcscandone, true);
}

/* The request is three stores: execute and newstack wipe any of them. */
void request_scan(G *gp)
{
    STEP(REQUEST_WANTED);
    if (!load(&gp->gcscandone)) {
        STEP(REQUEST_PREEMPTSCAN);
        store(&gp->preemptscan, true);
        STEP(REQUEST_PREEMPT);
        store(&gp->preempt, true);
        STEP(REQUEST_STACKGUARD);
        store(&gp->stackguard0, STACK_PREEMPT);
    }
    STEP(REQUEST_UNCLAIM);
    casfrom_gscanstatus(gp, Grunning);
    STEP(REQUEST_SCANVALID); /* by now it may have scanned itself */
    store(&gp->gcscanvalid, false);
}

/* While we hold the scan bit, nobody else changes the status. */
void restartg(G *gp)
{
    STEP(RESTARTG_UNCLAIM);
    casfrom_gscanstatus(gp, readgstatus(gp) & ~(uint32_t)Gscan);
}
