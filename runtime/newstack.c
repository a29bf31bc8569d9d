/* What a function prologue does when it finds too little stack, or a request in the guise of one
 * (stack1.go: newstack; preempt.go: preemptPark).
 *
 * Only the stack of a goroutine has prologues that look: whoever is on g0 is deaf to requests.
 *
 * Left out: m.mallocing and m.preemptoff, which refuse as m.locks does; signals. */
#include "runtime/collector.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/step.h"
#include "runtime/switch.h"

/* Scan ourselves, as was asked.  The request is cleared before the status is running again, or
 * after it, when it may be somebody's new request that is wiped. */
static void scan_oneself(G *gp)
{
    for (uint32_t tries = 0;; tries++) { /* the scanner may be at it, too */
        STEP(NEWSTACK_CLAIM);
        if (castogscanstatus(gp, Gwaiting)) break;
        os_spin(tries);
    }
    scan_unless_done(gp);
    if (setting(NEWSTACK_CLEARS)) {
        STEP(NEWSTACK_CLEAR_SCAN);
        store(&gp->preemptscan, false); /* fix: go#10941 */
        STEP(NEWSTACK_CLEAR_PREEMPT);
        store(&gp->preempt, false); /* fix: go#10941 */
    }
    STEP(NEWSTACK_UNCLAIM);
    casfrom_gscanstatus(gp, Gwaiting);
    casgstatus(STEP_NEWSTACK_RUNNING, gp, Gwaiting, Grunning);
    STEP(NEWSTACK_SCANVALID);
    store(&gp->gcscanvalid, false);
    STEP(NEWSTACK_STACKGUARD);
    store(&gp->stackguard0, stack_guard(gp->stack));
    if (setting(NEWSTACK_CLEARS)) return;
    STEP(NEWSTACK_CLEAR_PREEMPT);
    store(&gp->preempt, false);
    STEP(NEWSTACK_CLEAR_SCAN);
    store(&gp->preemptscan, false);
}

/* Somebody wants this goroutine to stop; returns if it goes on at once. */
static void preempted(G *gp)
{
    M *mp = getm();

    STEP(NEWSTACK_P_STATUS);
    if (mp->locks || load(&mp->p->status) != Prunning) {
        STEP(NEWSTACK_REFUSE);
        store(&gp->stackguard0, stack_guard(gp->stack));
        return;
    }
    if (!keeps_scanvalid()) {
        STEP(PREEMPTPARK_REQUESTED);
        if (load(&gp->preemptStop)) preemptPark(gp);
        gopreempt_m(gp);
    }
    casgstatus(STEP_NEWSTACK_WAITING, gp, Grunning, Gwaiting);
    STEP(NEWSTACK_PREEMPTSCAN);
    if (load(&gp->preemptscan)) {
        scan_oneself(gp);
        return;
    }
    casgstatus(STEP_NEWSTACK_YIELD, gp, Gwaiting, Grunning);
    STEP(NEWSTACK_YIELD_SCANVALID);
    store(&gp->gcscanvalid, false);
    gopreempt_m(gp);
}

/* A goroutine moves its own stack, with Gcopystack for a lock.  Nobody can ready it meanwhile: it
 * waits for nothing. */
void grow_stack(G *gp, uintptr_t need)
{
    uintptr_t size = gp->stack.hi - gp->stack.lo;
    uintptr_t used = gp->stack.hi - gp->sched.sp;

    do
        size *= 2;
    while (size < used + need + STACK_GUARD);
    if (size > STACK_MAX) throw_text("stack overflow");
    casgstatus(STEP_GROW_WAITING, gp, Grunning, Gwaiting);
    casgstatus(STEP_GROW_COPYSTACK, gp, Gwaiting, Gcopystack);
    STEP(GROW_REPLACE); /* a request made since the check is lost */
    copystack(gp, size);
    casgstatus(STEP_GROW_RUNNING, gp, Gcopystack, Grunning);
    if (!keeps_scanvalid()) return;
    STEP(GROW_SCANVALID);
    store(&gp->gcscanvalid, false);
}

/* What stackguard0 says was read once, by the prologue. */
_Noreturn void newstack(G *gp)
{
    preempted(gp);
    gogo(gp);
}

static void newstack_m(G *gp)
{
    newstack(gp);
}

static void grow_m(G *gp)
{
    grow_stack(gp, gp->need);
    gogo(gp);
}

/* A request comes first; then the prologue looks again. */
void morestack(uintptr_t need, uintptr_t guard)
{
    G *gp = getg();

    if (guard == STACK_PREEMPT) mcall(newstack_m);
    while (stack_pointer() - need < stack_guard(gp->stack)) {
        STEP(GROW_CHECK);
        if (load(&gp->stackguard0) != STACK_PREEMPT) {
            gp->need = need;
            mcall(grow_m);
            continue;
        }
        STEP(PROLOGUE_CHECK);
        if (load(&gp->stackguard0) == STACK_PREEMPT) mcall(newstack_m);
    }
}
