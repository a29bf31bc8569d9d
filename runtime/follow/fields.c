#include "runtime/follow/fields.h"

#include "runtime/collector.h"
#include "runtime/follow/plan.h"
#include "runtime/follow/simulated.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"

#include <string.h>

/* Whoever watches accesses to memory shall not see these. */
#define ASIDE __attribute__((no_sanitize("thread")))

static P *ps[PLAN_MOST + 1];
static M *ms[PLAN_MOST + 1];
static G *gs[PLAN_MOST + 1];

static uint32_t ps_count, ms_count, gs_count;

void fields_begin(void)
{
    ps_count = ms_count = gs_count = 0;
    for (uint32_t i = 1; i <= sched.procs && i <= PLAN_MOST; i++)
        ps[ps_count = i] = &sched.allp[i - 1];
    for (uint32_t i = 1; i <= PLAN_MOST && m_at(i - 1); i++)
        ms[ms_count = i] = m_at(i - 1);
    for (uint32_t i = 1; i <= PLAN_MOST && g_at(i - 1); i++)
        gs[gs_count = i] = g_at(i - 1);
}

/* -------- as the model has them -------- */

ASIDE static int32_t p_id(const P *p)
{
    return p ? (int32_t)p->id : 0;
}

ASIDE static int32_t m_id(const M *mp)
{
    return mp ? (int32_t)mp->id : 0;
}

ASIDE static int32_t g_id(const G *gp)
{
    return gp ? (int32_t)gp->goid : 0;
}

ASIDE static int32_t status_of(G *gp)
{
    static const int32_t plain[] = {
        [Gidle] = 0,    [Grunnable] = 1, [Grunning] = 2,   [Gsyscall] = 3,
        [Gwaiting] = 4, [Gdead] = 5,     [Gcopystack] = 6, [Gpreempted] = 7};
    uint32_t status = load(&gp->atomicstatus);
    return plain[status & ~(uint32_t)Gscan] + (status & Gscan ? 0x10 : 0);
}

ASIDE static int32_t poll_of(G *gp)
{
    uintptr_t rg = load(&simulated_input(gp)->rg);
    return rg == pdNil ? 0 : rg == pdWait ? 1 : rg == pdReady ? 2 : 3;
}

ASIDE static int32_t first_of(P *p)
{
    uint32_t head = load(&p->runqhead);
    return head == load(&p->runqtail) ? 0 : g_id(load(&p->runq[head % RUNQ_SIZE]));
}

ASIDE static int32_t mark_work(void)
{
    uint32_t next = load(&work.markrootNext), jobs = load(&work.markrootJobs);
    return next < jobs ? (int32_t)(jobs - next) : 0;
}

ASIDE static int32_t at_most(uint32_t value, uint32_t most)
{
    return (int32_t)(value < most ? value : most);
}

/* -------- one row for each -------- */

#define p_ (ps[id])
#define m_ (ms[id])
#define g_ (gs[id])
#define FIELD(object, member, comparison, expression)                                              \
    ASIDE static int32_t object##_##member(uint32_t id)                                            \
    {                                                                                              \
        (void)id;                                                                                  \
        return (int32_t)(expression);                                                              \
    }
#include "runtime/follow/fields.def"

const FieldRow field_rows[] = {
#define FIELD(object, member, comparison, expression)                                              \
    {#object, #member, comparison, object##_##member},
#include "runtime/follow/fields.def"
};
const uint32_t field_row_count = sizeof field_rows / sizeof field_rows[0];

const FieldRow *field_row(const char *object, size_t length, const char *member)
{
    for (uint32_t i = 0; i < field_row_count; i++)
        if (strlen(field_rows[i].object) == length &&
            !strncmp(field_rows[i].object, object, length) && !strcmp(field_rows[i].member, member))
            return &field_rows[i];
    return NULL;
}

/* -------- all at once -------- */

ASIDE uint32_t fields_changed(int32_t *values, ToldChange *ret, bool all)
{
    uint32_t field = 0, changes = 0;
#define FIRST_sched 0
#define LAST_sched 0
#define FIRST_gc 0
#define LAST_gc 0
#define FIRST_p 1
#define LAST_p ps_count
#define FIRST_m 1
#define LAST_m ms_count
#define FIRST_g 1
#define LAST_g gs_count
#define FIELD(object, member, comparison, expression)                                              \
    for (uint32_t id = FIRST_##object; id <= LAST_##object; id++, field++) {                       \
        int32_t now = (int32_t)(expression);                                                       \
        if (!all && values[field] == now) continue;                                                \
        values[field] = now;                                                                       \
        ret[changes++] = (ToldChange){field, now};                                                 \
    }
#include "runtime/follow/fields.def"
    return changes;
}
