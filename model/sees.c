/* Which moves an invariant can notice: those that change something it looks at.
 *
 * What it looks at is compared before and after one execution.  For a step that nobody's step can
 * come in between with, that stands for every execution: it finds and leaves the same values. */
#include "model/invariants.h"

#include "model/go.h"
#include "model/same.h"

/* One thing to look at: of the world, of P, M or G number `id`. */
typedef int Look(const View *v, uint8_t id);

/* What a change from 0 to something does to the invariant, and the way back does the opposite. */
typedef enum Rise { RISE_END, RISE_BREAKS, RISE_MENDS, RISE_EITHER } Rise;

enum { MOST_LOOKS = 4 };
typedef struct Looks {
    struct {
        Look *look;
        Rise rise;
    } world[MOST_LOOKS], p[MOST_LOOKS], m[MOST_LOOKS], g[MOST_LOOKS]; /* up to RISE_END */
} Looks;

static Notice notice(int before, int after, Rise rise)
{
    if (before == after) return NOTICES_NOTHING;
    if (!before && rise == RISE_BREAKS) return MAY_BREAK;
    if (!after && rise == RISE_MENDS) return MAY_BREAK;
    return MAY_CHANGE;
}

/* Did this object change at all?  An M counts with the G that it executes or has last executed:
 * looks at an M may look at that, too. */
static inline bool world_changes(const View *a, const View *b, uint8_t id)
{
    (void)id;
    return !same_bytes(a->sched, b->sched, sizeof(Sched) + sizeof(Gc));
}

static inline bool p_changes(const View *a, const View *b, uint8_t id)
{
    return !same_bytes(&a->p[id - 1], &b->p[id - 1], sizeof(P));
}

static inline bool g_changes(const View *a, const View *b, uint8_t id)
{
    return id && !same_bytes(&a->g[id - 1], &b->g[id - 1], sizeof(G));
}

static inline bool m_changes(const View *a, const View *b, uint8_t id)
{
    const M *mp = &a->m[id - 1];
    return !same_bytes(mp, &b->m[id - 1], sizeof(M)) || g_changes(a, b, mp->g) ||
           g_changes(a, b, mp->curg);
}

/* The worst of what the looks at objects 1 .. count notice. */
#define COMPARE(looks, changes, count)                                                             \
    for (uint8_t id = 1; (looks)[0].rise && id <= (count); id++) {                                 \
        if (!changes(&a, &b, id)) continue;                                                        \
        for (uint8_t i = 0; (looks)[i].rise; i++) {                                                \
            Notice one =                                                                           \
                notice((looks)[i].look(&a, id), (looks)[i].look(&b, id), (looks)[i].rise);         \
            if (one > worst) worst = one;                                                          \
        }                                                                                          \
    }

static inline Notice sees(const void *context, const uint8_t *before, const uint8_t *after,
                          const Looks *looks)
{
    const Config *config = &((const GoModel *)context)->config;
    View a = view_of(config, before), b = view_of(config, after);
    Notice worst = NOTICES_NOTHING;

    COMPARE(looks->world, world_changes, 1)
    COMPARE(looks->p, p_changes, config->ps)
    COMPARE(looks->m, m_changes, config->ms)
    COMPARE(looks->g, g_changes, config->gs)
    return worst;
}

/* -------- what there is to look at -------- */

#define LOOK(name, id, value)                                                                      \
    static int name(const View *v, uint8_t id)                                                     \
    {                                                                                              \
        (void)id;                                                                                  \
        return value;                                                                              \
    }

LOOK(gcwaiting, id, v->sched->gcwaiting)
LOOK(sched_lock, id, v->sched->lock != 0)
LOOK(stopwait, id, v->sched->stopwait)
LOOK(safe_point_wait, id, v->sched->safePointWait)
LOOK(pidle, id, v->sched->pidle)
LOOK(npidle, id, v->sched->npidle)
LOOK(nmspinning, id, v->sched->nmspinning)

LOOK(is_gcstop, p, v->p[p - 1].status == PGCSTOP)
LOOK(is_idle, p, v->p[p - 1].status == PIDLE)
LOOK(is_running, p, v->p[p - 1].status == PRUNNING)
LOOK(p_m, p, v->p[p - 1].m)
LOOK(p_link, p, v->p[p - 1].link)
LOOK(p_flag, p, v->p[p - 1].runSafePointFn)
LOOK(p_fn_ran_again, p, v->p[p - 1].fnruns > 1)
LOOK(p_worker, p, v->p[p - 1].gcBgMarkWorker)

