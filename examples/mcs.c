/* The queue lock of Mellor-Crummey and Scott: each process spins on a flag of its own.
 *
 * Published counts (BEEM mcs.1 and mcs.3): n=3: 7,963 states, 21,503 transitions, 49 levels;
 * n=4: 571,459, 2,077,384, 70.
 */
#include "examples/lock.h"

#define MAX_PROCESSES 5
#define NOBODY 255

enum { PROCESSES };
static const Parameter parameters[] = {[PROCESSES] = {"n", 3, 2, MAX_PROCESSES}};

enum { START, SWAP_TAIL, FIRST, SET_LOCKED, LINK, SPIN, CRITICAL, CAS_TAIL, AWAIT_LINK, PASS_ON };
static const SubjectStep steps[] = {
    [START] = {"START", "lock", "next[self] = nobody", false},
    [SWAP_TAIL] = {"SWAP_TAIL", "lock", "before = swap(tail, self)", false},
    [FIRST] = {"FIRST", "lock", "if (before == nobody) enter", false},
    [SET_LOCKED] = {"SET_LOCKED", "lock", "locked[self] = true", false},
    [LINK] = {"LINK", "lock", "next[before] = self", false},
    [SPIN] = {"SPIN", "lock", "!locked[self]", true},
    [CRITICAL] = {"CRITICAL", "unlock", "if (next[self] == nobody)", false},
    [CAS_TAIL] = {"CAS_TAIL", "unlock", "compare_and_swap(tail, self, nobody)", false},
    [AWAIT_LINK] = {"AWAIT_LINK", "unlock", "next[self] != nobody", true},
    [PASS_ON] = {"PASS_ON", "unlock", "locked[next[self]] = false", false},
};

typedef struct World {
    uint8_t tail;
    uint8_t next[MAX_PROCESSES];
    uint8_t locked[MAX_PROCESSES];
    struct Process {
        uint8_t pc, before;
    } process[MAX_PROCESSES];
} World;

static Outcome unlock(Step *s, World *w, uint32_t self)
{
    switch (*s->pc) {
    case CRITICAL:
        return next(s, load(s, &w->next[self]) == NOBODY ? CAS_TAIL : PASS_ON);
    case CAS_TAIL:
        if (load(s, &w->tail) != self) return next(s, AWAIT_LINK);
        store(s, &w->tail, NOBODY);
        return next(s, START);
    case AWAIT_LINK:
        if (load(s, &w->next[self]) == NOBODY) return BLOCKED;
        return next(s, PASS_ON);
    case PASS_ON:
        store(s, &w->locked[load(s, &w->next[self])], false);
        return next(s, START);
    default:
        return NOT_MINE;
    }
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    World *w = (World *)state;
    uint32_t self = attempt->actor;
    struct Process *p = &w->process[self];
    Step s = step_begin(state, &p->pc, attempt);
    step_owns(&s, p, sizeof *p);

    switch (p->pc) {
    case START:
        store(&s, &w->next[self], NOBODY);
        return next(&s, SWAP_TAIL);
    case SWAP_TAIL:
        p->before = load(&s, &w->tail);
        store(&s, &w->tail, (uint8_t)self);
        return next(&s, FIRST);
    case FIRST:
        return next(&s, p->before == NOBODY ? CRITICAL : SET_LOCKED);
    case SET_LOCKED:
        store(&s, &w->locked[self], true);
        return next(&s, LINK);
    case LINK:
        store(&s, &w->next[p->before], (uint8_t)self);
        return next(&s, SPIN);
    case SPIN:
        if (load(&s, &w->locked[self])) return BLOCKED;
        return next(&s, CRITICAL);
    default:
        return unlock(&s, w, self);
    }
}

/* Who stands before a process passes on to nobody else; who has nothing before it stands alone.  So
 * what a process does to its own `next` and `locked`, or reads there once it has been written, no
 * other process sees or changes before it comes to wait for it. */
#define SAFE_STEPS                                                                                 \
    (1u << START | 1u << FIRST | 1u << SET_LOCKED | 1u << SPIN | 1u << AWAIT_LINK | 1u << PASS_ON)

static bool is_safe(const void *context, const uint8_t *state, uint32_t self)
{
    (void)context;
    const World *w = (const World *)state;
    switch (w->process[self].pc) {
    case LINK: { /* waited for, or as good as that: `tail` is not the one before any more */
        uint8_t pc = w->process[w->process[self].before].pc;
        return pc == CAS_TAIL || pc == AWAIT_LINK;
    }
    case CRITICAL: /* there is one successor, and it has written */
        return w->next[self] != NOBODY;
    case CAS_TAIL: /* fails, whoever is last by then: only `self` makes itself the last */
        return w->tail != self;
    default:
        return false;
    }
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context, (void)index;
    World *w = (World *)state;
    *w = (World){.tail = NOBODY};
    memset(w->next, NOBODY, sizeof(w->next));
}

static void forget(const void *context, uint8_t *state, uint32_t self)
{
    (void)context;
    struct Process *p = &((World *)state)->process[self];
    if (p->pc != FIRST && p->pc != SET_LOCKED && p->pc != LINK) p->before = NOBODY;
}

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    model_field(model, "lock", 0, "tail", "last in the queue", &number_kind, offsetof(World, tail));
    for (uint32_t i = 0; i < model->value[PROCESSES]; i++) {
        model_field(model, "p", i + 1, "pc", "next step", &model->pc_kind,
                    offsetof(World, process[i].pc));
        model_field(model, "p", i + 1, "before", "who was last before it", &number_kind,
                    offsetof(World, process[i].before));
        model_field(model, "p", i + 1, "next", "who queues behind it", &number_kind,
                    offsetof(World, next[i]));
        model_field(model, "p", i + 1, "locked", "must wait", &number_kind,
                    offsetof(World, locked[i]));
    }
    model->safe = SAFE_STEPS;
    model->is_safe = is_safe;
    return lock_subject(model, (Subject){.name = "mcs",
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
