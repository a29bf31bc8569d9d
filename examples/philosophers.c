/* Dining philosophers: take one fork, take the other, put them down one by one.
 *
 * With left=1 the first philosopher reaches for his forks in the other order, and nobody starves
 * at a full table.  With slow=1 they take a step to think and a step to eat, and put down last what
 * they took first.
 *
 * Published counts (BEEM phils.1, phils.5, phils.3): n=4: 80 states, 212 transitions, 10 levels,
 * 1 deadlock; n=12: 531,440, 4,251,516, 34, 1; n=6 left=1: 729, 2,916, 17, none.  In closed form
 * 3^n - 1 states, or 3^n with left=1.  Counted alike by Spin, Rumur and TLC, with left=1 slow=1:
 * n=4: 464, 1,504; n=8: 252,160, 1,647,616, 37.
 */
#include "examples/example.h"

#define MAX_PHILOSOPHERS 12

enum { PHILOSOPHERS, LEFT_HANDED, SLOW };
static const Parameter parameters[] = {
    [PHILOSOPHERS] = {"n", 4, 2, MAX_PHILOSOPHERS},
    [LEFT_HANDED] = {"left", 0, 0, 1},
    [SLOW] = {"slow", 0, 0, 1},
};

enum { TAKE_FIRST, TAKE_SECOND, PUT_FIRST, PUT_SECOND, THINK, EAT };
static const SubjectStep steps[] = {
    [TAKE_FIRST] = {"TAKE_FIRST", "philosopher", "!taken[first]: taken[first] = true", true},
    [TAKE_SECOND] = {"TAKE_SECOND", "philosopher", "!taken[second]: taken[second] = true", true},
    [PUT_FIRST] = {"PUT_FIRST", "philosopher", "taken[first] = false", false},
    [PUT_SECOND] = {"PUT_SECOND", "philosopher", "taken[second] = false", false},
    [THINK] = {"THINK", "philosopher", "get hungry", false},
    [EAT] = {"EAT", "philosopher", "eat", false},
};

/* Which step follows which, without and with slow=1. */
static const uint8_t following[2][LENGTH(steps)] = {
    {[TAKE_FIRST] = TAKE_SECOND,
     [TAKE_SECOND] = PUT_FIRST,
     [PUT_FIRST] = PUT_SECOND,
     [PUT_SECOND] = TAKE_FIRST},
    {[THINK] = TAKE_FIRST,
     [TAKE_FIRST] = TAKE_SECOND,
     [TAKE_SECOND] = EAT,
     [EAT] = PUT_SECOND,
     [PUT_SECOND] = PUT_FIRST,
     [PUT_FIRST] = THINK},
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
    uint8_t then = following[model->value[SLOW]][w->pc[self]];
    Step s = step_begin(state, &w->pc[self], attempt);

    switch (w->pc[self]) {
    case TAKE_FIRST:
        return take(&s, first, then);
    case TAKE_SECOND:
        return take(&s, second, then);
    case PUT_FIRST:
        return put_down(&s, first, then);
    case PUT_SECOND:
        return put_down(&s, second, then);
    case THINK:
    case EAT:
        return next(&s, then);
    default:
        return NOT_MINE;
    }
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)index;
    const Model *model = context;
    World *w = (World *)state;
    *w = (World){0};
    memset(w->pc, model->value[SLOW] ? THINK : TAKE_FIRST, model->value[PHILOSOPHERS]);
}

static bool neighbours_never_eat_together(const void *context, const uint8_t *state)
{
    const Model *model = context;
    const World *w = (const World *)state;
    uint32_t n = model->value[PHILOSOPHERS];
    uint8_t eats = following[model->value[SLOW]][TAKE_SECOND];
    for (uint32_t i = 0; i < n; i++)
        if (w->pc[i] == eats && w->pc[(i + 1) % n] == eats) return false;
    return true;
}

static Notice eating_sees(const void *context, const uint8_t *before, const uint8_t *after,
                          uint32_t actor)
{
    const Model *model = context;
    uint8_t eats = following[model->value[SLOW]][TAKE_SECOND];
    uint16_t pc = model->pc_offset[actor];
    return notice_arrival(before[pc] == eats, after[pc] == eats);
}

static const Predicate predicates[] = {
    {"neighbours-never-eat-together", "no two neighbours have just taken both forks",
     neighbours_never_eat_together, eating_sees, NULL, NULL},
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
    /* Who puts a fork down holds it: the neighbour can do nothing but wait for it. */
    model->safe = 1u << THINK | 1u << EAT | 1u << PUT_FIRST | 1u << PUT_SECOND;
    return model_subject(model, (Subject){.name = "philosophers",
                                          .state_size = sizeof(World),
                                          .actor_count = model->value[PHILOSOPHERS],
                                          .steps = steps,
                                          .step_count = LENGTH(steps),
                                          .predicates = predicates,
                                          .predicate_count = LENGTH(predicates),
                                          .initial = initial,
                                          .attempt = attempt,
                                          .tells_footprint = true,
                                          .may_rest = never_rests});
}
