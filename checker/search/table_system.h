/* Subjects for the engine's own tests: small systems given as tables, by hand or at random.
 *
 * One byte of state is the row.  What an actor does in a row is a cell: the step it is at, and for
 * each choice what comes of it.
 */
#ifndef CHECKER_TABLE_SYSTEM_H
#define CHECKER_TABLE_SYSTEM_H

#include "checker/search/search.h"

#define TABLE_ROWS 16
#define TABLE_ACTORS 3
#define TABLE_CHOICES 2
#define TABLE_STEPS 4
#define TABLE_MESSAGES 2

typedef struct TableCell {
    uint8_t step;
    uint8_t choices;
    Outcome outcome[TABLE_CHOICES]; /* BLOCKED in all or none */
    uint8_t to[TABLE_CHOICES];      /* the next row */
    uint8_t message[TABLE_CHOICES];
} TableCell;

typedef struct TableSystem {
    uint32_t rows, actors, initials;
    uint8_t initial[TABLE_ROWS];
    TableCell cell[TABLE_ROWS][TABLE_ACTORS];
    uint32_t may_rest[TABLE_ROWS]; /* bit set of actors */
    uint32_t bad[2];               /* bit sets of rows: where each invariant is false */
    /* Filled in by table_subject. */
    Subject subject;
    Check checks[2];
    Question question;
} TableSystem;

/* Neither actors nor steps are in the order of their names. */
static const char *const table_actors[TABLE_ACTORS] = {"mid", "low", "top"};
static const SubjectStep table_steps[TABLE_STEPS] = {
    {"STEP_C", "procedure", "", true},
    {"STEP_A", "procedure", "", true},
    {"STEP_D", "procedure", "", true},
    {"STEP_B", "procedure", "", true},
};
static const char *const table_messages[TABLE_MESSAGES] = {"out of luck", "out of mind"};

static inline void table_initial(const void *context, uint32_t index, uint8_t *state)
{
    const TableSystem *system = context;
    state[0] = system->initial[index];
}

static inline Outcome table_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const TableSystem *system = context;
    const TableCell *cell = &system->cell[state[0]][attempt->actor];
    attempt->step = cell->step;
    attempt->choices = cell->choices;
    attempt->message = cell->message[attempt->choice];
    Outcome outcome = cell->outcome[attempt->choice];
    if (outcome == RAN) state[0] = cell->to[attempt->choice];
    return outcome;
}

static inline bool table_may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    const TableSystem *system = context;
    return system->may_rest[state[0]] >> actor & 1;
}

static inline bool table_first_holds(const void *context, const uint8_t *state)
{
    const TableSystem *system = context;
    return !(system->bad[0] >> state[0] & 1);
}

static inline bool table_second_holds(const void *context, const uint8_t *state)
{
    const TableSystem *system = context;
    return !(system->bad[1] >> state[0] & 1);
}

/* Make the tables a subject with two invariants; the system must stay where it is. */
static inline void table_subject(TableSystem *system)
{
    system->subject = (Subject){
        .version = SUBJECT_VERSION,
        .name = "table",
        .context = system,
        .state_size = 1,
        .initial_count = system->initials,
        .actor_count = system->actors,
        .actors = table_actors,
        .step_count = TABLE_STEPS,
        .steps = table_steps,
        .message_count = TABLE_MESSAGES,
        .messages = table_messages,
        .initial = table_initial,
        .attempt = table_attempt,
        .may_rest = table_may_rest,
    };
    system->checks[0] =
        (Check){CHECK_ALWAYS, "first", "", table_first_holds, system, NULL, NULL, NULL};
    system->checks[1] =
        (Check){CHECK_ALWAYS, "second", "", table_second_holds, system, NULL, NULL, NULL};
    system->question = (Question){.subject = &system->subject, .check_count = 2};
    system->question.checks = system->checks;
}

/* -------- at random -------- */

/* SplitMix64; the tests need variety, not the checker's own generator. */
static inline uint32_t table_random(uint64_t *random, uint32_t below)
{
    uint64_t bits = *random += UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((bits ^ bits >> 31) >> 32) % below;
}

/* Most moves lead a little further, so that rows far from the start are far away. */
static inline uint8_t table_random_target(uint64_t *random, uint32_t rows, uint32_t row)
{
    if (table_random(random, 16) == 0) return (uint8_t)table_random(random, rows);
    return (uint8_t)((row + table_random(random, 3)) % rows);
}

static inline TableCell table_random_cell(uint64_t *random, uint32_t rows, uint32_t row)
{
    TableCell cell = {.step = (uint8_t)table_random(random, TABLE_STEPS)};
    cell.choices = (uint8_t)(1 + table_random(random, TABLE_CHOICES));
    bool blocked = table_random(random, 100) < 40;
    for (uint32_t choice = 0; choice < cell.choices; choice++) {
        bool throws = table_random(random, 100) < 1;
        cell.outcome[choice] = blocked ? BLOCKED : throws ? THREW : RAN;
        cell.to[choice] = table_random_target(random, rows, row);
        cell.message[choice] = (uint8_t)table_random(random, TABLE_MESSAGES);
    }
    return cell;
}

static inline void table_random_system(TableSystem *system, uint64_t seed)
{
    uint64_t random = seed;
    *system = (TableSystem){
        .rows = 2 + table_random(&random, TABLE_ROWS - 1),
        .actors = 1 + table_random(&random, TABLE_ACTORS),
        .initials = 1 + table_random(&random, 3),
    };
    for (uint32_t i = 0; i < system->initials; i++)
        system->initial[i] = (uint8_t)(table_random(&random, system->rows) / 4);
    for (uint32_t row = 0; row < system->rows; row++) {
        for (uint32_t actor = 0; actor < system->actors; actor++)
            system->cell[row][actor] = table_random_cell(&random, system->rows, row);
        /* Mostly everybody may rest, or deadlocks would outshine all else. */
        system->may_rest[row] = table_random(&random, 16) ? UINT32_MAX : table_random(&random, 8);
        for (uint32_t check = 0; check < 2; check++)
            system->bad[check] |= (uint32_t)(table_random(&random, 2 * TABLE_ROWS) < row / 2)
                                  << row;
    }
    table_subject(system);
}

/* The second predicate is the goal; `failures` leaves the system its own ways to fail. */
static inline void table_random_goal_system(TableSystem *system, uint64_t seed, bool failures,
                                            CheckKind kind)
{
    uint64_t random = ~seed;
    table_random_system(system, seed);
    system->bad[1] = 0;
    for (uint32_t row = 0; row < system->rows; row++) {
        system->bad[1] |= (uint32_t)(table_random(&random, 100) < 80) << row;
        for (uint32_t actor = 0; actor < system->actors && !failures; actor++)
            for (uint32_t choice = 0; choice < TABLE_CHOICES; choice++)
                if (system->cell[row][actor].outcome[choice] == THREW)
                    system->cell[row][actor].outcome[choice] = RAN;
        if (failures) continue;
        system->may_rest[row] = UINT32_MAX;
        system->bad[0] = 0;
    }
    system->checks[1].kind = kind;
}

#endif
