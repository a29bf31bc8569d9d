/* Szymanski's mutual exclusion with three bits a process: an outer room, a door, an inner room.
 *
 * `announced` (outside the door), `waiting` (inside, door open), `shut` (inside, door shut).
 * Every look at another process's bits is a step of its own.
 *
 * Published counts (BEEM szymanski.1 and szymanski.3): n=3: 20,264 states, 56,701 transitions,
 * 72 levels; n=4: 1,128,424, 4,234,041, 111.
 */
#include "examples/lock.h"

#define MAX_PROCESSES 4

enum { PROCESSES };
static const Parameter parameters[] = {[PROCESSES] = {"n", 3, 2, MAX_PROCESSES}};

enum {
    IDLE,
    DOOR_OPEN,
    STEP_IN,
    INSIDE,
    ANYBODY_OUTSIDE,
    LAST_TO_ENTER,
    SHUT_DOOR,
    ALL_LEFT_WAITING,
    DOOR_IS_SHUT,
    FIND_SHUTTER,
    JOIN_SHUTTER,
    LOWER_NUMBERS,
    CRITICAL
};

/* clang-format off */
static const SubjectStep steps[] = {
    [IDLE]             = {"IDLE", "lock", "announced[self] = 1; j = 0", false},
    [DOOR_OPEN]        = {"DOOR_OPEN", "lock", "await j == n || !shut[j++]", true},
    [STEP_IN]          = {"STEP_IN", "lock", "waiting[self] = 1; announced[self] = 0", false},
    [INSIDE]           = {"INSIDE", "lock", "j = 0; shut[self] ?", false},
    [ANYBODY_OUTSIDE]  = {"ANYBODY_OUTSIDE", "lock", "j < n && !announced[j] ? j++", false},
    [LAST_TO_ENTER]    = {"LAST_TO_ENTER", "lock", "if (j == n) { shut[self] = 1; j = 0 }", false},
    [SHUT_DOOR]        = {"SHUT_DOOR", "lock", "announced[j] ? shut[self] = 0 : j++; "
                                               "j == n: waiting[self] = 0", false},
    [ALL_LEFT_WAITING] = {"ALL_LEFT_WAITING", "lock", "await j == n || !waiting[j++]", true},
    [DOOR_IS_SHUT]     = {"DOOR_IS_SHUT", "lock", "if (j < n) j = 0", false},
    [FIND_SHUTTER]     = {"FIND_SHUTTER", "lock", "j < n && (waiting[j] || !shut[j]) ? j++", false},
    [JOIN_SHUTTER]     = {"JOIN_SHUTTER", "lock",
                          "if (j != self && j < n) { shut[self] = 1; waiting[self] = 0 }", false},
    [LOWER_NUMBERS]    = {"LOWER_NUMBERS", "lock",
                          "await j == self || (!waiting[j] && !shut[j++])", true},
    [CRITICAL]         = {"CRITICAL", "unlock", "shut[self] = 0", false},
};
/* clang-format on */

typedef struct World {
    uint8_t announced[MAX_PROCESSES];
    uint8_t waiting[MAX_PROCESSES];
    uint8_t shut[MAX_PROCESSES];
    struct Process {
        uint8_t pc, j;
    } process[MAX_PROCESSES];
} World;

/* Advance j while the bits looked at are 0; `done` is the step after the last. */
static Outcome await_all_zero(Step *s, uint8_t *j, uint32_t end, bool is_zero, uint8_t done)
{
    if (*j == end) return next(s, done);
    if (!is_zero) return BLOCKED;
    ++*j;
    return RAN;
}

/* The door may shut if nobody has come to stand outside meanwhile. */
static Outcome shut_door(Step *s, World *w, uint32_t self, uint32_t n)
{
    struct Process *p = &w->process[self];
    if (p->j == n) {
        store(s, &w->waiting[self], 0);
        p->j = 0;
        return next(s, ALL_LEFT_WAITING);
    }
    if (load(s, &w->announced[p->j]) == 0) {
        p->j++;
        return RAN;
    }
    store(s, &w->shut[self], 0);
    return next(s, DOOR_IS_SHUT);
}

