/* Sam Loyd's sliding puzzle, from in order to in reverse order, and somebody who looks on.
 *
 * The onlooker notices once that the tiles are reversed.  Half of all permutations can be reached
 * (the others have the wrong parity), each with the onlooker before and after.
 *
 * Published counts (BEEM loyd.1, loyd.2): 2 columns, 3 rows: 720 states, 1,681 transitions,
 * 38 levels; 3 by 3: 362,880, 967,681, 61.
 */
#include "examples/example.h"

#define MAX_TILES 9

enum { COLUMNS, ROWS };
static const Parameter parameters[] = {
    [COLUMNS] = {"columns", 2, 2, 3}, [ROWS] = {"rows", 3, 2, 3}};

enum { SLIDE, LOOK, SOLVED };
static const SubjectStep steps[] = {
    [SLIDE] = {"SLIDE", "player", "slide a neighbour into the gap", true},
    [LOOK] = {"LOOK", "onlooker", "the tiles are in reverse order", true},
    [SOLVED] = {"SOLVED", "onlooker", "false", true},
};

typedef struct World {
    uint8_t player_pc, onlooker_pc;
    uint8_t gap;             /* the place without a tile */
    uint8_t tile[MAX_TILES]; /* 0 is the gap; row by row */
} World;

static Outcome slide(Step *s, World *w, uint32_t columns, uint32_t rows)
{
    uint32_t gap = load(s, &w->gap), x = gap % columns, y = gap / columns;
    bool left = x > 0, right = x + 1 < columns, up = y > 0, down = y + 1 < rows;
    const uint32_t from[] = {gap - 1, gap + 1, gap - columns, gap + columns};

    uint32_t which = choose(s, left | right << 1 | up << 2 | down << 3);
    if (which == NONE_ENABLED) return BLOCKED;
    store(s, &w->tile[gap], load(s, &w->tile[from[which]]));
    store(s, &w->tile[from[which]], 0);
    store(s, &w->gap, (uint8_t)from[which]);
    return next(s, SLIDE);
}

static Outcome look(Step *s, World *w, uint32_t tiles)
{
    for (uint32_t i = 0; i < tiles; i++)
        if (load(s, &w->tile[i]) != tiles - 1 - i) return BLOCKED;
    return next(s, SOLVED);
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Model *model = context;
    World *w = (World *)state;
    uint32_t columns = model->value[COLUMNS], rows = model->value[ROWS];
    Step s = step_begin(state, attempt->actor == 0 ? &w->player_pc : &w->onlooker_pc, attempt);

    switch (*s.pc) {
    case SLIDE:
        return slide(&s, w, columns, rows);
    case LOOK:
        return look(&s, w, columns * rows);
    case SOLVED:
        return BLOCKED;
    default:
        return NOT_MINE;
    }
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)index;
    const Model *model = context;
    World *w = (World *)state;
    *w = (World){.onlooker_pc = LOOK};
    uint32_t tiles = model->value[COLUMNS] * model->value[ROWS];
    for (uint32_t i = 0; i < tiles && i < sizeof w->tile; i++)
        w->tile[i] = (uint8_t)i;
}

static bool unsolved(const void *context, const uint8_t *state)
{
    (void)context;
    return ((const World *)state)->onlooker_pc != SOLVED;
}

static const Predicate predicates[] = {
    {"unsolved", "the onlooker has not seen the tiles reversed", unsolved, NULL, NULL, NULL},
};

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    static const char *const actors[] = {"player", "onlooker"};
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    model_field(model, "onlooker", 0, "pc", "next step", &model->pc_kind,
                offsetof(World, onlooker_pc));
    for (uint32_t i = 0; i < model->value[COLUMNS] * model->value[ROWS]; i++)
        model_field(model, "place", i + 1, "tile", "the tile on it, 0 for the gap", &number_kind,
                    offsetof(World, tile[i]));
    return model_subject(model, (Subject){.name = "sliding_puzzle",
                                          .state_size = sizeof(World),
                                          .actor_count = LENGTH(actors),
                                          .actors = actors,
                                          .steps = steps,
                                          .step_count = LENGTH(steps),
                                          .predicates = predicates,
                                          .predicate_count = LENGTH(predicates),
                                          .initial = initial,
                                          .attempt = attempt,
                                          .may_rest = never_rests});
}
