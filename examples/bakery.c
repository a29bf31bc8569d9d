/* Lamport's bakery, with tickets of limited size.
 *
 * A process draws a ticket above all it sees, one look at a time, then lets everybody with a
 * smaller ticket go first.  Tickets end at `max`; whoever would need a larger one waits there for
 * ever, and in the end all others wait for him: a deadlock of the model, not of the algorithm.
 *
 * Published counts (BEEM bakery.1, bakery.3): n=2 max=9: 1,506 states, 2,697 transitions, 101
 * levels, 4 deadlocks; n=3 max=4: 32,919, 85,061, 117, 51.
 */
#include "examples/lock.h"

#define MAX_PROCESSES 4

enum { PROCESSES, MAX_TICKET };
static const Parameter parameters[] = {
    [PROCESSES] = {"n", 2, 2, MAX_PROCESSES},
    [MAX_TICKET] = {"max", 9, 1, 254},
};

enum { IDLE, CHOOSE, LOOK, WAIT, CRITICAL };
static const SubjectStep steps[] = {
    [IDLE] = {"IDLE", "lock", "choosing[self] = true; j = 0; max = 0", false},
    [CHOOSE] = {"CHOOSE", "lock", "j < n ? max = larger(max, ticket[j++]) : ticket[self] = max + 1",
                true},
    [LOOK] = {"LOOK", "lock", "j == n || !choosing[j]", true},
    [WAIT] = {"WAIT", "lock", "ticket[j] == 0 || (ticket[j], j) >= (ticket[self], self)", true},
    [CRITICAL] = {"CRITICAL", "unlock", "ticket[self] = 0", false},
};

typedef struct World {
    uint8_t choosing[MAX_PROCESSES];
    uint8_t ticket[MAX_PROCESSES];
    struct Process {
        uint8_t pc, j, max;
    } process[MAX_PROCESSES];
} World;

static Outcome draw(Step *s, World *w, uint32_t self, const Model *model)
{
    struct Process *p = &w->process[self];
    if (p->j < model->value[PROCESSES]) {
        uint8_t seen = load(s, &w->ticket[p->j++]);
        if (seen > p->max) p->max = seen;
        return RAN;
    }
    if (p->max >= model->value[MAX_TICKET]) return BLOCKED;
    store(s, &w->ticket[self], (uint8_t)(p->max + 1));
    store(s, &w->choosing[self], false);
    p->j = 0;
    return next(s, LOOK);
}

/* May process j go after `self`?  Equal tickets go by number. */
static bool goes_later(Step *s, World *w, uint32_t j, uint32_t self)
{
    uint8_t theirs = load(s, &w->ticket[j]), mine = w->ticket[self];
    return theirs == 0 || theirs > mine || (theirs == mine && self <= j);
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Model *model = context;
    World *w = (World *)state;
    uint32_t self = attempt->actor;
    struct Process *p = &w->process[self];
    Step s = step_begin(state, &p->pc, attempt);
    step_owns(&s, p, sizeof *p);

    switch (p->pc) {
    case IDLE:
        store(&s, &w->choosing[self], true);
        p->j = 0;
        p->max = 0;
        return next(&s, CHOOSE);
    case CHOOSE:
        return draw(&s, w, self, model);
    case LOOK:
        if (p->j == model->value[PROCESSES]) return next(&s, CRITICAL);
        if (load(&s, &w->choosing[p->j])) return BLOCKED;
        return next(&s, WAIT);
    case WAIT:
        if (!goes_later(&s, w, p->j, self)) return BLOCKED;
        p->j++;
        return next(&s, LOOK);
    case CRITICAL:
        store(&s, &w->ticket[self], 0);
        return next(&s, IDLE);
    default:
        return NOT_MINE;
    }
}

/* Who may go later in WAIT still may when it has drawn anew: it has seen this ticket. */
#define SAFE_STEPS (1u << WAIT)

/* Will process k come to wait for `self` before it does anything to its ticket, or chooses again?
 */
static bool is_held_up(const World *w, uint32_t k, uint32_t self)
{
    const struct Process *p = &w->process[k];
    if (p->pc == LOOK && p->j <= self) return true;
    return p->pc == WAIT && p->j < self;
}

static bool is_safe(const void *context, const uint8_t *state, uint32_t self)
{
    uint32_t n = ((const Model *)context)->value[PROCESSES];
    const World *w = (const World *)state;
    const struct Process *p = &w->process[self];
    if (p->pc == CHOOSE) return p->j < n && (p->j == self || is_held_up(w, p->j, self));
    return p->pc == LOOK && (p->j == n || p->j == self);
}

static void forget(const void *context, uint8_t *state, uint32_t self)
{
    (void)context;
    struct Process *p = &((World *)state)->process[self];
    if (p->pc == IDLE || p->pc == CRITICAL) p->j = 0;
    if (p->pc != CHOOSE) p->max = 0;
}

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    for (uint32_t i = 0; i < model->value[PROCESSES]; i++) {
        model_field(model, "p", i + 1, "pc", "next step", &model->pc_kind,
                    offsetof(World, process[i].pc));
        model_field(model, "p", i + 1, "j", "whom it looks at", &number_kind,
                    offsetof(World, process[i].j));
        model_field(model, "p", i + 1, "max", "largest ticket it saw", &number_kind,
                    offsetof(World, process[i].max));
        model_field(model, "p", i + 1, "choosing", "is drawing a ticket", &number_kind,
                    offsetof(World, choosing[i]));
        model_field(model, "p", i + 1, "ticket", "its ticket, 0 for none", &number_kind,
                    offsetof(World, ticket[i]));
    }
    model->safe = SAFE_STEPS;
    model->is_safe = is_safe;
    return lock_subject(model, (Subject){.name = "bakery",
                                         .state_size = sizeof(World),
                                         .actor_count = model->value[PROCESSES],
                                         .steps = steps,
                                         .step_count = LENGTH(steps),
                                         .attempt = attempt,
                                         .tells_footprint = true,
                                         .forget = forget,
                                         .may_rest = never_rests});
}