/* From stepping in to knowing that the door is shut. */
static Outcome inside(Step *s, World *w, uint32_t self, uint32_t n)
{
    struct Process *p = &w->process[self];
    switch (p->pc) {
    case INSIDE:
        p->j = 0;
        return next(s, load(s, &w->shut[self]) ? LOWER_NUMBERS : ANYBODY_OUTSIDE);
    case ANYBODY_OUTSIDE:
        if (p->j == n || load(s, &w->announced[p->j])) return next(s, LAST_TO_ENTER);
        p->j++;
        return RAN;
    case LAST_TO_ENTER:
        if (p->j < n) return next(s, DOOR_IS_SHUT);
        store(s, &w->shut[self], 1);
        p->j = 0;
        return next(s, SHUT_DOOR);
    case SHUT_DOOR:
        return shut_door(s, w, self, n);
    case ALL_LEFT_WAITING:
        return await_all_zero(s, &p->j, n, p->j < n && !load(s, &w->waiting[p->j]), DOOR_IS_SHUT);
    case DOOR_IS_SHUT:
        if (p->j == n) return next(s, JOIN_SHUTTER);
        p->j = 0;
        return next(s, FIND_SHUTTER);
    case FIND_SHUTTER:
        if (p->j == n) return next(s, JOIN_SHUTTER);
        if (!load(s, &w->waiting[p->j]) && load(s, &w->shut[p->j])) return next(s, JOIN_SHUTTER);
        p->j++;
        return RAN;
    case JOIN_SHUTTER:
        if (p->j != self && p->j < n) {
            store(s, &w->shut[self], 1);
            store(s, &w->waiting[self], 0);
        }
        return next(s, INSIDE);
    default:
        return NOT_MINE;
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
        store(&s, &w->announced[self], 1);
        p->j = 0;
        return next(&s, DOOR_OPEN);
    case DOOR_OPEN:
        return await_all_zero(&s, &p->j, n, p->j < n && !load(&s, &w->shut[p->j]), STEP_IN);
    case STEP_IN:
        store(&s, &w->waiting[self], 1);
        store(&s, &w->announced[self], 0);
        return next(&s, INSIDE);
    case LOWER_NUMBERS:
        return await_all_zero(
            &s, &p->j, self,
            p->j < self && !load(&s, &w->waiting[p->j]) && !load(&s, &w->shut[p->j]), CRITICAL);
    case CRITICAL:
        store(&s, &w->shut[self], 0);
        return next(&s, IDLE);
    default:
        return inside(&s, w, self, n);
    }
}

/* INSIDE looks at a bit of its own and DOOR_IS_SHUT counts.  Behind the door that it has shut,
 * nobody comes to wait any more (ALL_LEFT_WAITING), nor to stand before a lower number that has
 * gone (LOWER_NUMBERS). */
#define SAFE_STEPS                                                                                 \
    (1u << INSIDE | 1u << DOOR_IS_SHUT | 1u << ALL_LEFT_WAITING | 1u << LOWER_NUMBERS)

/* The steps that look at another's bits, or change one's own, depending on j. */
static bool is_safe(const void *context, const uint8_t *state, uint32_t self)
{
    uint32_t n = ((const Model *)context)->value[PROCESSES];
    const struct Process *p = &((const World *)state)->process[self];
    switch (p->pc) {
    case DOOR_OPEN:
    case ANYBODY_OUTSIDE:
    case FIND_SHUTTER:
    case JOIN_SHUTTER:
        return p->j == n || p->j == self;
    case LAST_TO_ENTER:
        return p->j < n;
    case SHUT_DOOR: /* its own bit is 0 there */
        return p->j == self;
    default:
        return false;
    }
}

static void forget(const void *context, uint8_t *state, uint32_t self)
{
    (void)context;
    struct Process *p = &((World *)state)->process[self];
    bool begins_anew = p->pc == CRITICAL || p->pc == IDLE || p->pc == STEP_IN || p->pc == INSIDE;
    if (begins_anew) p->j = 0;
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
        model_field(model, "p", i + 1, "announced", "stands outside the door", &number_kind,
                    offsetof(World, announced[i]));
        model_field(model, "p", i + 1, "waiting", "is inside, door open", &number_kind,
                    offsetof(World, waiting[i]));
        model_field(model, "p", i + 1, "shut", "is inside, door shut", &number_kind,
                    offsetof(World, shut[i]));
    }
    model->safe = SAFE_STEPS;
    model->is_safe = is_safe;
    return lock_subject(model, (Subject){.name = "szymanski",
                                         .state_size = sizeof(World),
                                         .actor_count = model->value[PROCESSES],
                                         .steps = steps,
                                         .step_count = LENGTH(steps),
                                         .attempt = attempt,
                                         .tells_footprint = true,
                                         .forget = forget,
                                         .may_rest = never_rests});
}
