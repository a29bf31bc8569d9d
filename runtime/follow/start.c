/* Beginning in the middle: the world of a plan, as the model's `initial` makes it. */
#include "runtime/collector.h"
#include "runtime/follow/plan.h"
#include "runtime/follow/simulated.h"
#include "runtime/lists.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/switch.h"

static const Plan *plan;
static void *no_root;

/* -------- the collector and the rest that is global -------- */

static void begin_globals(void)
{
    uint32_t roots = plan->markwork ? plan->markwork : 1; /* a piece of mark work each */

    for (uint32_t i = 0; i < roots; i++)
        gc_add_root(&no_root, 1);
    store(&work.phase, plan->phase);
    store(&work.blackenEnabled, plan->blacken);
    store(&work.markrootJobs, plan->markwork);
    store(&work.nproc, (int32_t)plan->ps);
    store(&work.nwait, (int32_t)plan->ps);
    store(&work.dedicated, plan->blacken ? (int32_t)plan->ps : 0);
    store(&sched.gcwaiting, plan->stopped);
    store(&sched.worldsema.count, plan->stopped || plan->blacken ? 0 : 1);
    store(&sched.poller_open, plan->network);
    store(&sched.lastpoll, 1);
}

/* -------- goroutines -------- */

/* The program of whoever we are need not be waited for any more. */
void program_ended(void)
{
    const G *gp = getg();
    bool daemon = gp->goid ? plan->g[gp->goid].daemon : plan->m[getm()->id].daemon;
    if (!daemon) plan_program_ended();
}

static void goroutine(void *g)
{
    program_run(((const GPlan *)g)->code);
    program_ended();
}

static const uint32_t statuses[] = {
    [G_ABSENT] = Gdead,     [G_RUNNING] = Grunning, [G_IN_SYSCALL] = Gsyscall,
    [G_QUEUED] = Grunnable, [G_PARKED] = Gwaiting,  [G_NETWORK] = Gwaiting,
};

/* On a stack that is worth shrinking, as every stack is to the model. */
static void enlarge(G *gp)
{
    store(&gp->atomicstatus, Gcopystack);
    copystack(gp, 2 * STACK_MIN);
}

static void begin_g(uint32_t id)
{
    const GPlan *place = &plan->g[id];
    G *gp = newproc(&sched.allp[0], goroutine, (void *)place);

    enlarge(gp);
    store(&gp->atomicstatus, statuses[place->place]);
    if (place->place == G_PARKED) store(&gp->queued, true);
    if (place->place == G_NETWORK) store(&simulated_input(gp)->rg, (uintptr_t)gp);
    if (place->place != G_QUEUED) return;
    if (place->p) runqput(&sched.allp[place->p - 1], gp);
    else globrunqput(gp);
}

/* -------- Ms and Ps -------- */

static void give_p(M *mp, uint32_t id, uint32_t status)
{
    P *p = &sched.allp[id - 1];
    mp->p = p;
    store(&p->status, plan->stopped && status == Prunning ? Pgcstop : status);
    store(&p->m, status == Prunning ? mp : NULL);
}

static void begin_running(M *mp, G *gp)
{
    const GPlan *place = &plan->g[gp->goid];
    bool in_syscall = place->place == G_IN_SYSCALL;

    if (in_syscall) {
        gp->syscall = gp->sched;
        store(&gp->syscallsp, gp->sched.sp);
        store(&gp->stackguard0, STACK_PREEMPT);
    }
    store(&gp->m, mp);
    store(&mp->curg, gp);
    if (place->p) give_p(mp, place->p, in_syscall ? Psyscall : Prunning);
}

static bool runs_on(uint32_t g, uint32_t m)
{
    uint32_t place = plan->g[g].place;
    return (place == G_RUNNING || place == G_IN_SYSCALL) && plan->g[g].m == m;
}

static void begin_m(M *mp)
{
    const MPlan *place = &plan->m[mp->id];

    if (place->place == M_IDLE) mput(mp);
    if (place->place == M_SCHEDULE) give_p(mp, place->p, Prunning);
    if (place->place == M_PROGRAM && place->code[0].operation == OPERATION_NETPOLL)
        store(&sched.lastpoll, 0);
    for (uint32_t g = 1; g <= plan->gs; g++)
        if (place->place == M_RUNS_G && runs_on(g, mp->id)) begin_running(mp, g_at(g - 1));
}

static void begin_idle_ps(void)
{
    for (uint32_t i = plan->ps; i > 0; i--) {
        P *p = &sched.allp[i - 1];
        bool held = false;
        for (uint32_t m = 0; m < plan->ms; m++)
            held |= m_at(m)->p == p;
        if (held) continue;
        if (plan->stopped) store(&p->status, Pgcstop);
        else pidleput(p);
    }
}

/* The first function of each M. */
static void be_actor(void)
{
    M *mp = getm();
    const MPlan *place = &plan->m[mp->id];

    plan_be(mp->id);
    switch (place->place) {
    case M_RUNS_G:
        gogo(load(&mp->curg));
    case M_PROGRAM:
        program_run(place->code);
        break;
    case M_IDLE:
        stopm_sleep();
        break;
    default:
        break;
    }
    schedule();
}

void plan_make(const Plan *p)
{
    RuntimeConfig config = {.procs = p->ps,
                            .heap_cells = 64, /* nobody allocates any */
                            .fixed_ms = true,
                            .sysmon = p->sysmon,
                            .settings = p->settings};

    plan = p;
    schedinit(&config);
    for (uint32_t g = 1; g <= p->gs; g++)
        begin_g(g);
    begin_globals();
    for (uint32_t m = 0; m < p->ms; m++)
        allocm();
    for (uint32_t m = p->ms; m > 0; m--)
        begin_m(m_at(m - 1));
    begin_idle_ps();
}

void plan_let_go(void)
{
    for (uint32_t m = 0; m < plan->ms; m++)
        m_begin(m_at(m), be_actor);
}
