/* Which Ms have a safe step before them (Subject.safe): one that touches nothing which the others
 * may touch, in a way that matters, before this M has moved.  docs/reductions.md has the argument.
 */
#include "model/go.h"

#include "model/future.h"

/* Everything about one state that is asked more than once. */
typedef struct Sight {
    const Futures *futures;
    View view;
    Claims claims[MAX_MS];
    Future m[MAX_MS], g[MAX_GS];
} Sight;

/* No two Ms claim one object. */
static bool claims_are_apart(Sight *sight)
{
    Claims all = {0};

    for (uint8_t m = 1; m <= sight->view.config->ms; m++) {
        Claims claims = claims_of(&sight->view, m);
        if (claims.gs & all.gs || claims.ps & all.ps) return false;
        all.gs |= claims.gs;
        all.ps |= claims.ps;
        sight->claims[m - 1] = claims;
    }
    return true;
}

static void look_ahead(Sight *sight)
{
    const Config *config = sight->view.config;

    for (uint8_t m = 1; m <= config->ms; m++)
        sight->m[m - 1] = future_of_m(sight->futures, &sight->view, m);
    for (uint8_t g = 1; g <= config->gs; g++)
        sight->g[g - 1] = future_of_g(sight->futures, &sight->view, g);
}

/* What all other Ms may do until M `m` moves.  A G that it claims nobody else comes to run. */
static Future future_of_others(const Sight *sight, uint8_t m)
{
    const Config *config = sight->view.config;
    Future future = {0};

    for (uint8_t other = 1; other <= config->ms; other++)
        if (other != m) future_add(&future, &sight->m[other - 1]);
    future_add_operations(sight->futures, &future);
    if (!future.executes) return future;
    for (uint8_t g = 1; g <= config->gs; g++)
        if (!(sight->claims[m - 1].gs >> (g - 1) & 1)) future_add(&future, &sight->g[g - 1]);
    future_add_operations(sight->futures, &future);
    return future;
}

static bool conflicts(const Touch *step, const Touch *others)
{
    Classes own = step->any & ~step->foreign, own_written = step->written & ~step->foreign_written;
    Classes both = (step->foreign_written & others->any) | (step->foreign & others->written) |
                   (own_written & others->foreign) | (own & others->foreign_written);

    return both != 0;
}

static bool is_safe(const Sight *sight, uint8_t m, uint16_t pc)
{
    const Touch *step = &sight->futures->step[pc];
    if (!step->any) return true;

    Future others = future_of_others(sight, m);
    bool has_lock = sight->view.sched->lock == m;
    return !conflicts(step, has_lock ? &others.unlocked : &others.all);
}

bool go_safe(const void *context, const uint8_t *world, uint32_t *ret_actors)
{
    const GoModel *model = context;
    Sight sight = {.futures = &model->futures, .view = view_of(&model->config, world)};

    *ret_actors = 0;
    if (!claims_are_apart(&sight)) return false;
    look_ahead(&sight);
    for (uint8_t m = 1; m <= model->config.ms; m++) {
        uint16_t pc = view_step(&sight.view, m);
        if (!claims_end(pc) && is_safe(&sight, m, pc)) *ret_actors |= UINT32_C(1) << (m - 1);
    }
    return true;
}
