#include "tests/oracle/random_system.h"

#include "checker/search/random.h"

#include <string.h>

#define VALUES 3 /* of a cell */

enum {
    READ,
    WRITE,
    ADD,
    CAS,
    ACQUIRE, /* a lock */
    RELEASE,
    WAKE, /* a note */
    AWAIT,
    SPIN,
    BRANCH,
    ASSERT,
    END,
    OPERATIONS
};
static const SubjectStep steps[OPERATIONS] = {
    [READ] = {"READ", "program", "seen = cell", false},
    [WRITE] = {"WRITE", "program", "cell = seen", false},
    [ADD] = {"ADD", "program", "cell = (cell + 1) % 3", false},
    [CAS] = {"CAS", "program", "cell == value ? cell = other : goto target", false},
    [ACQUIRE] = {"ACQUIRE", "program", "cell == 0: cell = 1", true},
    [RELEASE] = {"RELEASE", "program", "cell = 0", false},
    [WAKE] = {"WAKE", "program", "cell = value", false},
    [AWAIT] = {"AWAIT", "program", "cell == value", true},
    [SPIN] = {"SPIN", "program", "while (cell == value)", false},
    [BRANCH] = {"BRANCH", "program", "go on, or goto target", false},
    [ASSERT] = {"ASSERT", "program", "if (cell == value && seen == other) throw", false},
    [END] = {"END", "program", "false", true},
};
static const char *const actors[RANDOM_ACTORS] = {"a", "b", "c"};
static const char *const messages[] = {"assertion failed"};

typedef struct World {
    uint8_t cell[RANDOM_CELLS];
    struct Process {
        uint8_t pc, seen;
    } process[RANDOM_ACTORS];
} World;
_Static_assert(sizeof(World) == RANDOM_CELLS + RANDOM_ACTORS * RANDOM_OWN, "no padding");

static Outcome go(struct Process *p, uint8_t pc)
{
    p->pc = pc;
    return RAN;
}

enum { TOUCHES = 1, CHANGES = 2 };
static uint32_t touch(const Instruction *instruction);

static void mark(uint64_t *bytes, const uint8_t *state, const uint8_t *begin, size_t size)
{
    for (size_t at = (size_t)(begin - state); bytes && size > 0; at++, size--)
        bytes[at / 64] |= UINT64_C(1) << at % 64;
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const RandomSystem *system = context;
    World *w = (World *)state;
    struct Process *p = &w->process[attempt->actor];
    const Instruction *now = &system->program[attempt->actor][p->pc];
    uint8_t *cell = &w->cell[now->cell], following = p->pc + 1;
    attempt->step = now->operation;
    attempt->choices = now->operation == BRANCH ? 2 : 1;
    mark(attempt->own, state, &p->pc, sizeof *p);
    if (touch(now) & TOUCHES) mark(attempt->read, state, cell, 1);
    if (touch(now) & CHANGES) mark(attempt->wrote, state, cell, 1);

    switch (now->operation) {
    case READ:
        p->seen = *cell;
        return go(p, following);
    case WRITE:
        *cell = p->seen;
        return go(p, following);
    case ADD:
        *cell = (uint8_t)((*cell + 1) % VALUES);
        return go(p, following);
    case CAS:
        if (*cell != now->value) return go(p, now->target);
        *cell = now->other;
        return go(p, following);
    case ACQUIRE:
        if (*cell != 0) return BLOCKED;
        *cell = 1;
        return go(p, following);
    case RELEASE:
        *cell = 0;
        return go(p, following);
    case WAKE:
        *cell = now->value;
        return go(p, following);
    case AWAIT:
        return *cell == now->value ? go(p, following) : BLOCKED;
    case SPIN:
        return go(p, *cell == now->value ? p->pc : following);
    case BRANCH:
        return go(p, attempt->choice ? now->target : following);
    case ASSERT:
        return *cell == now->value && p->seen == now->other ? THREW : go(p, following);
    case END:
        return BLOCKED;
    default:
        return NOT_MINE;
    }
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    memset(state, 0, sizeof(World));
    ((World *)state)->cell[0] = (uint8_t)index;
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    const RandomSystem *system = context;
    const World *w = (const World *)state;
    return system->program[actor][w->process[actor].pc].operation == END;
}

