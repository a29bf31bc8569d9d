/* Lamport's fast mutual exclusion: seven accesses and no loop when nobody else is there.
 *
 * Published counts (BEEM lamport.1 and lamport.5): n=3: 29,242 states, 77,286 transitions,
 * 57 levels; n=4: 1,066,800, 3,630,664, 77.
 */
#include "examples/lock.h"

#define MAX_PROCESSES 4
#define NOBODY 255

enum { PROCESSES };
static const Parameter parameters[] = {[PROCESSES] = {"n", 3, 2, MAX_PROCESSES}};

enum {
    START,
    WRITE_X,
    READ_Y,
    AWAIT_Y,
    WRITE_Y,
    READ_X,
    AWAIT_OTHERS,
    SECOND_CHANCE,
    CRITICAL,
    LEAVE
};
static const SubjectStep steps[] = {
    [START] = {"START", "lock", "busy[self] = true", false},
    [WRITE_X] = {"WRITE_X", "lock", "x = self", false},
    [READ_Y] = {"READ_Y", "lock", "if (y != nobody) busy[self] = false", false},
    [AWAIT_Y] = {"AWAIT_Y", "lock", "y == nobody", true},
    [WRITE_Y] = {"WRITE_Y", "lock", "y = self", false},
    [READ_X] = {"READ_X", "lock", "if (x != self) { busy[self] = false; j = 0 }", false},
    [AWAIT_OTHERS] = {"AWAIT_OTHERS", "lock", "j == n || !busy[j++]", true},
    [SECOND_CHANCE] = {"SECOND_CHANCE", "lock", "y == self || y == nobody", true},
    [CRITICAL] = {"CRITICAL", "unlock", "y = nobody", false},
    [LEAVE] = {"LEAVE", "unlock", "busy[self] = false", false},
};

typedef struct World {
    uint8_t x, y;
    uint8_t busy[MAX_PROCESSES];
    struct Process {
        uint8_t pc, j;
    } process[MAX_PROCESSES];
} World;

/* Somebody else came: let all who are busy finish; whoever wrote y last goes in. */
static Outcome contend(Step *s, World *w, uint32_t self, uint32_t n)
{
    struct Process *p = &w->process[self];
    switch (p->pc) {
    case AWAIT_OTHERS:
        if (p->j == n) return next(s, SECOND_CHANCE);
        if (load(s, &w->busy[p->j])) return BLOCKED;
        p->j++;
        return RAN;
    case SECOND_CHANCE:
        if (load(s, &w->y) == self) return next(s, CRITICAL);
        if (load(s, &w->y) == NOBODY) return next(s, START);
        return BLOCKED;
    default:
        return NOT_MINE;
    }
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
    case START:
        store(&s, &w->busy[self], true);
        return next(&s, WRITE_X);
    case WRITE_X:
        store(&s, &w->x, (uint8_t)self);
        return next(&s, READ_Y);
    case READ_Y:
        if (load(&s, &w->y) == NOBODY) return next(&s, WRITE_Y);
        store(&s, &w->busy[self], false);
        return next(&s, AWAIT_Y);
    case AWAIT_Y:
        if (load(&s, &w->y) != NOBODY) return BLOCKED;
        return next(&s, START);
    case WRITE_Y:
        store(&s, &w->y, (uint8_t)self);
        return next(&s, READ_X);
    case READ_X:
        if (load(&s, &w->x) == self) return next(&s, CRITICAL);
        store(&s, &w->busy[self], false);
        p->j = 0;
        return next(&s, AWAIT_OTHERS);
    case CRITICAL:
        store(&s, &w->y, NOBODY);
        return next(&s, LEAVE);
    case LEAVE:
        store(&s, &w->busy[self], false);
        return next(&s, START);
    default:
        return contend(&s, w, self, model->value[PROCESSES]);
    }
}

/* Everybody who looks at `busy` waits for it to be false. */
#define SAFE_STEPS (1u << LEAVE)

static bool is_safe(const void *context, const uint8_t *state, uint32_t self)
{
    uint32_t n = ((const Model *)context)->value[PROCESSES];
    const World *w = (const World *)state;
    const struct Process *p = &w->process[self];
    if (p->pc == READ_X) return w->x != self; /* only `self` makes itself the last to come */
    return p->pc == AWAIT_OTHERS && (p->j == n || p->j == self);
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context, (void)index;
    *(World *)state = (World){.x = NOBODY, .y = NOBODY};
}

static void forget(const void *context, uint8_t *state, uint32_t self)
{
    (void)context;
    struct Process *p = &((World *)state)->process[self];
    if (p->pc != AWAIT_OTHERS) p->j = 0;
}

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    model_field(model, "lock", 0, "x", "who came last", &number_kind, offsetof(World, x));
    model_field(model, "lock", 0, "y", "who passed the gate", &number_kind, offsetof(World, y));
    for (uint32_t i = 0; i < model->value[PROCESSES]; i++) {
        model_field(model, "p", i + 1, "pc", "next step", &model->pc_kind,
                    offsetof(World, process[i].pc));
        model_field(model, "p", i + 1, "j", "whom it waits for", &number_kind,
                    offsetof(World, process[i].j));
        model_field(model, "p", i + 1, "busy", "is competing", &number_kind,
                    offsetof(World, busy[i]));
    }
    model->safe = SAFE_STEPS;
    model->is_safe = is_safe;
    return lock_subject(model, (Subject){.name = "lamport",
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
