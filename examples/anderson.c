/* Anderson's array lock: fetch-and-add hands out slots of a ring, each process spins on its own.
 *
 * The counter is brought back below n by whoever drew the last slot, in a step of its own.
 *
 * Published counts (BEEM anderson.2 and anderson.4): n=3: 1,459 states, 3,705 transitions,
 * 46 levels; n=4: 29,641, 97,516, 81.
 */
#include "examples/lock.h"

#define MAX_PROCESSES 6

enum { PROCESSES };
static const Parameter parameters[] = {[PROCESSES] = {"n", 3, 2, MAX_PROCESSES}};

enum { DRAW, WRAP, SPIN, TAKE, CRITICAL };
static const SubjectStep steps[] = {
    [DRAW] = {"DRAW", "lock", "place = counter++", false},
    [WRAP] = {"WRAP", "lock", "if (place == n - 1) counter -= n; place %= n", false},
    [SPIN] = {"SPIN", "lock", "slot[place] == 1", true},
    [TAKE] = {"TAKE", "lock", "slot[place] = 0", false},
    [CRITICAL] = {"CRITICAL", "unlock", "slot[place + 1] = 1", false},
};

typedef struct World {
    uint8_t counter;
    uint8_t slot[MAX_PROCESSES];
    struct Process {
        uint8_t pc, place;
    } process[MAX_PROCESSES];
} World;

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Model *model = context;
    World *w = (World *)state;
    uint32_t n = model->value[PROCESSES];
    struct Process *p = &w->process[attempt->actor];
    Step s = step_begin(state, &p->pc, attempt);
    step_owns(&s, p, sizeof *p);

    switch (p->pc) {
    case DRAW:
        p->place = load(&s, &w->counter);
        store(&s, &w->counter, (uint8_t)(p->place + 1));
        return next(&s, WRAP);
    case WRAP:
        if (p->place == n - 1) store(&s, &w->counter, (uint8_t)(load(&s, &w->counter) - n));
        p->place = (uint8_t)(p->place % n);
        return next(&s, SPIN);
    case SPIN:
        if (load(&s, &w->slot[p->place]) == 0) return BLOCKED;
        return next(&s, TAKE);
    case TAKE:
        store(&s, &w->slot[p->place], 0);
        return next(&s, CRITICAL);
    case CRITICAL:
        store(&s, &w->slot[(p->place + 1) % n], 1);
        return next(&s, DRAW);
    default:
        return NOT_MINE;
    }
}

/* There are as many slots as processes, so nobody else has the slot that a process has drawn, and
 * who opens it does nothing else to it. */
#define SAFE_STEPS (1u << SPIN | 1u << TAKE)

/* The counter is everybody's, but it is put back only by who drew the last slot. */
static bool is_safe(const void *context, const uint8_t *state, uint32_t self)
{
    const Model *model = context;
    const struct Process *p = &((const World *)state)->process[self];
    return p->pc == WRAP && p->place != model->value[PROCESSES] - 1;
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context, (void)index;
    *(World *)state = (World){.slot[0] = 1};
}

static void forget(const void *context, uint8_t *state, uint32_t self)
{
    (void)context;
    struct Process *p = &((World *)state)->process[self];
    if (p->pc == DRAW) p->place = 0;
}

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    model_field(model, "lock", 0, "counter", "the next slot", &number_kind,
                offsetof(World, counter));
    for (uint32_t i = 0; i < model->value[PROCESSES]; i++) {
        model_field(model, "p", i + 1, "pc", "next step", &model->pc_kind,
                    offsetof(World, process[i].pc));
        model_field(model, "p", i + 1, "place", "the slot it drew", &number_kind,
                    offsetof(World, process[i].place));
        model_field(model, "slot", i + 1, "open", "its process may enter", &number_kind,
                    offsetof(World, slot[i]));
    }
    model->safe = SAFE_STEPS;
    model->is_safe = is_safe;
    return lock_subject(model, (Subject){.name = "anderson",
                                         .state_size = sizeof(World),
                                         .actor_count = model->value[PROCESSES],
                                         .steps = steps,
                                         .step_count = LENGTH(steps),
                                         .initial = initial,
                                         .attempt = attempt,
                                         .tells_footprint = true,
                                         .forget = forget,
                                         .may_rest = never_rests});
}
