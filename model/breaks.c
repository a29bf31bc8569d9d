/* What can break an invariant, and which bytes of the world it may depend on at all.
 *
 * An invariant is a function of what it looks at: of values each of which is made from some bytes
 * of one object.  If it is true before a change and false afterwards, one of these values has
 * changed, and not only in the way that mends it; for each invariant, that is to be seen from its
 * executable twin.  So where the bytes of a value are the same, nothing is to be done; where they
 * are known, the value before and after is so in all states that are meant, and is compared; and
 * where one of them has changed and another one is not known, it may be anything.
 *
 * The step that an M is at lies on its own stack or on that of a G.  If neither m.g nor its own
 * stack has changed, it is at another step only if the stack of a G has: that is looked at as well,
 * for every G.
 */
#include "model/go.h"
#include "model/invariants.h"
#include "model/rise.h"

/* -------- what there is to look at -------- */

typedef enum ObjectKind { KIND_Sched, KIND_P, KIND_M, KIND_G } ObjectKind;

#define AT(type, member) (UINT64_C(1) << offsetof(type, member))
#define SPAN(type, member)                                                                         \
    (((UINT64_C(1) << sizeof(((type *)0)->member)) - 1) << offsetof(type, member))
#define G_STEP (SPAN(G, frame) | AT(G, depth))
#define M_STEP (SPAN(M, frame) | AT(M, depth) | AT(M, g))
#define M_BOTTOM (SPAN(M, frame[0].pc) | AT(M, g)) /* of its own stack */

/* LOOK(name, kind of object, its bytes, value), beside those of looks.def; or with the step of the
 * G that is named by this member of an M:
 * FOLLOW(name, member, the M's bytes, value) */
#define LOOKS                                                                                      \
    LOOK(shared_wait, Sched, AT(Sched, stopwait), counts_apart(v) ? 0 : v->sched->stopwait)        \
    LOOK(own_wait, Sched, AT(Sched, safePointWait), counts_apart(v) ? v->sched->safePointWait : 0) \
    LOOK(m_p, M, AT(M, p), v->m[id - 1].p)                                                         \
    LOOK(m_g, M, AT(M, g), v->m[id - 1].g)                                                         \
    LOOK(m_at_odds, M, AT(M, g) | AT(M, curg),                                                     \
         v->m[id - 1].g && v->m[id - 1].g != v->m[id - 1].curg)                                    \
    LOOK(m_g_on_p, M, AT(M, curg) | AT(M, p),                                                      \
         v->m[id - 1].curg ? v->m[id - 1].curg << 8 | v->m[id - 1].p : 0)                          \
    LOOK(m_waits, M, M_BOTTOM | AT(M, p), waits_in_foreachp(v, id) ? 1 + v->m[id - 1].p : 0)       \
    LOOK(m_acts, M, M_BOTTOM | AT(M, curg), acts_for_its_g(v, id) ? 1 + v->m[id - 1].curg : 0)     \
    FOLLOW(m_back, curg, AT(M, g) | AT(M, curg), is_back(v, id) ? v->m[id - 1].curg : 0)           \
    FOLLOW(m_counts_soon, g, M_STEP, counts_soon(v, id))                                           \
    FOLLOW(m_runs_fn, g, M_STEP, frame_runs_fn(view_frame(v, id)))                                 \
    FOLLOW(m_starts_spinning, g, M_STEP, starts_spinning(v, id))                                   \
    LOOK(g_m, G, AT(G, m), v->g[id - 1].m)                                                         \
    LOOK(g_in_syscall, G, AT(G, atomicstatus), bare_status(&v->g[id - 1]) == GSYSCALL)             \
    LOOK(g_back, G, G_STEP, is_back_from_markroot(&v->g[id - 1]))                                  \
    LOOK(g_counts_soon, G, G_STEP, frame_counts_soon(g_frame(&v->g[id - 1])))                      \
    LOOK(g_runs_fn, G, G_STEP, frame_runs_fn(g_frame(&v->g[id - 1])))                              \
    LOOK(g_starts_spinning, G, G_STEP, frame_starts_spinning(g_frame(&v->g[id - 1])))

static bool counts_apart(const View *v)
{
    return v->config->setting[SETTING_FOREACHP_COUNTER];
}

static bool is_back(const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    return !mp->g && mp->curg && is_back_from_markroot(&v->g[mp->curg - 1]);
}

