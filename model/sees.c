/* Which moves an invariant can notice: those that change something it looks at.
 *
 * What it looks at is compared before and after one execution.  For a step that nobody's step can
 * come in between with, that stands for every execution: it finds and leaves the same values.
 *
 * Most steps write nothing that an invariant looks at, and steps.def says so: then there is nothing
 * to compare.  But whatever is private to the M that moves may have changed. */
#include "model/invariants.h"

#include "model/go.h"
#include "model/rise.h"

/* One thing to look at: of the world, of P, M or G number `id`. */
typedef int Look(const View *v, uint8_t id);

enum { MOST_LOOKS = 4 };
typedef struct Looks {
    struct {
        uint8_t look; /* LookId */
        uint8_t rise;
    } world[MOST_LOOKS], p[MOST_LOOKS], m[MOST_LOOKS], g[MOST_LOOKS]; /* up to RISE_END */
} Looks;

static Notice notice(int before, int after, Rise rise)
{
    if (before == after) return NOTICES_NOTHING;
    if (!before && rise == RISE_BREAKS) return MAY_BREAK;
    if (!after && rise == RISE_MENDS) return MAY_BREAK;
    return MAY_CHANGE;
}

/* -------- what there is to look at -------- */

#define M(member) ((Classes)1 << CLASS_M_##member)
#define G(member) ((Classes)1 << CLASS_G_##member)
#define PRIVATE ((Classes)1 << 63) /* what no class stands for: bytes of the M that moves */
static_assert(CLASS_COUNT <= 63, "there is a bit left");

/* LOOK(name, the classes of what it looks at, value), beside those of looks.def */
#define LOOKS                                                                                      \
    LOOK(m_p, PRIVATE, v->m[id - 1].p)                                                             \
    LOOK(m_p_of_g, PRIVATE | M(curg), v->m[id - 1].curg ? v->m[id - 1].p : 0)                      \
    LOOK(m_is_lost, PRIVATE | M(curg) | G(m), is_lost(v, id))                                      \
    LOOK(m_starts_spinning, PRIVATE, starts_spinning(v, id))                                       \
    LOOK(m_counts_soon, PRIVATE, counts_soon(v, id))                                               \
    LOOK(m_runs_fn, PRIVATE, view_step(v, id) == RUNFN_RUN)                                        \
    LOOK(m_waits_for_p, PRIVATE, waits_in_foreachp(v, id) ? v->m[id - 1].p : 0)                    \
    LOOK(m_disguises, PRIVATE | M(curg), disguises_its_g(v, id) ? v->m[id - 1].curg : 0)

#define LOOK(name, classes, value)                                                                 \
    static int look_##name(const View *v, uint8_t id)                                              \
    {                                                                                              \
        (void)id;                                                                                  \
        return value;                                                                              \
    }
#define LOOK_AT(name, object, member, value) LOOK(name, , value)
LOOKS
#include "model/looks.def"
#undef LOOK

typedef enum LookId {
#define LOOK(name, classes, value) name,
#define LOOK_AT(name, object, member, value) name,
    LOOKS
#include "model/looks.def"
#undef LOOK
} LookId;

static Look *const look_at[] = {
#define LOOK(name, classes, value) [name] = look_##name,
#define LOOK_AT(name, object, member, value) [name] = look_##name,
    LOOKS
#include "model/looks.def"
#undef LOOK
};

static const Classes classes_of[] = {
#define LOOK(name, classes, value) [name] = (classes),
#define LOOK_AT(name, object, member, value) [name] = (Classes)1 << CLASS_##object##_##member,
    LOOKS
#include "model/looks.def"
#undef LOOK
};

static const Classes private = PRIVATE;

#undef M
#undef G
#undef PRIVATE

/* -------- looking -------- */