/* -------- which steps are safe -------- */

static uint32_t touch(const Instruction *instruction)
{
    switch (instruction->operation) {
    case READ:
    case AWAIT:
    case SPIN:
    case ASSERT:
        return TOUCHES;
    case WRITE:
    case ADD:
    case CAS:
    case ACQUIRE:
    case RELEASE:
    case WAKE:
        return TOUCHES | CHANGES;
    default:
        return 0;
    }
}

/* Does nothing behind this instruction count? */
typedef bool Stops(const RandomSystem *system, const Instruction *instruction);

/* The instructions that may still be executed by an actor, a bit each: the next one included. */
static uint32_t to_come(const RandomSystem *system, uint32_t actor, uint8_t pc, Stops *stops)
{
    const Instruction *program = system->program[actor];
    uint32_t reached = 1u << pc, before = 0;
    while (reached != before) {
        before = reached;
        for (uint8_t i = 0; i < RANDOM_LENGTH - 1; i++) {
            if (!(reached >> i & 1) || stops(system, &program[i])) continue;
            reached |= 1u << (i + 1);
            if (program[i].operation == CAS || program[i].operation == BRANCH)
                reached |= 1u << program[i].target;
        }
    }
    return reached;
}

/* As long as there are grounds nobody comes past this. */
static bool waits_for_ever(const RandomSystem *system, const Instruction *i)
{
    return system->may_lose_grounds && i->operation == AWAIT && i->cell == system->grounds &&
           i->value == VALUES - 1;
}

static bool overwrites(const RandomSystem *system, const Instruction *instruction)
{
    (void)system;
    return instruction->operation == READ;
}

/* What an actor may still do to a cell. */
static uint32_t touch_to_come(const RandomSystem *system, const World *w, uint32_t actor,
                              uint8_t cell)
{
    const Instruction *program = system->program[actor];
    uint32_t reached = to_come(system, actor, w->process[actor].pc, waits_for_ever), does = 0;
    for (uint8_t i = 0; i < RANDOM_LENGTH; i++)
        if (reached >> i & 1 && program[i].cell == cell) does |= touch(&program[i]);
    return does;
}

static bool safe(const void *context, const uint8_t *state, void *memory, uint32_t *ret_actors)
{
    const RandomSystem *system = context;
    const World *w = (const World *)state;
    (void)memory;
    *ret_actors = 0;
    if (w->cell[system->grounds] == VALUES - 1 && system->may_lose_grounds) return false;
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        const Instruction *now = &system->program[actor][w->process[actor].pc];
        uint32_t does = touch(now), others = 0;
        for (uint32_t other = 0; other < system->actors; other++)
            if (other != actor) others |= touch_to_come(system, w, other, now->cell);
        bool conflicts = (does & CHANGES && others) || (does && others & CHANGES);
        if (!conflicts) *ret_actors |= 1u << actor;
    }
    return true;
}

/* -------- what is never read again -------- */

static void forget(const void *context, uint8_t *state, uint32_t actor)
{
    const RandomSystem *system = context;
    struct Process *p = &((World *)state)->process[actor];
    const Instruction *program = system->program[actor];
    uint32_t reached = to_come(system, actor, p->pc, overwrites);
    for (uint8_t i = 0; i < RANDOM_LENGTH; i++)
        if (reached >> i & 1 && (program[i].operation == WRITE || program[i].operation == ASSERT))
            return;
    p->seen = 0;
}

/* -------- checks -------- */

static bool excluded(const void *context, const uint8_t *state)
{
    const Exclusion *e = context;
    const World *w = (const World *)state;
    return w->cell[e->cell[0]] != e->value[0] || w->cell[e->cell[1]] != e->value[1];
}

