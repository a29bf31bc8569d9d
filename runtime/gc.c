/* One collection: who starts it, and what happens while the world is stopped (mgc.go: gcStart,
 * gcResetGState, gcBgMarkStartWorkers, gcBgMarkPrepare, gcscan_m, gcMarkTermination).
 *
 * With stopg the driver scans all stacks before marking, as in go1.5; later the workers scan them,
 * as part of marking.  Cells are freed with the world stopped.
 *
 * Left out: assists, pacing, sweeping while the world runs. */
#include "runtime/collector.h"
#include "runtime/goroutine.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/step.h"

void gc_init(void)
{
    void *table = os_map(heap_cells() * sizeof *work.object);
    if (!table) throw_text("out of memory");
    work.object = table;
}

/* Each P that has no worker gets one, and it has attached itself, or will when it parks. */
static void start_workers(void)
{
    for (uint32_t i = 0; i < sched.procs; i++) {
        P *p = &sched.allp[i];
        if (load(&p->gcBgMarkWorker)) continue;
        go(gcBgMarkWorker, p);
        semacquire(&work.bgMarkReady);
    }
}

/* -------- with the world stopped -------- */

void gc_begin_round(void)
{
    STEP(ROUND_BEGIN);
    work.nstacks = g_count();
    for (uint32_t i = 0; i < work.nstacks; i++) {
        G *gp = g_at(i);
        STEP(ROUND_RESET_DONE);
        store(&gp->gcscandone, false);
        store(&gp->scans, 0);
        STEP(ROUND_RESET_VALID);
        store(&gp->gcscanvalid, false);
    }
}

/* On g0. */
static void shrink_stacks(void *unused)
{
    (void)unused;
    for (uint32_t i = 0; i < g_count(); i++) {
        STEP(SHRINKSTACK_ENTER);
        shrinkstack(g_at(i));
    }
}

void gc_set_phase(uint32_t phase)
{
    STEP(PHASE_STORE);
    store(&work.phase, phase);
}

/* As many workers as Ps take part, and all of them wait. */
void gc_begin_marking(void)
{
    bool workers_scan = setting(STACK_SCAN) != SCAN_BY_STOPG;

    STEP(MARKING_BEGIN);
    store(&work.markrootNext, 0);
    store(&work.markrootJobs, gc_roots() + (workers_scan ? work.nstacks : 0));
    store(&work.nproc, (int32_t)sched.procs);
    store(&work.nwait, (int32_t)sched.procs);
    store(&work.dedicated, (int32_t)sched.procs);
    store(&work.blackenPromptly, false);
    store(&work.blackenEnabled, true);
}

/* No stack was missed, and none scanned twice. */
static void check_round(void)
{
    for (uint32_t i = 0; i < work.nstacks; i++) {
        G *gp = g_at(i);
        if (!load(&gp->gcscandone) && readgstatus(gp) != Gdead) throws(THROW_SCAN_MISSED);
        if (load(&gp->scans) > 1) throws(THROW_SCANNED_TWICE);
    }
}

/* To the model all of this is one step: MARKDONE_END. */
void gc_end_cycle(void)
{
    for (uint32_t i = 0; i < sched.procs; i++)
        gcw_dispose(&sched.allp[i]);
    gcdrain_stopped(getm()->p);
    check_round();
    store(&work.phase, GCoff);
    xadd(&work.freed, heap_sweep());
    xadd(&work.cycles, 1);
    store(&work.blackenEnabled, false);
    store(&work.dedicated, 0);
}

/* -------- the driver -------- */

static void scan_all_stacks(void)
{
    for (uint32_t i = 0; i < work.nstacks; i++)
        markroot(g_at(i));
}

/* Let the workers find early what others keep to themselves. */
static void flush_early(void)
{
    take_eachp();
    if (load(&work.blackenEnabled)) forEachP(flush_gcw);
    give_eachp();
}

void gc_collect(void)
{
    uint32_t before = load(&work.begun);

    semacquire(&sched.worldsema);
    if (load(&work.begun) != before) { /* a whole cycle has passed since we were called */
        semrelease(&sched.worldsema);
        return;
    }
    xadd(&work.begun, 1);
    start_workers();
    stopTheWorldWithSema();
    gc_begin_round();
    systemstack(shrink_stacks, NULL);
    if (setting(STACK_SCAN) == SCAN_BY_STOPG) {
        gc_set_phase(GCscan);
        startTheWorldWithSema();
        scan_all_stacks();
        stopTheWorldWithSema();
    }
    gc_set_phase(GCmark);
    gc_begin_marking();
    startTheWorldWithSema();
    if (sched.early_flush) flush_early();
    semacquire(&work.done);
}
