/* Which Ms have a safe step before them (Subject.safe): one that touches nothing which the others
 * may touch, in a way that matters, before this M has moved.  docs/reductions.md has the argument.
 */
#include "model/go.h"

#include "model/memo.h"

/* Everything about one state that is asked more than once. */
typedef struct Sight {
    const Futures *futures;
    View view;
    Memo *memo;
    const MemoOfM *m[MAX_MS];
    bool looked_ahead; /* the futures of the Gs are there */
    const MemoOfG *g[MAX_GS];
} Sight;

/* No two Ms claim one object. */
static bool claims_are_apart(const Sight *sight)
{
    Claims all = {0};

    for (uint8_t m = 0; m < sight->view.config->ms; m++) {
        Claims claims = sight->m[m]->claims;
        if (claims.gs & all.gs || claims.ms & all.ms || claims.ps & all.ps) return false;
        all.gs |= claims.gs;
        all.ms |= claims.ms;
        all.ps |= claims.ps;
    }
    return true;
}

static void look_ahead(Sight *sight)
{
    if (sight->looked_ahead) return;
    sight->looked_ahead = true;
    for (uint8_t g = 1; g <= sight->view.config->gs; g++)
        sight->g[g - 1] = memo_of_g(sight->memo, sight->futures, &sight->view, g);
}

static bool sleeps(const Sight *sight, uint8_t m)
{
    return sight->m[m - 1]->pc == STOPM_SLEEP && !sight->view.m[m - 1].park;
}

/* Add the Gs that whoever executes may come to run: all that M `m` does not claim. */
static void add_gs(const Sight *sight, uint8_t m, Future *future)
{
    if (!future->executes) return;
    for (uint8_t g = 1; g <= sight->view.config->gs; g++)
        if (!(sight->m[m - 1]->claims.gs >> (g - 1) & 1))
            future_add(future, &sight->g[g - 1]->future);
}

/* What all other Ms may do until M `m` moves; those that sleep, only if another may wake them. */
static Future future_of_others(const Sight *sight, uint8_t m)
{
    uint8_t ms = sight->view.config->ms;
    Future future = {0};

    for (uint8_t other = 1; other <= ms; other++)
        if (other != m && !sleeps(sight, other)) future_add(&future, &sight->m[other - 1]->future);
    add_gs(sight, m, &future);
    if (!future.wakes) return future;
    for (uint8_t other = 1; other <= ms; other++)
        if (other != m && sleeps(sight, other)) future_add(&future, &sight->m[other - 1]->future);
    add_gs(sight, m, &future);
    return future;
}

/* What the step touches in this very state: nothing is taken from a local run queue that is empty,
 * and nobody else changes that. */
static Touch touch_now(const Sight *sight, uint8_t m, uint16_t pc)
{
    Touch touch = sight->futures->step[pc];
    uint8_t p = sight->view.m[m - 1].p;

    if (pc == SCHEDULE_RUNQ && p && !sight->view.p[p - 1].runqhead) {
        touch.any &= ~future_queue_links;
        touch.written &= ~future_queue_links;
        touch.foreign &= ~future_queue_links;
        touch.foreign_written &= ~future_queue_links;
    }
    return touch;
}

static bool is_safe(Sight *sight, uint8_t m, uint16_t pc)
{
    Touch touch = touch_now(sight, m, pc);
    if (!touch.any) return true;

    look_ahead(sight);
    Future others = future_of_others(sight, m);
    bool has_lock = sight->view.sched->lock == m;
    return !future_conflicts(&touch, has_lock ? &others.unlocked : &others.all);
}

/* -------- for people -------- */

static const char *const class_names[CLASS_COUNT] = {
#define SCHED_FIELD(member, kind, shown, meaning) "sched." #member,
#define GC_FIELD(member, kind, shown, meaning) "gc." #member,
#define P_FIELD(member, kind, shown, meaning) "p." #member,
#define M_FIELD(member, kind, shown, meaning) "m." #member,
#define G_FIELD(member, kind, shown, meaning) "g." #member,
#include "model/world.def"
};

Safety go_safety(const void *context, uint32_t step, const char **ret_because)
{
    const Futures *futures = &((const GoModel *)context)->futures;
    const Future *scheduler = &futures->after[SCHEDULE_GCWAITING];
    const Touch *touch = &futures->step[step];
    Future everything = {.operations = futures->operations};

    if (!futures->reached[step]) return SAFETY_NOT_TAKEN;
    if (futures->hopeless[step]) {
        Classes over = future_conflicts(touch, futures->holds_lock[step] ? &scheduler->unlocked
                                                                         : &scheduler->all);
        *ret_because = class_names[__builtin_ctzll(over)];
        return SAFETY_NEVER;
    }
    future_add(&everything, scheduler);
    future_add_operations(futures, &everything);
    bool clear = !future_conflicts(touch, futures->holds_lock[step] ? &everything.unlocked
                                                                    : &everything.all);
    return clear ? SAFETY_ALWAYS : SAFETY_DEPENDS;
}

/* -------- in a state -------- */

static uint32_t safe_actors(Sight *sight)
{
    uint32_t actors = 0;
    for (uint8_t m = 1; m <= sight->view.config->ms; m++) {
        uint16_t pc = sight->m[m - 1]->pc;
        if (sight->futures->hopeless[pc] || claims_end(&sight->view, m, pc)) continue;
        if (is_safe(sight, m, pc)) actors |= UINT32_C(1) << (m - 1);
    }
    return actors;
}

bool go_safe(const void *context, const uint8_t *world, void *memory, uint32_t *ret_actors)
{
    const GoModel *model = context;
    Sight sight = {
        .futures = &model->futures, .view = view_of(&model->config, world), .memo = memory};
    for (uint8_t m = 1; m <= model->config.ms; m++)
        sight.m[m - 1] = memo_of_m(sight.memo, sight.futures, &sight.view, m);
    bool has_grounds = claims_are_apart(&sight);
    *ret_actors = has_grounds ? safe_actors(&sight) : 0;
    return has_grounds;
}
