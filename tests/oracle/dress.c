#include "tests/oracle/dress.h"

#include <string.h>

static void take_off(const Dress *dress, const uint8_t *state, uint8_t *ret_bare)
{
    for (uint32_t i = 0; i < RANDOM_SIZE; i++)
        ret_bare[i] = state[dress->place[i][0]];
}

static void put_on(const Dress *dress, const uint8_t *bare, uint8_t *state)
{
    for (uint32_t i = 0; i < RANDOM_SIZE; i++)
        for (uint32_t k = 0; k < dress->copies[i]; k++)
            state[dress->place[i][k]] = bare[i];
}

/* The same bytes in a bit set over the dressed state. */
static void spread(const Dress *dress, uint64_t bare, uint64_t *bytes)
{
    for (uint32_t i = 0; i < RANDOM_SIZE; i++)
        for (uint32_t k = 0; bare >> i & 1 && k < dress->copies[i]; k++)
            bytes[dress->place[i][k] / 64] |= UINT64_C(1) << dress->place[i][k] % 64;
}

/* -------- the subject -------- */

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    const Dress *dress = context;
    uint8_t bare[RANDOM_SIZE];
    memcpy(state, dress->filling, dress->subject.state_size);
    dress->bare_subject->initial(dress->bare_subject->context, index, bare);
    put_on(dress, bare, state);
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Dress *dress = context;
    uint8_t bare[RANDOM_SIZE];
    uint64_t read = 0, wrote = 0, own = 0;
    Attempt inner = *attempt;
    if (attempt->read) inner.read = &read, inner.wrote = &wrote;
    if (attempt->own) inner.own = &own;
    take_off(dress, state, bare);
    Outcome outcome = dress->bare_subject->attempt(dress->bare_subject->context, bare, &inner);
    if (outcome != BLOCKED) put_on(dress, bare, state);
    if (attempt->read) {
        spread(dress, read, attempt->read);
        spread(dress, wrote, attempt->wrote);
    }
    if (attempt->own) spread(dress, own, attempt->own);
    attempt->step = inner.step;
    attempt->choices = inner.choices;
    attempt->message = inner.message;
    return outcome;
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    const Dress *dress = context;
    uint8_t bare[RANDOM_SIZE];
    take_off(dress, state, bare);
    return dress->bare_subject->may_rest(dress->bare_subject->context, bare, actor);
}

static bool safe(const void *context, const uint8_t *state, void *memory, uint32_t *ret_actors)
{
    const Dress *dress = context;
    uint8_t bare[RANDOM_SIZE];
    take_off(dress, state, bare);
    return dress->bare_subject->safe(dress->bare_subject->context, bare, memory, ret_actors);
}

static void forget(const void *context, uint8_t *state, uint32_t actor)
{
    const Dress *dress = context;
    uint8_t bare[RANDOM_SIZE];
    take_off(dress, state, bare);
    dress->bare_subject->forget(dress->bare_subject->context, bare, actor);
    put_on(dress, bare, state);
}

static void canonicalise(const void *context, uint8_t *state)
{
    const Dress *dress = context;
    uint8_t bare[RANDOM_SIZE];
    take_off(dress, state, bare);
    dress->bare->symmetry->canonicalise(dress->bare->symmetry->context, bare);
    put_on(dress, bare, state);
}

/* -------- the checks -------- */

static bool holds(const void *context, const uint8_t *state)
{
    const Worn *worn = context;
    uint8_t bare[RANDOM_SIZE];
    take_off(worn->dress, state, bare);
    return worn->bare->holds(worn->bare->context, bare);
}

static Notice sees(const void *context, const uint8_t *before, const uint8_t *after, uint32_t actor)
{
    const Worn *worn = context;
    uint8_t bare_before[RANDOM_SIZE], bare_after[RANDOM_SIZE];
    take_off(worn->dress, before, bare_before);
    take_off(worn->dress, after, bare_after);
    return worn->bare->sees(worn->bare->context, bare_before, bare_after, actor);
}

static void watches(const void *context, uint64_t *bytes)
{
    const Worn *worn = context;
    uint64_t bare = 0;
    worn->bare->watches(worn->bare->context, &bare);
    spread(worn->dress, bare, bytes);
}

