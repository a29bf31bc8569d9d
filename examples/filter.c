/* The filter lock: Peterson's mutual exclusion for n processes, level by level.
 *
 * At each level a process lets everybody else pass who stands at this level or above, one look at a
 * time, unless somebody has come after it.  (peterson.c is the same lock in a hurry.)
 *
 * Published counts (counted alike by Spin, Rumur, LTSmin and TLC): n=3: 2,415 states, 6,019
 * transitions, 36 levels; n=4: 137,552, 439,888, 73; n=5: 10,428,127, 41,455,843, 127.
 */
#include "examples/lock.h"

#define MAX_PROCESSES 6

enum { PROCESSES };
static const Parameter parameters[] = {[PROCESSES] = {"n", 3, 2, MAX_PROCESSES}};

enum { IDLE, CLIMB, YIELD, WAIT, CRITICAL };
static const SubjectStep steps[] = {
    [IDLE] = {"IDLE", "lock", "level = 1", false},
    [CLIMB] = {"CLIMB", "lock", "if (level == n) enter; else at[self] = level", false},
    [YIELD] = {"YIELD", "lock", "last[level] = self; k = 0", false},
    [WAIT] = {"WAIT", "lock", "k == n || k == self || at[k] < level || last[level] != self", true},
    [CRITICAL] = {"CRITICAL", "unlock", "at[self] = 0", false},
};

typedef struct World {
    uint8_t at[MAX_PROCESSES];       /* the level each process stands at; 0: not interested */
    uint8_t last[MAX_PROCESSES - 1]; /* who came last to level 1, 2, ... */
    struct Process {
        uint8_t pc, level, k;
    } process[MAX_PROCESSES];
} World;

/* Is process k no reason to wait? */
static bool may_pass(Step *s, World *w, uint32_t self)
{
    struct Process *p = &w->process[self];
    if (p->k == self) return true;
    return load(s, &w->at[p->k]) < p->level || load(s, &w->last[p->level - 1]) != self;
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Model *model = context;
    World *w = (World *)state;
    uint32_t n = model->value[PROCESSES], self = attempt->actor;
    struct Process *p = &w->process[self];
    Step s = step_begin(state, &p->pc, attempt);
    step_owns(&s, p, sizeof *p);

    switch (p->pc) {
    case IDLE:
        p->level = 1;
        return next(&s, CLIMB);
    case CLIMB:
        if (p->level == n) {
            p->level = 0; /* forgotten, so that equal situations are equal states */
            return next(&s, CRITICAL);
        }
        store(&s, &w->at[self], p->level);
        return next(&s, YIELD);
    case YIELD:
        store(&s, &w->last[p->level - 1], (uint8_t)self);
        return next(&s, WAIT);
    case WAIT:
        if (p->k == n) {
            p->k = 0;
            p->level++;
            return next(&s, CLIMB);
        }
        if (!may_pass(&s, w, self)) return BLOCKED;
        p->k++;
        return RAN;
    case CRITICAL:
        store(&s, &w->at[self], 0);
        return next(&s, IDLE);
    default:
        return NOT_MINE;
    }
}

/* Once somebody has come after a process, it is the last one again only by its own doing. */
static bool is_safe(const void *context, const uint8_t *state, uint32_t self)
{
    uint32_t n = ((const Model *)context)->value[PROCESSES];
    const World *w = (const World *)state;
    const struct Process *p = &w->process[self];
    if (p->pc == CLIMB) return p->level == n;
    return p->pc == WAIT && (p->k == n || p->k == self || w->last[p->level - 1] != self);
}

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    uint32_t n = model->value[PROCESSES];
    for (uint32_t i = 0; i < n; i++) {
        model_field(model, "p", i + 1, "pc", "next step", &model->pc_kind,
                    offsetof(World, process[i].pc));
        model_field(model, "p", i + 1, "level", "level it competes for", &number_kind,
                    offsetof(World, process[i].level));
        model_field(model, "p", i + 1, "k", "next process it looks at", &number_kind,
                    offsetof(World, process[i].k));
        model_field(model, "p", i + 1, "at", "level it stands at, for all to see", &number_kind,
                    offsetof(World, at[i]));
    }
    for (uint32_t i = 0; i + 1 < n; i++)
        model_field(model, "level", i + 1, "last", "who came last", &number_kind,
                    offsetof(World, last[i]));
    model->safe = 1u << IDLE; /* IDLE touches the level of the process itself, which is its own. */
    model->is_safe = is_safe;
    return lock_subject(model, (Subject){.name = "filter",
                                         .state_size = sizeof(World),
                                         .actor_count = n,
                                         .steps = steps,
                                         .step_count = LENGTH(steps),
                                         .attempt = attempt,
                                         .tells_footprint = true,
                                         .may_rest = never_rests});
}
