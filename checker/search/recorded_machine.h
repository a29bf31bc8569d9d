/* A subject for tests of the recording: a machine at random, of any state size.
 *
 * Each actor has a byte of its own that says where it is.  From there it reads a chain of bytes,
 * each of which says which is next; the last decides whether it is blocked, runs or throws.
 * Running, it writes a few bytes without having read them.  Everything follows from hashes, so the
 * machine needs no table.  It counts the attempts made, and can be told to lie.
 */
#ifndef CHECKER_RECORDED_MACHINE_H
#define CHECKER_RECORDED_MACHINE_H

#include "checker/search/random.h"
#include "checker/search/search.h"

#include <string.h>

#define MACHINE_ACTORS 3
#define MACHINE_VALUES 3 /* of a byte */
#define MACHINE_STEPS 5

typedef enum MachineLie { HONEST, HIDES_A_READ, HIDES_A_WRITE } MachineLie;

typedef struct Machine {
    uint32_t size; /* of a state */
    uint64_t seed;
    MachineLie lie;
    atomic_uint_fast64_t attempts;
    Subject subject;
    Question question;
} Machine;

static const char *const machine_actors[MACHINE_ACTORS] = {"a", "b", "c"};
static const char *const machine_messages[] = {"none", "one", "two"};
static const SubjectStep machine_steps[MACHINE_STEPS] = {
    {"ZERO", "machine", "", true},  {"ONE", "machine", "", true},  {"TWO", "machine", "", true},
    {"THREE", "machine", "", true}, {"FOUR", "machine", "", true},
};

static inline uint32_t machine_hash(uint64_t seed, uint64_t value, uint32_t below)
{
    return (uint32_t)(random_mix(seed * UINT64_C(0x9e3779b97f4a7c15) + value) >> 32) % below;
}

static inline void machine_mark(uint64_t *bytes, uint32_t at)
{
    if (bytes) bytes[at / 64] |= UINT64_C(1) << at % 64;
}

/* Where an actor's own byte lies; actors share one if the state is very short. */
static inline uint32_t machine_own(const Machine *machine, uint32_t actor)
{
    return actor * (machine->size / MACHINE_ACTORS + 1) % machine->size;
}

/* What the chain of reads from here on amounts to. */
static inline uint64_t machine_read(const Machine *machine, const uint8_t *state,
                                    const Attempt *attempt)
{
    uint32_t own = machine_own(machine, attempt->actor);
    uint64_t seen = machine->seed + 1 + attempt->actor * 64 + state[own];
    uint32_t length = machine_hash(seen, 77, 5);
    machine_mark(attempt->own, own);
    for (uint32_t i = 0; i < length; i++) {
        uint32_t at = machine_hash(seen, i, machine->size);
        bool tells = machine->lie != HIDES_A_READ || i > 0;
        if (tells) machine_mark(attempt->read, at);
        seen = seen * 31 + state[at] + 1;
    }
    return seen;
}

static inline Outcome machine_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    Machine *machine = (Machine *)context; /* to count: nothing depends on it */
    machine->attempts++;
    uint64_t seen = machine_read(machine, state, attempt);
    attempt->step = machine_hash(seen, 1, MACHINE_STEPS);
    attempt->choices = 1 + machine_hash(seen, 2, 3);
    attempt->message = machine_hash(seen, 3 + attempt->choice, 3);
    uint32_t luck = machine_hash(seen, 99, 20);
    if (luck < 4) return BLOCKED;
    if (luck == 4) return THREW;
    uint32_t writes = machine_hash(seen, 5, 4); /* none: it spins */
    for (uint32_t i = 0; i < writes; i++) {
        uint32_t at = i == 0 ? machine_own(machine, attempt->actor)
                             : machine_hash(seen, 8 + 2 * i, machine->size);
        if (machine->lie != HIDES_A_WRITE || i > 0) machine_mark(attempt->wrote, at);
        state[at] = (uint8_t)machine_hash(seen, 9 + 2 * i + 100 * attempt->choice, MACHINE_VALUES);
    }
    /* Whoever hides that it writes does not say either that the byte is its own. */
    if (machine->lie == HIDES_A_WRITE && attempt->own) memset(attempt->own, 0, 8);
    return RAN;
}

static inline void machine_initial(const void *context, uint32_t index, uint8_t *state)
{
    const Machine *machine = context;
    for (uint32_t at = 0; at < machine->size; at++)
        state[at] = (uint8_t)machine_hash(machine->seed, 1000 * index + at, MACHINE_VALUES);
}

static inline bool machine_may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context;
    (void)state;
    (void)actor;
    return true;
}

/* The machine must stay where it is. */
static inline void machine_init(Machine *machine, uint32_t size, uint64_t seed)
{
    *machine = (Machine){.size = size, .seed = seed * 1000003};
    machine->subject = (Subject){.version = SUBJECT_VERSION,
                                 .name = "machine",
                                 .context = machine,
                                 .state_size = size,
                                 .initial_count = 2,
                                 .actor_count = MACHINE_ACTORS,
                                 .actors = machine_actors,
                                 .step_count = MACHINE_STEPS,
                                 .steps = machine_steps,
                                 .message_count = 3,
                                 .messages = machine_messages,
                                 .initial = machine_initial,
                                 .attempt = machine_attempt,
                                 .tells_footprint = true,
                                 .may_rest = machine_may_rest};
    machine->question = (Question){.subject = &machine->subject};
}

#endif
