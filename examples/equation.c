/* Searching bytes x and y with a*x + b*y == c, all modulo 256, by adding 1 to one or the other.
 *
 * Published counts (Stateright's linear equation): a=2 b=4 c=7 has no solution: 65,536 states; in
 * closed form 131,072 transitions and 511 levels.  a=2 b=10 c=14 is solved in 3 steps.
 */
#include "examples/example.h"

enum { A, B, C };
static const Parameter parameters[] = {
    [A] = {"a", 2, 0, 255}, [B] = {"b", 4, 0, 255}, [C] = {"c", 7, 0, 255}};

enum { INCREASE };
static const SubjectStep steps[] = {
    [INCREASE] = {"INCREASE", "search", "x += 1, or y += 1", false},
};

typedef struct World {
    uint8_t value[2]; /* x and y */
    uint8_t pc;
} World;

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    World *w = (World *)state;
    Step s = step_begin(state, &w->pc, attempt);
    uint8_t *mine = &w->value[attempt->actor];
    store(&s, mine, (uint8_t)(load(&s, mine) + 1));
    return next(&s, INCREASE);
}

static bool unsolved(const void *context, const uint8_t *state)
{
    const Model *model = context;
    const World *w = (const World *)state;
    uint32_t left = model->value[A] * w->value[0] + model->value[B] * w->value[1];
    return left % 256 != model->value[C];
}

static const Predicate predicates[] = {
    {"unsolved", "a*x + b*y != c", unsolved, NULL, NULL, NULL},
};

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    static const char *const actors[] = {"x", "y"};
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    for (uint32_t i = 0; i < 2; i++)
        model_field(model, actors[i], 0, "value", "one unknown", &number_kind,
                    offsetof(World, value[i]));
    return model_subject(model, (Subject){.name = "equation",
                                          .state_size = sizeof(World),
                                          .actor_count = LENGTH(actors),
                                          .actors = actors,
                                          .steps = steps,
                                          .step_count = LENGTH(steps),
                                          .predicates = predicates,
                                          .predicate_count = LENGTH(predicates),
                                          .attempt = attempt,
                                          .may_rest = never_rests});
}
