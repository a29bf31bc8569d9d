/* The fields of the model, read off the real runtime. */
#include "runtime/follow/compare.h"

#include "runtime/collector.h"
#include "runtime/follow/simulated.h"
#include "runtime/lists.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -------- as the model has them -------- */

static int32_t p_id(const P *p)
{
    return p ? (int32_t)p->id : 0;
}

static int32_t m_id(const M *mp)
{
    return mp ? (int32_t)mp->id : 0;
}

static int32_t g_id(const G *gp)
{
    return gp ? (int32_t)gp->goid : 0;
}

static int32_t status_of(G *gp)
{
    static const int32_t plain[] = {
        [Gidle] = 0,    [Grunnable] = 1, [Grunning] = 2,   [Gsyscall] = 3,
        [Gwaiting] = 4, [Gdead] = 5,     [Gcopystack] = 6, [Gpreempted] = 7};
    uint32_t status = load(&gp->atomicstatus);
    return plain[status & ~(uint32_t)Gscan] + (status & Gscan ? 0x10 : 0);
}

static int32_t poll_of(G *gp)
{
    uintptr_t rg = load(&simulated_input(gp)->rg);
    return rg == pdNil ? 0 : rg == pdWait ? 1 : rg == pdReady ? 2 : 3;
}

static int32_t first_of(P *p)
{
    return runqempty(p) ? 0 : g_id(load(&p->runq[load(&p->runqhead) % RUNQ_SIZE]));
}

static int32_t mark_work(void)
{
    uint32_t next = load(&work.markrootNext), jobs = load(&work.markrootJobs);
    return next < jobs ? (int32_t)(jobs - next) : 0;
}

static int32_t at_most(uint32_t value, uint32_t most)
{
    return (int32_t)(value < most ? value : most);
}

/* -------- one row for each -------- */

/* Left out: gc.phase, which the model does not touch when a cycle ends; links and tails of lists,
 * which the runtime keeps otherwise; what is counted for the sake of a proof. */

typedef enum Comparison {
    EXACTLY,
    WHETHER,         /* the model knows who, the runtime only whether */
    UNLESS_NEGATIVE, /* below zero both mean the same, by other numbers */
} Comparison;

typedef struct Row {
    const char *object, *member;
    Comparison comparison;
    int32_t (*value)(uint32_t id);
} Row;

#define READ(object, member, expression)                                                           \
    static int32_t object##_##member(uint32_t id)                                                  \
    {                                                                                              \
        (void)id;                                                                                  \
        return (int32_t)(expression);                                                              \
    }
