/* Fischer's mutual exclusion, in discrete time: one cell, and delays instead of a queue.
 *
 * A clock counts every running timer down together and waits for whoever's timer has run out.  A
 * process must write the cell within `k1` ticks of having seen it free, and look again `k2` ticks
 * later.  Safe exactly if k1 < k2.
 *
 * Published counts (BEEM fischer.1, fischer.2): n=3 k1=2 k2=3: 634 states, 1,395 transitions,
 * 18 levels; n=4 k1=3 k2=3: 21,733, 67,590, 50, and the shortest violation takes 14 steps.
 */
#include "examples/lock.h"

#define MAX_PROCESSES 7
#define STOPPED 255

enum { PROCESSES, WRITE_WITHIN, LOOK_AFTER };
static const Parameter parameters[] = {
    [PROCESSES] = {"n", 3, 2, MAX_PROCESSES},
    [WRITE_WITHIN] = {"k1", 2, 1, 9},
    [LOOK_AFTER] = {"k2", 3, 1, 9},
};

enum { IDLE, WRITE, WAIT, CRITICAL, TICK };
static const SubjectStep steps[] = {
    [IDLE] = {"IDLE", "lock", "owner == nobody: timer[self] = k1", true},
    [WRITE] = {"WRITE", "lock", "timer[self] = k2; owner = self", false},
    [WAIT] = {"WAIT", "lock", "timer[self] ran out; then owner == self ? enter : start again",
              true},
    [CRITICAL] = {"CRITICAL", "unlock", "owner = nobody", false},
    [TICK] = {"TICK", "clock", "no timer is at 0: count all down", true},
};

typedef struct World {
    uint8_t owner; /* 0: nobody */
    uint8_t timer[MAX_PROCESSES];
    uint8_t pc[MAX_PROCESSES];
    uint8_t clock_pc;
} World;

static Outcome tick(Step *s, World *w, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (load(s, &w->timer[i]) == 0) return BLOCKED;
    for (uint32_t i = 0; i < n; i++)
        if (w->timer[i] != STOPPED) store(s, &w->timer[i], (uint8_t)(w->timer[i] - 1));
    return RAN;
}

static Outcome await_timer(Step *s, World *w, uint32_t self)
{
    switch (load(s, &w->timer[self])) {
    case 0:
        store(s, &w->timer[self], STOPPED);
        return RAN;
    case STOPPED:
        return next(s, load(s, &w->owner) == self + 1 ? CRITICAL : IDLE);
    default:
        return BLOCKED;
    }
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Model *model = context;
    World *w = (World *)state;
    uint32_t n = model->value[PROCESSES], self = attempt->actor;
    Step s = step_begin(state, self < n ? &w->pc[self] : &w->clock_pc, attempt);

    switch (*s.pc) {
    case IDLE:
        if (load(&s, &w->owner) != 0) return BLOCKED;
        store(&s, &w->timer[self], (uint8_t)model->value[WRITE_WITHIN]);
        return next(&s, WRITE);
    case WRITE:
        store(&s, &w->timer[self], (uint8_t)model->value[LOOK_AFTER]);
        store(&s, &w->owner, (uint8_t)(self + 1));
        return next(&s, WAIT);
    case WAIT:
        return await_timer(&s, w, self);
    case CRITICAL:
        store(&s, &w->owner, 0);
        return next(&s, IDLE);
    case TICK:
        return tick(&s, w, n);
    default:
        return NOT_MINE;
    }
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context, (void)index;
    World *w = (World *)state;
    *w = (World){.clock_pc = TICK};
    memset(w->timer, STOPPED, sizeof(w->timer));
}

/* A timer at 0 keeps the clock from ticking.  The cell becomes one's own by nobody else's doing,
 * and stays one's own unless somebody is about to write it: who is not yet waits for it to be free.
 * (With k1 >= k2 somebody may be in CRITICAL, about to free it, although it is one's own.) */
static bool is_safe(const void *context, const uint8_t *state, uint32_t self)
{
    uint32_t n = ((const Model *)context)->value[PROCESSES];
    const World *w = (const World *)state;
    if (w->pc[self] != WAIT) return false;
    if (w->timer[self] == 0 || w->owner != self + 1) return true;
    return !memchr(w->pc, WRITE, n) && !memchr(w->pc, CRITICAL, n);
}

/* The processes come first, the clock last. */
static const char *const *actor_names(uint32_t n)
{
    static const char *names[MAX_PROCESSES + 1][MAX_PROCESSES + 1];
    for (uint32_t i = 0; i < n; i++)
        names[n][i] = process_names[i];
    names[n][n] = "clock";
    return names[n];
}

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    uint32_t n = model->value[PROCESSES];
    model_field(model, "lock", 0, "owner", "who wrote last, 0 for nobody", &number_kind,
                offsetof(World, owner));
    for (uint32_t i = 0; i < n; i++) {
        model_field(model, "p", i + 1, "pc", "next step", &model->pc_kind, offsetof(World, pc[i]));
        model_field(model, "p", i + 1, "timer", "ticks left, 255 if stopped", &number_kind,
                    offsetof(World, timer[i]));
    }
    model->is_safe = is_safe;
    return lock_subject(model, (Subject){.name = "fischer",
                                         .state_size = sizeof(World),
                                         .actor_count = n + 1,
                                         .actors = actor_names(n),
                                         .steps = steps,
                                         .step_count = LENGTH(steps),
                                         .initial = initial,
                                         .attempt = attempt,
                                         .may_rest = never_rests});
}