#define VALUE_OF(name, value)                                                                      \
    static int look_##name(const View *v, uint8_t id)                                              \
    {                                                                                              \
        (void)id;                                                                                  \
        return value;                                                                              \
    }
#define LOOK(name, kind, bytes, value) VALUE_OF(name, value)
#define FOLLOW(name, member, bytes, value) VALUE_OF(name, value)
#define LOOK_AT(name, object, member, value) VALUE_OF(name, value)
LOOKS
#include "model/looks.def"
#undef LOOK
#undef FOLLOW

typedef struct Look {
    ObjectKind kind;
    uint64_t bytes; /* bit i is byte i of the struct */
    size_t follows; /* where in an M the G is named whose step counts too; 0: none */
    int (*value)(const View *v, uint8_t id);
} Look;

#define LOOK(name, kind, bytes, value)                                                             \
    static const Look name = {KIND_##kind, bytes, 0, look_##name};
#define FOLLOW(name, member, bytes, value)                                                         \
    static const Look name = {KIND_M, bytes, offsetof(M, member), look_##name};
#define LOOK_AT(name, object, member, value)                                                       \
    static const Look name = {KIND_##object, AT(object, member), 0, look_##name};
LOOKS
#include "model/looks.def"
#undef LOOK
#undef FOLLOW

/* What an invariant looks at, and what a rise of each does to it; up to RISE_END. */
typedef struct Regard {
    const Look *look;
    Rise rise;
} Regard;

/* -------- objects -------- */

static uint8_t count_of(const Config *config, ObjectKind kind)
{
    const uint8_t count[] = {1, config->ps, config->ms, config->gs};
    return count[kind];
}

static size_t place_of(const Config *config, ObjectKind kind, uint8_t id)
{
    const size_t size[] = {sizeof(Sched), sizeof(P), sizeof(M), sizeof(G)};
    const size_t begin[] = {0, config->layout.p, config->layout.m, config->layout.g};
    return begin[kind] + (id - 1u) * size[kind];
}

/* -------- what is watched -------- */

static void watch(const void *context, uint64_t *ret_bytes, const Regard *regards)
{
    const Config *config = &((const GoModel *)context)->config;
    for (; regards->rise; regards++)
        for (uint8_t id = 1; id <= count_of(config, regards->look->kind); id++)
            for (uint64_t bytes = regards->look->bytes; bytes; bytes &= bytes - 1) {
                size_t at =
                    place_of(config, regards->look->kind, id) + (size_t)__builtin_ctzll(bytes);
                ret_bytes[at / 64] |= UINT64_C(1) << at % 64;
            }
}

/* -------- what breaks -------- */

/* Two states that differ in known bytes only. */
typedef struct Change {
    const Config *config;
    const uint8_t *before, *after;
    const uint64_t *known;
    View view_before, view_after;
} Change;

static bool changes(const Change *c, size_t begin, uint64_t bytes)
{
    for (; bytes; bytes &= bytes - 1) {
        size_t at = begin + (size_t)__builtin_ctzll(bytes);
        if (c->before[at] != c->after[at]) return true;
    }
    return false;
}

static bool is_known(const Change *c, size_t begin, uint64_t bytes)
{
    for (; bytes; bytes &= bytes - 1) {
        size_t at = begin + (size_t)__builtin_ctzll(bytes);
        if (!(c->known[at / 64] >> at % 64 & 1)) return false;
    }
    return true;
}

/* Is the step known of the G that is named in this byte of a known M? */
static bool is_step_known(const Change *c, const uint8_t *world, size_t at)
{
    uint8_t g = world[at];
    return !g || is_known(c, place_of(c->config, KIND_G, g), G_STEP);
}

static bool is_value_known(const Change *c, const Look *look, size_t begin)
{
    if (!is_known(c, begin, look->bytes)) return false;
    size_t at = begin + look->follows;
    return !look->follows || (is_step_known(c, c->before, at) && is_step_known(c, c->after, at));
}

static bool breaks_by(const Change *c, const Look *look, Rise rise, uint8_t id)
{
    size_t begin = place_of(c->config, look->kind, id);
    if (!changes(c, begin, look->bytes)) return false;
    if (!is_value_known(c, look, begin)) return true;
    int before = look->value(&c->view_before, id), after = look->value(&c->view_after, id);
    if (before == after) return false;
    return rise == RISE_EITHER || (rise == RISE_BREAKS ? after : before) != 0;
}

static bool breaks(const void *context, const uint8_t *before, const uint8_t *after,
                   const uint64_t *known, const Regard *regards)
{
    const Config *config = &((const GoModel *)context)->config;
    Change change = {config, before, after, known, view_of(config, before), view_of(config, after)};
    for (; regards->rise; regards++)
        for (uint8_t id = 1; id <= count_of(config, regards->look->kind); id++)
            if (breaks_by(&change, regards->look, regards->rise, id)) return true;
    return false;
}

/* -------- who looks at what -------- */

#define LOOKS_AT(name, ...)                                                                        \
    static const Regard name##_regards[] = {__VA_ARGS__, {NULL, RISE_END}};                        \
    void name##_watches(const void *context, uint64_t *ret_bytes)                                  \
    {                                                                                              \
        watch(context, ret_bytes, name##_regards);                                                 \
    }                                                                                              \
    bool name##_breaks(const void *context, const uint8_t *before, const uint8_t *after,           \
                       const uint64_t *known)                                                      \
    {                                                                                              \
        return breaks(context, before, after, known, name##_regards);                              \
    }

/* An M comes to own a P if its m.p becomes that, or if it or its G leaves a system call. */
LOOKS_AT(p_has_one_owner, {&m_p, RISE_BREAKS}, {&m_curg, RISE_MENDS}, {&g_in_syscall, RISE_MENDS})
LOOKS_AT(foreachp_counts_each_p, {&sched_lock, RISE_MENDS}, {&shared_wait, RISE_EITHER},
         {&own_wait, RISE_EITHER}, {&p_flag, RISE_EITHER}, {&m_waits, RISE_BREAKS},
         {&m_counts_soon, RISE_EITHER}, {&g_counts_soon, RISE_EITHER})
LOOKS_AT(no_stray_stop, {&gcwaiting, RISE_MENDS}, {&is_gcstop, RISE_BREAKS})
LOOKS_AT(stopwait_counts_ps, {&gcwaiting, RISE_BREAKS}, {&sched_lock, RISE_MENDS},
         {&stopwait, RISE_EITHER}, {&is_gcstop, RISE_EITHER})
LOOKS_AT(fn_runs_once, {&p_fn_ran_again, RISE_BREAKS})
LOOKS_AT(fn_runs_on_own_p, {&is_running, RISE_BREAKS}, {&p_m, RISE_EITHER},
         {&m_runs_fn, RISE_BREAKS}, {&g_runs_fn, RISE_BREAKS}, {&m_p, RISE_EITHER})
LOOKS_AT(g_in_one_queue, {&g_queued_again, RISE_BREAKS})
LOOKS_AT(queued_is_runnable, {&g_queued, RISE_BREAKS}, {&g_may_be_queued, RISE_MENDS})
LOOKS_AT(idle_ps_are_idle, {&pidle, RISE_EITHER}, {&npidle, RISE_EITHER}, {&is_idle, RISE_MENDS},
         {&p_link, RISE_EITHER})
LOOKS_AT(spinning_is_counted, {&nmspinning, RISE_EITHER}, {&m_spinning, RISE_EITHER},
         {&m_starts_spinning, RISE_EITHER}, {&g_starts_spinning, RISE_EITHER})
LOOKS_AT(scanned_at_most_once, {&g_scanned_again, RISE_BREAKS})
LOOKS_AT(g_on_one_m, {&m_curg, RISE_BREAKS})
LOOKS_AT(running_g_knows_its_m, {&m_g, RISE_BREAKS}, {&m_at_odds, RISE_BREAKS}, {&g_m, RISE_EITHER})
LOOKS_AT(attached_worker_is_parked, {&p_worker, RISE_BREAKS}, {&m_g_on_p, RISE_BREAKS})
LOOKS_AT(attached_worker_lives, {&p_worker, RISE_BREAKS}, {&g_dead, RISE_BREAKS})
/* An M in disguise acts for its G, or has one that comes back. */
LOOKS_AT(disguised_g_is_left_alone, {&m_acts, RISE_BREAKS}, {&m_back, RISE_BREAKS},
         {&g_back, RISE_BREAKS}, {&g_waiting, RISE_MENDS}, {&g_queued, RISE_BREAKS})
