/* Ms: making them and what their threads do first (proc1.go: newm, allocm, mstart). */
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/switch.h"

#include <stdlib.h>

static _Atomic(M *) allm[MOST_MS];

M *m_at(uint32_t n)
{
    return n < MOST_MS ? load(&allm[n]) : NULL;
}

static G *new_g0(M *mp)
{
    G *g0 = calloc(1, sizeof *g0);
    if (!g0) throw_text("out of memory");
    g0->stack = stack_alloc(STACK_SYSTEM);
    store(&g0->atomicstatus, Grunning);
    store(&g0->m, mp);
    return g0;
}

M *allocm(void)
{
    M *mp = calloc(1, sizeof *mp);
    if (!mp) throw_text("out of memory");
    mp->id = xadd(&sched.mcount, 1);
    if (mp->id > MOST_MS) throw_text("thread exhaustion");
    mp->random = mp->id * 2654435761u;
    mp->g0 = new_g0(mp);
    store(&allm[mp->id - 1], mp);
    return mp;
}

/* The first function on g0; the rest of the thread's life is in schedule. */
static void mstart(G *g0)
{
    begin_on_stack();
    M *mp = load(&g0->m);
    if (mp->mstartfn) mp->mstartfn();
    P *p = load(&mp->nextp);
    if (p) {
        store(&mp->nextp, NULL);
        acquirep(p);
    } else {
        stopm();
    }
    schedule();
}

static void thread_main(void *m)
{
    enter_g0(m, mstart);
}

void newm(P *p, bool spinning)
{
    M *mp = allocm();
    store(&mp->spinning, spinning);
    store(&mp->nextp, p);
    os_thread(thread_main, mp);
}

void new_idle_m(void)
{
    os_thread(thread_main, allocm());
}

void m_begin(M *mp, void (*fn)(void))
{
    mp->mstartfn = fn;
    os_thread(thread_main, mp);
}

void new_m_without_p(void (*fn)(void))
{
    m_begin(allocm(), fn);
}
