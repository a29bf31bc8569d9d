/* Dining philosophers: take one fork, take the other, eat, put them down one by one.
 *
 * With left=1 the first philosopher reaches for his forks in the other order, and nobody starves
 * at a full table.
 *
 * Published counts (BEEM phils.1, phils.5, phils.3): n=4: 80 states, 212 transitions, 10 levels,
 * 1 deadlock; n=12: 531,440, 4,251,516, 34, 1; n=6 left=1: 729, 2,916, 17, none.  In closed form
 * 3^n - 1 states, or 3^n with left=1.
 */
#include "examples/example.h"

#define MAX_PHILOSOPHERS 12

enum { PHILOSOPHERS, LEFT_HANDED };
static const Parameter parameters[] = {
    [PHILOSOPHERS] = {"n", 4, 2, MAX_PHILOSOPHERS},
    [LEFT_HANDED] = {"left", 0, 0, 1},
};

enum { THINK, ONE_FORK, EAT, FINISH };
static const SubjectStep steps[] = {
    [THINK] = {"THINK", "philosopher", "fork[first] is free: take it", true},
    [ONE_FORK] = {"ONE_FORK", "philosopher", "fork[second] is free: take it", true},
    [EAT] = {"EAT", "philosopher", "put down fork[first]", false},
    [FINISH] = {"FINISH", "philosopher", "put down fork[second]", false},
};

typedef struct World {
    uint8_t taken[MAX_PHILOSOPHERS];
    uint8_t pc[MAX_PHILOSOPHERS];
} World;

static Outcome take(Step *s, uint8_t *fork, uint8_t then)
{
    if (load(s, fork)) return BLOCKED;
    store(s, fork, true);
    return next(s, then);
}

static Outcome put_down(Step *s, uint8_t *fork, uint8_t then)
{
    store(s, fork, false);
    return next(s, then);
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Model *model = context;
    World *w = (World *)state;
    uint32_t self = attempt->actor, n = model->value[PHILOSOPHERS];
    bool is_left_handed = self == 0 && model->value[LEFT_HANDED];
    uint8_t *right = &w->taken[self], *left = &w->taken[(self + 1) % n];
    uint8_t *first = is_left_handed ? left : right, *second = is_left_handed ? right : left;
    Step s = step_begin(state, &w->pc[self], attempt);

    switch (w->pc[self]) {
    case THINK:
        return take(&s, first, ONE_FORK);
    case ONE_FORK:
        return take(&s, second, EAT);
    case EAT:
        return put_down(&s, first, FINISH);
    case FINISH:
        return put_down(&s, second, THINK);
    default:
        return NOT_MINE;
    }
}

static bool neighbours_never_eat_together(const void *context, const uint8_t *state)
{
    const Model *model = context;
    const World *w = (const World *)state;
    uint32_t n = model->value[PHILOSOPHERS];
    for (uint32_t i = 0; i < n; i++)
        if (w->pc[i] == EAT && w->pc[(i + 1) % n] == EAT) return false;
    return true;
}

static const Predicate predicates[] = {
    {"neighbours-never-eat-together", "no two neighbours are at EAT",
     neighbours_never_eat_together},
};

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    for (uint32_t i = 0; i < model->value[PHILOSOPHERS]; i++) {
        model_field(model, "p", i + 1, "pc", "next step", &model->pc_kind, offsetof(World, pc[i]));
        model_field(model, "fork", i + 1, "taken", "is in a hand", &number_kind,
                    offsetof(World, taken[i]));
    }
    return model_subject(model, (Subject){.name = "philosophers",
                                          .state_size = sizeof(World),
                                          .actor_count = model->value[PHILOSOPHERS],
                                          .steps = steps,
                                          .step_count = LENGTH(steps),
                                          .predicates = predicates,
                                          .predicate_count = LENGTH(predicates),
                                          .attempt = attempt,
                                          .may_rest = never_rests});
}
