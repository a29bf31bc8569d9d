/* A tiny subject for tests: two actors run one short program each on a shared counter.
 *
 * Programs are lists of steps, so a changed model is another list.  The world of two actors that
 * read, then write, loses an update; with LOCK and UNLOCK around it does not.
 */
#ifndef CHECKER_TRACE_TINY_H
#define CHECKER_TRACE_TINY_H

#include "checker/search/search.h"

#include <string.h>

enum { TINY_READ, TINY_WRITE, TINY_ADD, TINY_LOCK, TINY_UNLOCK, TINY_LOG, TINY_THROW, TINY_END };

typedef struct TinyWorld {
    uint8_t counter, lock; /* lock: who holds it, 1 or 2 */
    uint8_t pc[2], seen[2];
} TinyWorld;

static const SubjectStep tiny_steps[] = {
    [TINY_READ] = {"READ", "add", "seen = counter", false},
    [TINY_WRITE] = {"WRITE", "add", "counter = seen + 1", false},
    [TINY_ADD] = {"ADD", "add", "counter++", false},
    [TINY_LOCK] = {"LOCK", "lock", "lock == nil; lock = self", true},
    [TINY_UNLOCK] = {"UNLOCK", "lock", "lock = nil", false},
    [TINY_LOG] = {"LOG", "add", "print(seen)", false},
    [TINY_THROW] = {"THROW", "add", "throw", false},
    [TINY_END] = {"END", "end", "done", true},
};

static const char *const tiny_actors[] = {"p1", "p2"};
static const char *const tiny_messages[] = {"lost count"};
static const char *const tiny_holders[] = {"nil", "p1", "p2"};
static const ValueKind tiny_number = {.name = "number"};
static const ValueKind tiny_holder = {"holder", tiny_holders, 3, false};
static const Field tiny_fields[] = {
    {"shared", 0, "counter", "what is counted", &tiny_number, offsetof(TinyWorld, counter), 1,
     false},
    {"shared", 0, "lock", "who holds it", &tiny_holder, offsetof(TinyWorld, lock), 1, false},
    {"p", 1, "seen", "what it read", &tiny_number, offsetof(TinyWorld, seen[0]), 1, false},
    {"p", 2, "seen", "what it read", &tiny_number, offsetof(TinyWorld, seen[1]), 1, false},
    {"p", 1, "pc", "where it is", &tiny_number, offsetof(TinyWorld, pc[0]), 1, true},
    {"p", 2, "pc", "where it is", &tiny_number, offsetof(TinyWorld, pc[1]), 1, true},
};

static inline void tiny_initial(const void *program, uint32_t index, uint8_t *state)
{
    (void)program, (void)index;
    memset(state, 0, sizeof(TinyWorld));
}

static inline Outcome tiny_act(TinyWorld *w, uint32_t self, uint8_t step)
{
    switch (step) {
    case TINY_READ:
        w->seen[self] = w->counter;
        return RAN;
    case TINY_WRITE:
        w->counter = (uint8_t)(w->seen[self] + 1);
        return RAN;
    case TINY_ADD:
        w->counter++;
        return RAN;
    case TINY_LOCK:
        if (w->lock) return BLOCKED;
        w->lock = (uint8_t)(self + 1);
        return RAN;
    case TINY_UNLOCK:
        w->lock = 0;
        return RAN;
    case TINY_LOG:
        return RAN;
    case TINY_THROW:
        return w->counter == 1 ? THREW : RAN;
    default:
        return BLOCKED;
    }
}

static inline Outcome tiny_attempt(const void *program, uint8_t *state, Attempt *attempt)
{
    TinyWorld *w = (TinyWorld *)state;
    uint8_t step = ((const uint8_t *)program)[w->pc[attempt->actor]];
    attempt->step = step;
    attempt->choices = 1;
    attempt->message = 0;
    Outcome outcome = tiny_act(w, attempt->actor, step);
    if (outcome != BLOCKED) w->pc[attempt->actor]++;
    if (attempt->read && step == TINY_LOCK)
        attempt->read[0] |= UINT64_C(1) << offsetof(TinyWorld, lock);
    return outcome;
}

static inline bool tiny_may_rest(const void *program, const uint8_t *state, uint32_t actor)
{
    return ((const uint8_t *)program)[((const TinyWorld *)state)->pc[actor]] == TINY_END;
}

/* Both have written: then both must have been counted. */
static inline bool tiny_counts(const void *program, const uint8_t *state)
{
    const TinyWorld *w = (const TinyWorld *)state;
    bool done = tiny_may_rest(program, state, 0) && tiny_may_rest(program, state, 1);
    return !done || w->counter == 2;
}

static const Predicate tiny_predicates[] = {
    {"counts", "done implies shared.counter == 2", tiny_counts, NULL, NULL, NULL}};

/* The subject whose actors both run `program`, which ends in TINY_END and outlives it. */
static inline Subject tiny_subject(const uint8_t *program)
{
    return (Subject){.version = SUBJECT_VERSION,
                     .name = "tiny",
                     .context = program,
                     .state_size = sizeof(TinyWorld),
                     .initial_count = 1,
                     .actor_count = 2,
                     .actors = tiny_actors,
                     .step_count = sizeof tiny_steps / sizeof *tiny_steps,
                     .steps = tiny_steps,
                     .message_count = 1,
                     .messages = tiny_messages,
                     .field_count = sizeof tiny_fields / sizeof *tiny_fields,
                     .fields = tiny_fields,
                     .predicate_count = 1,
                     .predicates = tiny_predicates,
                     .initial = tiny_initial,
                     .attempt = tiny_attempt,
                     .may_rest = tiny_may_rest};
}

#define TINY_PROGRAM(name, ...) static const uint8_t name[] = {__VA_ARGS__, TINY_END}

#endif