#define p_ (&sched.allp[id - 1])
#define m_ (m_at(id - 1))
#define g_ (g_at(id - 1))
#define FIELDS                                                                                     \
    FIELD(sched, lock, WHETHER, lock_is_held(&sched.lock))                                         \
    FIELD(sched, gcwaiting, EXACTLY, load(&sched.gcwaiting))                                       \
    FIELD(sched, stopwait, EXACTLY, load(&sched.stopwait))                                         \
    FIELD(sched, stopnote, EXACTLY, load(&sched.stopnote.word))                                    \
    FIELD(sched, safePointFn, WHETHER, load(&sched.safePointFn) != NULL)                           \
    FIELD(sched, safePointWait, EXACTLY, load(&sched.safePointWait))                               \
    FIELD(sched, safePointNote, EXACTLY, load(&sched.safePointNote.word))                          \
    FIELD(sched, pidle, EXACTLY, p_id(load(&sched.pidle)))                                         \
    FIELD(sched, npidle, EXACTLY, load(&sched.npidle))                                             \
    FIELD(sched, midle, EXACTLY, m_id(load(&sched.midle)))                                         \
    FIELD(sched, nmspinning, EXACTLY, load(&sched.nmspinning))                                     \
    FIELD(sched, runqhead, EXACTLY, g_id(sched.runqhead))                                          \
    FIELD(sched, sysmonwait, EXACTLY, load(&sched.sysmonwait))                                     \
    FIELD(sched, sysmonnote, EXACTLY, load(&sched.sysmonnote.word))                                \
    FIELD(sched, lastpoll, WHETHER, load(&sched.lastpoll) != 0)                                    \
    FIELD(sched, worldsema, WHETHER, load(&sched.worldsema.count) == 0)                            \
    FIELD(sched, semalock, WHETHER, lock_is_held(&sched.worldsema.lock))                           \
    FIELD(gc, blackenEnabled, EXACTLY, load(&work.blackenEnabled))                                 \
    FIELD(gc, blackenPromptly, EXACTLY, load(&work.blackenPromptly))                               \
    FIELD(gc, nwait, EXACTLY, load(&work.nwait))                                                   \
    FIELD(gc, nproc, EXACTLY, load(&work.nproc))                                                   \
    FIELD(gc, markwork, EXACTLY, mark_work())                                                      \
    FIELD(gc, dedicated, UNLESS_NEGATIVE, load(&work.dedicated))                                   \
    FIELD(gc, markDoneSema, WHETHER, load(&work.markDoneSema))                                     \
    FIELD(p, status, EXACTLY, load(&p_->status))                                                   \
    FIELD(p, m, EXACTLY, m_id(load(&p_->m)))                                                       \
    FIELD(p, runSafePointFn, EXACTLY, load(&p_->runSafePointFn))                                   \
    FIELD(p, runqhead, EXACTLY, first_of(p_))                                                      \
    FIELD(p, gcBgMarkWorker, EXACTLY, g_id(load(&p_->gcBgMarkWorker)))                             \
    FIELD(p, gcMarkWorkerMode, EXACTLY, load(&p_->gcMarkWorkerMode))                               \
    FIELD(p, fnruns, EXACTLY, at_most(load(&p_->fnruns), 2))                                       \
    FIELD(m, p, EXACTLY, p_id(m_->p))                                                              \
    FIELD(m, spinning, EXACTLY, load(&m_->spinning))                                               \
    FIELD(m, curg, EXACTLY, g_id(load(&m_->curg)))                                                 \
    FIELD(m, nextp, EXACTLY, p_id(load(&m_->nextp)))                                               \
    FIELD(m, park, EXACTLY, load(&m_->park.word))                                                  \
    FIELD(g, atomicstatus, EXACTLY, status_of(g_))                                                 \
    FIELD(g, m, EXACTLY, m_id(load(&g_->m)))                                                       \
    FIELD(g, preempt, EXACTLY, load(&g_->preempt))                                                 \
    FIELD(g, stackguard0, EXACTLY, load(&g_->stackguard0) == STACK_PREEMPT)                        \
    FIELD(g, preemptscan, EXACTLY, load(&g_->preemptscan))                                         \
    FIELD(g, preemptStop, EXACTLY, load(&g_->preemptStop))                                         \
    FIELD(g, gcscandone, EXACTLY, load(&g_->gcscandone))                                           \
    FIELD(g, gcscanvalid, EXACTLY, load(&g_->gcscanvalid))                                         \
    FIELD(g, syscallsp, WHETHER, load(&g_->syscallsp) != 0)                                        \
    FIELD(g, rg, EXACTLY, poll_of(g_))                                                             \
    FIELD(g, sudog, EXACTLY, load(&g_->queued))                                                    \
    FIELD(g, scans, EXACTLY, at_most(load(&g_->scans), 3))

#define FIELD(object, member, comparison, expression) READ(object, member, expression)
FIELDS
#undef FIELD
static const Row rows[] = {
#define FIELD(object, member, comparison, expression)                                              \
    {#object, #member, comparison, object##_##member},
    FIELDS
#undef FIELD
};

/* -------- the plan's side -------- */

static struct {
    char **names;
    const Row **row; /* NULL: the runtime does not have it */
    uint32_t *id;
    size_t fields, states;
    int32_t *values;
} plan;

static const Row *row_of(const char *object, size_t length, const char *member)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strlen(rows[i].object) == length && !strncmp(rows[i].object, object, length) &&
            !strcmp(rows[i].member, member))
            return &rows[i];
    return NULL;
}

void compare_fields(char **names, size_t n)
{
    plan.names = names;
    plan.fields = n;
    plan.row = calloc(n, sizeof *plan.row);
    plan.id = calloc(n, sizeof *plan.id);
    if (!plan.row || !plan.id) abort();
    for (size_t i = 0; i < n; i++) {
        size_t letters = strcspn(names[i], "0123456789.");
        plan.id[i] = (uint32_t)atoi(names[i] + letters);
        plan.row[i] = row_of(names[i], letters, strchr(names[i], '.') + 1);
    }
}

void compare_add(const int32_t *values)
{
    size_t size = plan.fields * sizeof *values;
    plan.values = realloc(plan.values, (plan.states + 1) * size);
    if (!plan.values) abort();
    memcpy(plan.values + plan.states++ * plan.fields, values, size);
}

static bool agree(Comparison comparison, int32_t expected, int32_t found)
{
    if (comparison == WHETHER) return !expected == !found;
    if (comparison == UNLESS_NEGATIVE && expected < 0) return found < 0;
    return expected == found;
}

void compare_after(size_t index, const char *step)
{
    if (index >= plan.states) return;
    const int32_t *expected = plan.values + index * plan.fields;
    bool differs = false;
    for (size_t i = 0; i < plan.fields; i++) {
        const Row *row = plan.row[i];
        if (!row) continue;
        int32_t found = row->value(plan.id[i]);
        if (agree(row->comparison, expected[i], found)) continue;
        fprintf(stderr, "compare: after step %zu, %s, %s is %d, not %d as in the model\n",
                index + 1, step, plan.names[i], found, expected[i]);
        differs = true;
    }
    if (differs) _exit(1);
}
