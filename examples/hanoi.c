/* The towers of Hanoi: one actor, and all its freedom is in its choices.
 *
 * Published counts (BEEM hanoi.1, hanoi.2, and in closed form): n=8: 6,561 states, 19,680
 * transitions, 256 levels; n=12: 531,441, 1,594,320, 4,096; 3^n, 3^(n+1) - 3, 2^n.  Solved, that is
 * `unsolved` violated, in 2^n - 1 steps.
 */
#include "examples/example.h"

#define MAX_DISKS 16
#define PEGS 3

enum { DISKS };
static const Parameter parameters[] = {[DISKS] = {"n", 8, 1, MAX_DISKS}};

enum { MOVE };
static const SubjectStep steps[] = {
    [MOVE] = {"MOVE", "player", "move the top disk of a peg onto a larger one", true},
};

typedef struct World {
    uint8_t pc;
    uint8_t peg[MAX_DISKS]; /* of each disk, smallest first */
} World;

/* The smallest disk on a peg; `disks` if there is none. */
static uint8_t top(Step *s, const World *w, uint8_t peg, uint32_t disks)
{
    uint8_t disk = 0;
    while (disk < disks && load(s, &w->peg[disk]) != peg)
        disk++;
    return disk;
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Model *model = context;
    World *w = (World *)state;
    Step s = step_begin(state, &w->pc, attempt);
    uint8_t tops[PEGS];
    for (uint8_t peg = 0; peg < PEGS; peg++)
        tops[peg] = top(&s, w, peg, model->value[DISKS]);

    uint32_t legal = 0; /* bit from * PEGS + to; an empty peg is larger than any disk */
    for (uint32_t from = 0; from < PEGS; from++)
        for (uint32_t to = 0; to < PEGS; to++)
            if (tops[from] < tops[to]) legal |= 1u << (from * PEGS + to);
    uint32_t move = choose(&s, legal);
    if (move == NONE_ENABLED) return BLOCKED;
    store(&s, &w->peg[tops[move / PEGS]], (uint8_t)(move % PEGS));
    return next(&s, MOVE);
}

static bool unsolved(const void *context, const uint8_t *state)
{
    const Model *model = context;
    const World *w = (const World *)state;
    for (uint32_t i = 0; i < model->value[DISKS]; i++)
        if (w->peg[i] != PEGS - 1) return true;
    return false;
}

static const Predicate predicates[] = {
    {"unsolved", "some disk is not on the last peg", unsolved, NULL, NULL, NULL},
};

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    static const char *const actors[] = {"player"};
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    for (uint32_t i = 0; i < model->value[DISKS]; i++)
        model_field(model, "disk", i + 1, "peg", "where it is", &number_kind,
                    offsetof(World, peg[i]));
    return model_subject(model, (Subject){.name = "hanoi",
                                          .state_size = sizeof(World),
                                          .actor_count = 1,
                                          .actors = actors,
                                          .steps = steps,
                                          .step_count = LENGTH(steps),
                                          .predicates = predicates,
                                          .predicate_count = LENGTH(predicates),
                                          .attempt = attempt,
                                          .may_rest = never_rests});
}
