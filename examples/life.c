/* Conway's Game of Life on a small torus, from every possible board.
 *
 * All states are initial: a search that mistreats initial states cannot get this right.
 *
 * Published counts (TLA+ examples GameOfLife): side=4: 65,536 states, all initial, 65,536
 * transitions (TLC counts the arrivals too: 131,072), 1 level.
 */
#include "examples/example.h"

#define MAX_SIDE 4

enum { SIDE };
static const Parameter parameters[] = {[SIDE] = {"side", 4, 2, MAX_SIDE}};

enum { TICK };
static const SubjectStep steps[] = {
    [TICK] = {"TICK", "world", "cell lives if 3 neighbours do, or 2 and itself", false},
};

typedef struct World {
    uint8_t pc;
    uint8_t lives[MAX_SIDE * MAX_SIDE];
} World;

static uint32_t neighbours(const World *w, uint32_t x, uint32_t y, uint32_t side)
{
    uint32_t alive = 0;
    for (uint32_t dy = side - 1; dy <= side + 1; dy++)
        for (uint32_t dx = side - 1; dx <= side + 1; dx++)
            if (dx != side || dy != side)
                alive += w->lives[(y + dy) % side * side + (x + dx) % side];
    return alive;
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Model *model = context;
    World *w = (World *)state;
    uint32_t side = model->value[SIDE];
    World before = *w;
    Step s = step_begin(state, &w->pc, attempt);

    for (uint32_t i = 0; i < side * side; i++) {
        uint32_t alive = neighbours(&before, i % side, i / side, side);
        store(&s, &w->lives[i], alive == 3 || (alive == 2 && load(&s, &w->lives[i])));
    }
    return next(&s, TICK);
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    World *w = (World *)state;
    *w = (World){.pc = TICK};
    for (uint32_t i = 0; i < MAX_SIDE * MAX_SIDE; i++)
        w->lives[i] = index >> i & 1;
}

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    static const char *const actors[] = {"world"};
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    uint32_t cells = model->value[SIDE] * model->value[SIDE];
    for (uint32_t i = 0; i < cells; i++)
        model_field(model, "cell", i + 1, "lives", "is alive; row by row", &number_kind,
                    offsetof(World, lives[i]));
    return model_subject(model, (Subject){.name = "life",
                                          .state_size = sizeof(World),
                                          .initial_count = 1u << cells,
                                          .actor_count = 1,
                                          .actors = actors,
                                          .steps = steps,
                                          .step_count = LENGTH(steps),
                                          .initial = initial,
                                          .attempt = attempt,
                                          .may_rest = never_rests});
}
