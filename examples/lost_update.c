/* The lost update: n threads add 1 to a shared counter, each with a read and a write.
 *
 * Published counts (Stateright's increment example; Rumur): n=2: 13 states, one of which violates
 * `counts`; the shortest violation takes 4 steps.
 */
#include "examples/example.h"

#define MAX_THREADS 6

enum { THREADS };
static const Parameter parameters[] = {[THREADS] = {"n", 2, 1, MAX_THREADS}};

enum { READ, WRITE, DONE };
static const SubjectStep steps[] = {
    [READ] = {"READ", "increment", "seen = counter", false},
    [WRITE] = {"WRITE", "increment", "counter = seen + 1", false},
    [DONE] = {"DONE", "increment", "false", true},
};

typedef struct World {
    uint8_t counter;
    struct Thread {
        uint8_t pc, seen;
    } thread[MAX_THREADS];
} World;

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    World *w = (World *)state;
    struct Thread *self = &w->thread[attempt->actor];
    Step s = step_begin(state, &self->pc, attempt);
    step_owns(&s, self, sizeof *self);

    switch (self->pc) {
    case READ:
        self->seen = load(&s, &w->counter);
        return next(&s, WRITE);
    case WRITE:
        store(&s, &w->counter, (uint8_t)(self->seen + 1));
        return next(&s, DONE);
    case DONE:
        return BLOCKED;
    default:
        return NOT_MINE;
    }
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context;
    return ((const World *)state)->thread[actor].pc == DONE;
}

static bool counts(const void *context, const uint8_t *state)
{
    (void)context;
    const World *w = (const World *)state;
    uint32_t done = 0;
    for (uint32_t i = 0; i < MAX_THREADS; i++)
        done += w->thread[i].pc == DONE;
    return done == w->counter;
}

static const Predicate predicates[] = {
    {"counts", "the counter equals the number of threads that are done", counts, NULL, NULL, NULL},
};

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    model_field(model, "shared", 0, "counter", "the shared counter", &number_kind,
                offsetof(World, counter));
    for (uint32_t i = 0; i < model->value[THREADS]; i++) {
        model_field(model, "p", i + 1, "pc", "next step", &model->pc_kind,
                    offsetof(World, thread[i].pc));
        model_field(model, "p", i + 1, "seen", "what it read", &number_kind,
                    offsetof(World, thread[i].seen));
    }
    return model_subject(model, (Subject){.name = "lost_update",
                                          .state_size = sizeof(World),
                                          .actor_count = model->value[THREADS],
                                          .steps = steps,
                                          .step_count = LENGTH(steps),
                                          .predicates = predicates,
                                          .predicate_count = LENGTH(predicates),
                                          .attempt = attempt,
                                          .tells_footprint = true,
                                          .may_rest = may_rest});
}