/* A cell with a value that is not excluded may come to have it, and the reverse. */
static Notice exclusion_sees(const void *context, const uint8_t *before, const uint8_t *after,
                             uint32_t actor)
{
    const Exclusion *e = context;
    const World *a = (const World *)before, *b = (const World *)after;
    Notice notice = NOTICES_NOTHING;
    (void)actor;
    for (uint32_t i = 0; i < 2; i++) {
        bool was = a->cell[e->cell[i]] == e->value[i], is = b->cell[e->cell[i]] == e->value[i];
        if (was && !is) return MAY_CHANGE;
        if (is && !was) notice = MAY_BREAK;
    }
    return notice;
}

/* Could it be that both cells have their values afterwards, and not before? */
static bool exclusion_breaks(const void *context, const uint8_t *before, const uint8_t *after,
                             const uint64_t *known)
{
    const Exclusion *e = context;
    const World *a = (const World *)before, *b = (const World *)after;
    bool arrives = false;
    for (uint32_t i = 0; i < 2; i++) {
        uint8_t cell = e->cell[i], value = e->value[i];
        if (!(known[0] >> cell & 1)) continue;
        if (b->cell[cell] != value) return false;
        arrives |= a->cell[cell] != value;
    }
    return arrives;
}

static void exclusion_watches(const void *context, uint64_t *bytes)
{
    const Exclusion *e = context;
    for (uint32_t i = 0; i < 2; i++)
        bytes[0] |= UINT64_C(1) << e->cell[i];
}

/* -------- making one -------- */

static uint8_t below(Random *random, uint32_t bound)
{
    return (uint8_t)random_below(random, bound);
}

static Instruction random_instruction(Random *random)
{
    return (Instruction){.operation = below(random, END),
                         .cell = below(random, RANDOM_CELLS),
                         .value = below(random, VALUES),
                         .other = below(random, VALUES),
                         .target = below(random, RANDOM_LENGTH)};
}

static Check random_check(Random *random, Exclusion *exclusion, const char *name)
{
    for (uint32_t i = 0; i < 2; i++) {
        exclusion->cell[i] = below(random, RANDOM_CELLS);
        exclusion->value[i] = (uint8_t)(1 + below(random, VALUES - 1));
    }
    return (Check){.kind = CHECK_ALWAYS,
                   .name = name,
                   .text = "not both cells have these values",
                   .holds = excluded,
                   .context = exclusion,
                   .sees = exclusion_sees,
                   .watches = exclusion_watches,
                   .breaks = exclusion_breaks};
}

void random_system(RandomSystem *system, uint64_t seed)
{
    static const char *const names[RANDOM_CHECKS] = {"first", "second"};
    Random random = {.seed = seed};
    memset(system, 0, sizeof(*system));
    system->actors = 2 + random_below(&random, RANDOM_ACTORS - 1);
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        for (uint32_t i = 0; i < RANDOM_LENGTH - 1; i++)
            system->program[actor][i] = random_instruction(&random);
        system->program[actor][RANDOM_LENGTH - 1].operation = END;
    }
    for (uint32_t i = 0; i < RANDOM_CHECKS; i++)
        system->checks[i] = random_check(&random, &system->exclusion[i], names[i]);
    system->subject = (Subject){.version = SUBJECT_VERSION,
                                .name = "random",
                                .context = system,
                                .state_size = sizeof(World),
                                .initial_count = 1 + random_below(&random, 2),
                                .actor_count = system->actors,
                                .actors = actors,
                                .step_count = OPERATIONS,
                                .steps = steps,
                                .message_count = 1,
                                .messages = messages,
                                .initial = initial,
                                .attempt = attempt,
                                .tells_footprint = true,
                                .may_rest = may_rest,
                                .safe = safe,
                                .forget = forget};
    /* Half of the systems have no invariant, or few would be searched to the end. */
    system->question = (Question){.subject = &system->subject,
                                  .check_count = random_below(&random, 2) ? RANDOM_CHECKS : 0,
                                  .checks = system->checks};
}

void random_equals(RandomSystem *system, uint64_t seed)
{
    random_system(system, seed);
    for (uint32_t actor = 1; actor < system->actors; actor++)
        memcpy(system->program[actor], system->program[0], sizeof system->program[0]);
}
