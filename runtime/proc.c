/* Goroutines: making them, and what is left of them (proc1.go: newproc1, gfget, gfput, goexit0).
 *
 * A G is never freed; a dead one is used again. */
#include "runtime/goroutine.h"
#include "runtime/heap.h"
#include "runtime/lists.h"
#include "runtime/panic.h"
#include "runtime/sanitize.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/step.h"

#include <stdlib.h>

enum { FREE_MOST = 64 /* dead Gs that a P keeps */ };

static struct {
    Lock lock;
    _Atomic(G *) *g; /* MOST_GS; grows by itself, as untouched pages take no room */
    _Atomic uint32_t n;
} all;

G *g_at(uint32_t n)
{
    return n < g_count() ? load(&all.g[n]) : NULL;
}

uint32_t g_count(void)
{
    return load(&all.n);
}

static void allgadd(G *gp)
{
    lock(&all.lock);
    if (!all.g) {
        void *table = os_map(MOST_GS * sizeof *all.g);
        if (!table) throw_text("out of memory");
        all.g = table;
    }
    uint32_t n = load(&all.n);
    if (n == MOST_GS) throw_text("too many goroutines");
    gp->goid = n + 1;
    store(&all.g[n], gp);
    store(&all.n, n + 1);
    unlock(&all.lock);
}

static G *malg(void)
{
    G *gp = calloc(1, sizeof *gp);
    if (!gp) throw_text("out of memory");
    gp->stack = stack_alloc(STACK_MIN);
    store(&gp->atomicstatus, Gdead);
    allgadd(gp);
    return gp;
}

/* -------- dead Gs -------- */

/* Half of what a P has too much of goes where every P finds it. */
static void gfput(P *p, G *gp)
{
    gp->schedlink = p->gfree;
    p->gfree = gp;
    if (++p->gfree_count < FREE_MOST) return;
    lock(&sched.gflock);
    for (; p->gfree_count > FREE_MOST / 2; p->gfree_count--) {
        gp = p->gfree;
        p->gfree = gp->schedlink;
        gp->schedlink = sched.gfree;
        sched.gfree = gp;
    }
    unlock(&sched.gflock);
}

static G *gfget(P *p)
{
    if (!p->gfree) {
        lock(&sched.gflock);
        for (; sched.gfree && p->gfree_count < FREE_MOST / 2; p->gfree_count++) {
            G *gp = sched.gfree;
            sched.gfree = gp->schedlink;
            gp->schedlink = p->gfree;
            p->gfree = gp;
        }
        unlock(&sched.gflock);
    }
    G *gp = p->gfree;
    if (!gp) return NULL;
    p->gfree = gp->schedlink;
    p->gfree_count--;
    return gp;
}

/* On g0: the goroutine has come to its end.  It is dead before it is off its M, and as whoever
 * scans it looks at its status first, its stack may go. */
_Noreturn void goexit0(G *gp)
{
    casgstatus(STEP_GOEXIT_LEAVE, gp, Grunning, Gdead);
    dropg();
    store(&gp->arg, NULL);
    if (gp->stack.hi - gp->stack.lo != STACK_MIN) {
        stack_free(gp->stack);
        gp->stack = stack_alloc(STACK_MIN);
    }
    gfput(getm()->p, gp);
    schedule();
}

static void goexit0_m(G *gp)
{
    goexit0(gp);
}

/* -------- new ones -------- */

/* The first function on a goroutine's stack, and the last. */
static void gostart(void)
{
    begin_on_stack();
    G *gp = getg();
    gp->fn(load(&gp->arg));
    mcall(goexit0_m);
}

G *newproc(P *p, void (*fn)(void *), void *argument)
{
    G *gp = gfget(p);

    if (!gp) gp = malg();
    forget_frames(gp->stack);
    gp->fn = fn;
    store(&gp->arg, argument);
    gc_shade(argument); /* the stack that it came from may not have been scanned yet */
    store(&gp->stackguard0, stack_guard(gp->stack));
    store(&gp->preempt, false);
    store(&gp->preemptscan, false);
    store(&gp->preemptStop, false);
    store(&gp->gcscanvalid, false);
    make_context(gp, gostart);
    store(&gp->atomicstatus, Grunnable); /* nobody else changes the status of a dead one */
    return gp;
}

typedef struct Birth {
    void (*fn)(void *);
    void *argument;
    G *gp;
} Birth;

/* On g0, as it may start a thread.  The birth is on the stack of a goroutine that is Grunning, so
 * it stays where it is. */
static void give_birth(void *b)
{
    Birth *birth = b;
    P *p = getm()->p;
    birth->gp = newproc(p, birth->fn, birth->argument);
    runqput(p, birth->gp);
    if (load(&sched.npidle)) wakep();
}

G *go(void (*fn)(void *argument), void *argument)
{
    Birth birth = {fn, argument, NULL};
    systemstack(give_birth, &birth);
    return birth.gp;
}
