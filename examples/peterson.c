/* Peterson's mutual exclusion for n processes, the filter lock with a scan that may give up early.
 *
 * Published counts (BEEM peterson.1 and peterson.4): n=3: 12,498 states, 33,369 transitions,
 * 54 levels; n=4: 1,119,560 states, 3,864,896 transitions, 104 levels.
 */
#include "examples/lock.h"

#define MAX_PROCESSES 5

enum { PROCESSES };
static const Parameter parameters[] = {[PROCESSES] = {"n", 3, 2, MAX_PROCESSES}};

enum { IDLE, CLIMB, YIELD, SCAN, CRITICAL };
static const SubjectStep steps[] = {
    [IDLE] = {"IDLE", "lock", "level = 1", false},
    [CLIMB] = {"CLIMB", "lock", "if (level == n) enter; else at[self] = level", false},
    [YIELD] = {"YIELD", "lock", "last[level] = self; k = 0", false},
    [SCAN] = {"SCAN", "lock",
              "k < n && (k == self || at[k] < level) ? k++ "
              ": last[level] != self || k == n ? level++",
              true},
    [CRITICAL] = {"CRITICAL", "unlock", "at[self] = 0", false},
};

typedef struct World {
    uint8_t at[MAX_PROCESSES];       /* the level each process stands at; 0: not interested */
    uint8_t last[MAX_PROCESSES - 1]; /* who came last to level 1, 2, ... */
    struct Process {
        uint8_t pc, level, k;
    } process[MAX_PROCESSES];
} World;

static Outcome scan(Step *s, World *w, uint32_t self, uint32_t n)
{
    struct Process *p = &w->process[self];
    bool is_below = p->k < n && (p->k == self || load(s, &w->at[p->k]) < p->level);
    bool may_climb = p->k == n || load(s, &w->last[p->level - 1]) != self;

    switch (choose(s, is_below | may_climb << 1)) {
    case 0:
        p->k++;
        return RAN;
    case 1:
        p->level++;
        return next(s, CLIMB);
    default:
        return BLOCKED;
    }
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
        if (p->level == n) return next(&s, CRITICAL);
        store(&s, &w->at[self], p->level);
        return next(&s, YIELD);
    case YIELD:
        store(&s, &w->last[p->level - 1], (uint8_t)self);
        p->k = 0;
        return next(&s, SCAN);
    case SCAN:
        return scan(&s, w, self, n);
    case CRITICAL:
        store(&s, &w->at[self], 0);
        return next(&s, IDLE);
    default:
        return NOT_MINE;
    }
}

/* Having looked at everybody, a process climbs, whatever the others do; so it does into CRITICAL.
 */
static bool is_safe(const void *context, const uint8_t *state, uint32_t self)
{
    uint32_t n = ((const Model *)context)->value[PROCESSES];
    const struct Process *p = &((const World *)state)->process[self];
    return (p->pc == CLIMB && p->level == n) || (p->pc == SCAN && p->k == n);
}

static void forget(const void *context, uint8_t *state, uint32_t self)
{
    (void)context;
    struct Process *p = &((World *)state)->process[self];
    if (p->pc == IDLE || p->pc == CRITICAL) p->level = 0;
    if (p->pc != SCAN) p->k = 0;
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
    return lock_subject(model, (Subject){.name = "peterson",
                                         .state_size = sizeof(World),
                                         .actor_count = n,
                                         .steps = steps,
                                         .step_count = LENGTH(steps),
                                         .attempt = attempt,
                                         .tells_footprint = true,
                                         .forget = forget,
                                         .may_rest = never_rests});
}