/* One move of M `self`, and what it may have written of the others' or of everybody's. */
typedef struct Glance {
    View before, after; /* `after` once it is opened: most of the time nothing is to be compared */
    const uint8_t *world_after;
    bool opened;
    Classes written;
    uint8_t self;
    Notice worst;
} Glance;

static inline void compare(Glance *glance, uint8_t look, uint8_t rise, uint8_t id)
{
    if (!glance->opened) glance->after = view_of(glance->before.config, glance->world_after);
    glance->opened = true;
    Notice one =
        notice(look_at[look](&glance->before, id), look_at[look](&glance->after, id), rise);
    if (one > glance->worst) glance->worst = one;
}

/* One look at objects 1 .. count. */
static inline void compare_all(Glance *glance, uint8_t look, uint8_t rise, uint8_t count)
{
    if (!(classes_of[look] & glance->written)) return;
    for (uint8_t id = 1; id <= count; id++)
        compare(glance, look, rise, id);
}

static inline void compare_ms(Glance *glance, uint8_t look, uint8_t rise, uint8_t count)
{
    if (classes_of[look] & glance->written) compare_all(glance, look, rise, count);
    else if (classes_of[look] & private) compare(glance, look, rise, glance->self);
}

static Notice sees(const void *context, const uint8_t *before, const uint8_t *after, uint32_t actor,
                   const Looks *looks)
{
    const Config *config = &((const GoModel *)context)->config;
    Glance glance;
    glance.before = view_of(config, before);
    glance.world_after = after;
    glance.opened = false;
    glance.worst = NOTICES_NOTHING;
    glance.self = (uint8_t)(actor + 1);
    glance.written = step_info[view_step(&glance.before, glance.self)].writes;

    for (uint8_t i = 0; looks->world[i].rise; i++)
        compare_all(&glance, looks->world[i].look, looks->world[i].rise, 1);
    for (uint8_t i = 0; looks->p[i].rise; i++)
        compare_all(&glance, looks->p[i].look, looks->p[i].rise, config->ps);
    for (uint8_t i = 0; looks->m[i].rise; i++)
        compare_ms(&glance, looks->m[i].look, looks->m[i].rise, config->ms);
    for (uint8_t i = 0; looks->g[i].rise; i++)
        compare_all(&glance, looks->g[i].look, looks->g[i].rise, config->gs);
    return glance.worst;
}

/* -------- who looks at what -------- */

#define SEES(name, ...)                                                                            \
    Notice name(const void *context, const uint8_t *before, const uint8_t *after, uint32_t actor)  \
    {                                                                                              \
        static const Looks looks = {__VA_ARGS__};                                                  \
        return sees(context, before, after, actor, &looks);                                        \
    }

#define FOLLOWS(name)                                                                              \
    Notice name(const void *context, const uint8_t *before, const uint8_t *after, uint32_t actor)  \
    {                                                                                              \
        (void)context, (void)before, (void)after, (void)actor;                                     \
        return NOTICES_NOTHING;                                                                    \
    }

/* What follows from the grounds of the reduction (grounds.h) need not be noticed: a P that an M
 * owns and a G that it has as curg are claimed, and where claims overlap the search begins again.
 */
FOLLOWS(p_has_one_owner_sees)
FOLLOWS(g_on_one_m_sees)
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
/* While claims are apart, each M has to do with its own G only. */
SEES(running_g_knows_its_m_sees, .m = {{m_is_lost, RISE_BREAKS}})
SEES(attached_worker_is_parked_sees, .p = {{p_worker, RISE_BREAKS}},
     .m = {{m_curg, RISE_BREAKS}, {m_p_of_g, RISE_EITHER}})
SEES(attached_worker_lives_sees, .p = {{p_worker, RISE_BREAKS}}, .g = {{g_dead, RISE_BREAKS}})
SEES(disguised_g_is_left_alone_sees, .m = {{m_disguises, RISE_BREAKS}},
     .g = {{g_waiting, RISE_MENDS}, {g_queued, RISE_BREAKS}})