LOOK(m_owned_p, m, owned_p(v, m))
LOOK(m_p, m, v->m[m - 1].p)
LOOK(m_g, m, v->m[m - 1].g)
LOOK(m_curg, m, v->m[m - 1].curg)
LOOK(m_spinning, m, v->m[m - 1].spinning)
LOOK(m_starts_spinning, m, starts_spinning(v, m))
LOOK(m_counts_soon, m, counts_soon(v, m))
LOOK(m_runs_fn, m, view_step(v, m) == RUNFN_RUN)
LOOK(m_waits_for_p, m, waits_in_foreachp(v, m) ? v->m[m - 1].p : 0)
LOOK(m_disguises, m, disguises_its_g(v, m) ? v->m[m - 1].curg : 0)

LOOK(g_m, g, v->g[g - 1].m)
LOOK(g_queued, g, v->g[g - 1].runqs != 0)
LOOK(g_queued_again, g, v->g[g - 1].runqs > 1)
LOOK(g_scanned_again, g, v->g[g - 1].scans > 1)
LOOK(g_dead, g, bare_status(&v->g[g - 1]) == GDEAD)
LOOK(g_waiting, g, bare_status(&v->g[g - 1]) == GWAITING)
LOOK(g_may_be_queued, g,
     bare_status(&v->g[g - 1]) == GRUNNABLE || bare_status(&v->g[g - 1]) == GCOPYSTACK)

/* -------- who looks at what -------- */

#define SEES(name, ...)                                                                            \
    Notice name(const void *context, const uint8_t *before, const uint8_t *after, uint32_t actor)  \
    {                                                                                              \
        static const Looks looks = {__VA_ARGS__};                                                  \
        (void)actor;                                                                               \
        return sees(context, before, after, &looks);                                               \
    }

SEES(p_has_one_owner_sees, .m = {{m_owned_p, RISE_BREAKS}})
SEES(foreachp_counts_each_p_sees,
     .world = {{sched_lock, RISE_MENDS}, {stopwait, RISE_EITHER}, {safe_point_wait, RISE_EITHER}},
     .p = {{p_flag, RISE_EITHER}},
     .m = {{m_waits_for_p, RISE_EITHER}, {m_counts_soon, RISE_EITHER}})
SEES(no_stray_stop_sees, .world = {{gcwaiting, RISE_MENDS}}, .p = {{is_gcstop, RISE_BREAKS}})
SEES(stopwait_counts_ps_sees,
     .world = {{gcwaiting, RISE_BREAKS}, {sched_lock, RISE_MENDS}, {stopwait, RISE_EITHER}},
     .p = {{is_gcstop, RISE_EITHER}})
SEES(fn_runs_once_sees, .p = {{p_fn_ran_again, RISE_BREAKS}})
SEES(fn_runs_on_own_p_sees, .p = {{is_running, RISE_BREAKS}, {p_m, RISE_EITHER}},
     .m = {{m_runs_fn, RISE_BREAKS}, {m_p, RISE_EITHER}})
SEES(g_in_one_queue_sees, .g = {{g_queued_again, RISE_BREAKS}})
SEES(queued_is_runnable_sees, .g = {{g_queued, RISE_BREAKS}, {g_may_be_queued, RISE_MENDS}})
SEES(idle_ps_are_idle_sees, .world = {{pidle, RISE_EITHER}, {npidle, RISE_EITHER}},
     .p = {{is_idle, RISE_MENDS}, {p_link, RISE_EITHER}})
SEES(spinning_is_counted_sees, .world = {{nmspinning, RISE_EITHER}},
     .m = {{m_spinning, RISE_EITHER}, {m_starts_spinning, RISE_EITHER}})
SEES(scanned_at_most_once_sees, .g = {{g_scanned_again, RISE_BREAKS}})
SEES(g_on_one_m_sees, .m = {{m_curg, RISE_BREAKS}})
SEES(running_g_knows_its_m_sees, .m = {{m_g, RISE_BREAKS}, {m_curg, RISE_EITHER}},
     .g = {{g_m, RISE_EITHER}})
SEES(attached_worker_is_parked_sees, .p = {{p_worker, RISE_BREAKS}},
     .m = {{m_curg, RISE_BREAKS}, {m_p, RISE_EITHER}})
SEES(attached_worker_lives_sees, .p = {{p_worker, RISE_BREAKS}}, .g = {{g_dead, RISE_BREAKS}})
SEES(disguised_g_is_left_alone_sees, .m = {{m_disguises, RISE_BREAKS}},
     .g = {{g_waiting, RISE_MENDS}, {g_queued, RISE_BREAKS}})
