#include "tests/oracle/random_system.h"

#include "checker/search/random.h"

#include <string.h>

#define VALUES 3 /* of a cell */

enum { READ, WRITE, ADD, CAS, ACQUIRE, RELEASE, AWAIT, SPIN, BRANCH, ASSERT, END, OPERATIONS };
static const SubjectStep steps[OPERATIONS] = {
    [READ] = {"READ", "program", "seen = cell", false},
    [WRITE] = {"WRITE", "program", "cell = seen", false},
    [ADD] = {"ADD", "program", "cell = (cell + 1) % 3", false},
    [CAS] = {"CAS", "program", "cell == value ? cell = other : goto target", false},
    [ACQUIRE] = {"ACQUIRE", "program", "cell == 0: cell = 1", true},
    [RELEASE] = {"RELEASE", "program", "cell = 0", false},
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

static Outcome go(struct Process *p, uint8_t pc)
{
    p->pc = pc;
    return RAN;
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

static bool excluded(const void *context, const uint8_t *state)
{
    const Exclusion *e = context;
    const World *w = (const World *)state;
    return w->cell[e->cell[0]] != e->value[0] || w->cell[e->cell[1]] != e->value[1];
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
    return (Check){CHECK_ALWAYS, name, "not both cells have these values", excluded, exclusion, NULL};
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
                                .may_rest = may_rest};
    /* Half of the systems have no invariant, or few would be searched to the end. */
    system->question = (Question){.subject = &system->subject,
                                  .check_count = random_below(&random, 2) ? RANDOM_CHECKS : 0,
                                  .checks = system->checks};
}
