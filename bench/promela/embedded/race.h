/* The C side of race.pml, what needs no Spin: worlds and steps of the Go model.
 *
 * twin.h (written by twin.c) says which world.
 */
#include "model/go.h"
#include "model/view.h"

#include "twin.h"

#include <string.h>

typedef struct World {
    unsigned char bytes[SIZE];
} World;

static GoModel go;
static World after; /* where guards leave the world that a step leads to */

static const Instruction *place_code(Program *program, const Instruction *code)
{
    program->code = code;
    return code + program->length;
}

static void place_programs(Config *config)
{
    const Instruction *code = (const Instruction *)code_bytes;
    for (size_t g = 0; g < MAX_GS; g++)
        code = place_code(&config->g[g].program, code);
    for (size_t m = 0; m < MAX_MS; m++)
        code = place_code(&config->m[m].program, code);
}

static void begin_model(void)
{
    static Config config;
    static Futures futures;
    _Static_assert(sizeof config == sizeof config_bytes, "compiled for another Config");
    if (go.subject.attempt) return;
    memcpy(&config, config_bytes, sizeof config);
    place_programs(&config);
    go_model_init(&go, &config, &futures);
}

static World initial_world(void)
{
    World world;
    begin_model();
    go.subject.initial(&go, 0, world.bytes);
    return world;
}

/* Does this actor's step leave a choice in the world `after`? */
static bool has_choice(unsigned actor, unsigned choice)
{
    View view = view_of(&go.config, after.bytes);
    switch (view_step(&view, (uint8_t)(actor + 1))) {
    case PROGRAM_EITHER:
    case NETPOLL_BLOCK:
    case POLLNOW_CHOOSE:
    case RETAKE_STATUS: {
        World scratch = after;
        Attempt first = {.actor = actor};
        return go.subject.attempt(&go, scratch.bytes, &first) == RAN && choice < first.choices;
    }
    default:
        return false;
    }
}

/* Take the step of this actor in `after`, by this choice, if it can be taken. */
static inline bool attempt_step(unsigned actor, unsigned choice)
{
    Attempt attempt = {.actor = actor, .choice = choice};
    if (choice > 0 && !has_choice(actor, choice)) return false;
    Outcome outcome = step_run(&go.config, after.bytes, &attempt);
    if (outcome == THREW) uerror("the model throws");
    return outcome == RAN;
}

static inline bool is_broken(const World *world)
{
    for (unsigned i = 0; i < ASKED; i++)
        if (!go_invariants[asked[i]].holds(&go, world->bytes)) return true;
    return false;
}

#ifdef SPLIT

/* The process of an actor has its M and, if there is one, the G of the same number; `Rest` is what
 * is left, with a hole in the middle. */
#define OWN_GS (ACTORS < GS ? ACTORS : GS)
#define REST_GS_AT (GS_AT + OWN_GS * sizeof(G))

typedef struct Part {
    unsigned char m[sizeof(M)], g[sizeof(G)];
} Part;

typedef struct Rest {
    unsigned char before_ms[MS_AT], after_gs[SIZE - REST_GS_AT];
} Rest;

static Rest initial_rest(void)
{
    World world = initial_world();
    Rest rest;
    memcpy(rest.before_ms, world.bytes, sizeof rest.before_ms);
    memcpy(rest.after_gs, world.bytes + REST_GS_AT, sizeof rest.after_gs);
    return rest;
}

static Part initial_part(unsigned actor)
{
    World world = initial_world();
    Part part = {0};
    memcpy(part.m, world.bytes + MS_AT + actor * sizeof(M), sizeof(M));
    if (actor < OWN_GS) memcpy(part.g, world.bytes + GS_AT + actor * sizeof(G), sizeof(G));
    return part;
}

#endif
