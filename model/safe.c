/* Which Ms have a safe step before them (Subject.safe): one that touches nothing which the others
 * may touch, in a way that matters, before this M has moved.  docs/reductions.md has the argument.
 */
#include "model/go.h"

#include "model/others.h"

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
    const Futures *futures = futures_of(&((const GoModel *)context)->config);
    const Future *scheduler = &futures->after[NO_CUT][SCHEDULE_GCWAITING];
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
    future_add_operations(futures, &everything, NO_CUT);
    bool clear = !future_conflicts(touch, futures->holds_lock[step] ? &everything.unlocked
                                                                    : &everything.all);
    return clear ? SAFETY_ALWAYS : SAFETY_DEPENDS;
}

/* -------- in a state -------- */

static bool is_safe(const Sight *sight, uint8_t m)
{
    uint16_t pc = sight->m[m - 1]->pc;
    if (sight->futures->hopeless[pc] || grounds_end(sight, m)) return false;
    Touch touch = touch_now(sight, m, pc);
    return !touch.any || others_allow(sight, m, &touch);
}

bool go_safe(const void *context, const uint8_t *world, void *memory, uint32_t *ret_actors)
{
    const GoModel *model = context;
    const Config *config = &model->config;
    Sight sight;
    sight.futures = futures_of(config);
    sight.view = view_of(config, world);

    *ret_actors = 0;
    for (uint8_t m = 1; m <= config->ms; m++)
        sight.m[m - 1] = memo_of_m(memory, &sight.view, m);
    for (uint8_t g = 1; g <= config->gs; g++)
        sight.g[g - 1] = memo_of_g(memory, &sight.view, g);
    sight_complete(&sight);
    if (!grounds_hold(&sight)) return false;
    for (uint8_t m = 1; m <= config->ms; m++)
        if (is_safe(&sight, m)) *ret_actors |= UINT32_C(1) << (m - 1);
    return true;
}