/* A byte of the bare state is where its first copy is. */
static bool breaks(const void *context, const uint8_t *before, const uint8_t *after,
                   const uint64_t *known)
{
    const Worn *worn = context;
    uint8_t bare_before[RANDOM_SIZE], bare_after[RANDOM_SIZE];
    uint64_t bare_known = 0;
    take_off(worn->dress, before, bare_before);
    take_off(worn->dress, after, bare_after);
    for (uint32_t i = 0; i < RANDOM_SIZE; i++) {
        uint32_t place = worn->dress->place[i][0];
        bare_known |= (known[place / 64] >> place % 64 & 1) << i;
    }
    return worn->bare->breaks(worn->bare->context, bare_before, bare_after, &bare_known);
}

/* -------- at random -------- */

/* Short, cut into leaves, and into so many that they become pairs. */
static uint32_t random_size(Random *random)
{
    static const uint16_t least[] = {RANDOM_SIZE, 33, 130, 390},
                          most[] = {32, 80, 260, DRESS_LONGEST};
    uint32_t kind = random_below(random, 4);
    return least[kind] + random_below(random, 1u + most[kind] - least[kind]);
}

static void choose_places(Dress *dress, uint32_t size, Random *random)
{
    bool taken[DRESS_LONGEST] = {false};
    for (uint32_t i = 0; i < RANDOM_SIZE; i++) {
        dress->copies[i] = size > 32 ? 1 + random_below(random, DRESS_COPIES) : 1;
        for (uint32_t k = 0; k < dress->copies[i]; k++) {
            uint32_t place = random_below(random, size);
            while (taken[place])
                place = (place + 1) % size;
            taken[place] = true;
            dress->place[i][k] = (uint16_t)place;
        }
    }
}

/* How many there are; the first begins at 0. */
static uint32_t choose_objects(Dress *dress, uint32_t size, Random *random)
{
    uint32_t count = random_below(random, DRESS_OBJECTS + 1), begin = 0, found = 0;
    while (found < count && begin < size) {
        dress->objects[found++] = (uint16_t)begin;
        begin += 1 + random_below(random, size / count + 1);
    }
    return found;
}

static void make_fields(Dress *dress)
{
    static const ValueKind number = {.name = "number"};
    for (uint32_t i = 0; i < RANDOM_SIZE; i++)
        dress->fields[i] = (Field){.object = "byte",
                                   .index = i + 1,
                                   .member = "value",
                                   .meaning = "of the bare state",
                                   .kind = &number,
                                   .offset = dress->place[i][0],
                                   .size = 1};
}

static void dress_checks(Dress *dress, Random *random)
{
    for (uint32_t i = 0; i < dress->bare->check_count; i++) {
        const Check *bare = &dress->bare->checks[i];
        dress->worn[i] = (Worn){dress, bare};
        dress->checks[i] = (Check){bare->kind,      bare->name, bare->text, holds,
                                   &dress->worn[i], sees,       watches,    breaks};
        if (!bare->watches) dress->checks[i].watches = NULL;
        if (random_below(random, 6) == 0) dress->checks[i].sees = NULL;
        if (!bare->breaks || random_below(random, 4) == 0) dress->checks[i].breaks = NULL;
    }
}

void dress(Dress *dress, const Question *bare, Random *random)
{
    uint32_t size = random_size(random);
    memset(dress, 0, sizeof *dress);
    dress->bare = bare;
    dress->bare_subject = bare->subject;
    choose_places(dress, size, random);
    for (uint32_t i = 0; i < size; i++)
        dress->filling[i] = (uint8_t)random_below(random, 256);
    dress->subject = *bare->subject;
    dress->subject.context = dress;
    dress->subject.state_size = size;
    dress->subject.object_count = choose_objects(dress, size, random);
    dress->subject.objects = dress->objects;
    make_fields(dress);
    dress->subject.field_count = RANDOM_SIZE;
    dress->subject.fields = dress->fields;
    dress->subject.initial = initial;
    dress->subject.attempt = attempt;
    dress->subject.may_rest = may_rest;
    dress->subject.safe = safe;
    dress->subject.forget = forget;
    dress_checks(dress, random);
    dress->question = *bare;
    dress->question.subject = &dress->subject;
    dress->question.checks = dress->checks;
    if (!bare->symmetry) return;
    dress->symmetry = (Symmetry){canonicalise, dress, bare->symmetry->actors};
    dress->question.symmetry = &dress->symmetry;
}
