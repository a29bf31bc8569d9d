/* What the small models in this folder share: doors, choices, parameters and the paperwork.
 *
 * A model is one C file: an enum of steps, a World of plain bytes, one switch per process.  Nothing
 * here is needed to write a model, only checker/subject.h is; it saves repeating the same thirty
 * lines in each file.  Copy what you like.
 */
#ifndef EXAMPLES_EXAMPLE_H
#define EXAMPLES_EXAMPLE_H

#include "checker/subject.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PARAMETERS 4
#define MAX_FIELDS 160
#define MAX_STEPS 24
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* What a shared object exports; a model that is linked into a program with others needs the name.
 */
const Subject *checker_subject(const char *const *parameters, const char **ret_error);

/* -------- taking a step -------- */

/* One attempt under way. */
typedef struct Step {
    uint8_t *state;
    uint8_t *pc; /* of the process that attempts it; also the index of the step in the table */
    Attempt *attempt;
} Step;

static inline void mark(uint64_t *footprint, size_t byte)
{
    if (footprint) footprint[byte / 64] |= UINT64_C(1) << byte % 64;
}

static inline Step step_begin(uint8_t *state, uint8_t *pc, Attempt *attempt)
{
    attempt->step = *pc;
    attempt->choices = 1;
    mark(attempt->own, (size_t)(pc - state));
    return (Step){.state = state, .pc = pc, .attempt = attempt};
}

/* Bytes that nobody but this process touches, and that need no door. */
static inline void step_owns(const Step *s, const void *begin, size_t size)
{
    for (size_t i = 0; s->attempt->own && i < size; i++)
        mark(s->attempt->own, (size_t)((const uint8_t *)begin - s->state) + i);
}

static inline Outcome next(Step *s, uint8_t pc)
{
    *s->pc = pc;
    return RAN;
}

/* The two doors to shared bytes: each leaves its mark in the footprint. */
static inline uint8_t load(Step *s, const uint8_t *cell)
{
    mark(s->attempt->read, (size_t)(cell - s->state));
    return *cell;
}

static inline void store(Step *s, uint8_t *cell, uint8_t value)
{
    mark(s->attempt->wrote, (size_t)(cell - s->state));
    *cell = value;
}

/* Guarded alternatives: bit i of `enabled` says that alternative i may be taken.  Answers the one
 * that this attempt asks for, or NONE_ENABLED, and then the step is BLOCKED. */
#define NONE_ENABLED UINT32_MAX
static inline uint32_t choose(Step *s, uint32_t enabled)
{
    if (enabled == 0) return NONE_ENABLED;
    s->attempt->choices = (uint32_t)__builtin_popcount(enabled);
    assert(s->attempt->choice < s->attempt->choices);
    for (uint32_t skip = s->attempt->choice; skip > 0; skip--)
        enabled &= enabled - 1;
    return (uint32_t)__builtin_ctz(enabled);
}

/* -------- being a subject -------- */

/* One NAME=VALUE that the model understands. */
typedef struct Parameter {
    const char *name;
    uint32_t usual, least, most;
} Parameter;

/* A subject and what it points into. */
typedef struct Model {
    Subject subject;
    uint32_t value[MAX_PARAMETERS]; /* in the order of the model's parameter table */
    ValueKind pc_kind;
    const char *pc_names[MAX_STEPS];
    uint32_t pc_count; /* how many fields are of kind pc_kind, and where */
    uint16_t pc_offset[SUBJECT_MAX_ACTORS];
    uint32_t critical; /* locks: the step that is the critical section */
    uint32_t safe;     /* bit set: steps that are safe wherever they are taken (Subject.safe) */
    /* Is the next step of `self` safe in this state, whatever `safe` says?  NULL: no. */
    bool (*is_safe)(const void *context, const uint8_t *state, uint32_t self);
    Field fields[MAX_FIELDS];
    uint32_t field_count;
    struct Model *older;
} Model;

static const char *const process_names[] = {"p1", "p2", "p3", "p4",  "p5",  "p6",
                                            "p7", "p8", "p9", "p10", "p11", "p12"};
static const ValueKind number_kind = {.name = "number"};

/* Find which parameter `given` sets, and to what.  False if none, or out of range. */
static inline bool parameter_read(const char *given, const Parameter *known, uint32_t count,
                                  uint32_t *value)
{
    for (uint32_t i = 0; i < count; i++) {
        size_t length = strlen(known[i].name);
        if (strncmp(given, known[i].name, length) != 0 || given[length] != '=') continue;
        char *end;
        unsigned long number = strtoul(given + length + 1, &end, 10);
        if (end == given + length + 1 || *end != '\0') return false;
        if (number < known[i].least || number > known[i].most) return false;
        value[i] = (uint32_t)number;
        return true;
    }
    return false;
}

/* "n=9": this model takes n=2..5, max=1..254 */
static inline const char *parameter_error(const char *given, const Parameter *known, size_t count)
{
    static char error[256];
    size_t length = (size_t)snprintf(error, sizeof(error), "\"%.100s\": this model takes", given);
    for (size_t i = 0; i < count && length < sizeof(error); i++)
        length += (size_t)snprintf(error + length, sizeof(error) - length, "%s %s=%u..%u",
                                   i ? "," : "", known[i].name, known[i].least, known[i].most);
    return error;
}

/* A model with its parameters read, or NULL and a sentence. */
static inline Model *model_new(const Parameter *known, size_t count, const char *const *given,
                               const char **ret_error)
{
    static Model *models; /* they live as long as the program; the list says that it is meant */
    Model *model = calloc(1, sizeof(*model));
    assert(model && count <= MAX_PARAMETERS);
    model->older = models;
    models = model;

    for (size_t i = 0; i < count; i++)
        model->value[i] = known[i].usual;
    for (; given && *given; given++) {
        if (parameter_read(*given, known, (uint32_t)count, model->value)) continue;
        *ret_error = parameter_error(*given, known, count);
        return NULL;
    }
    return model;
}

/* Name the byte at `offset` of the state.  Index 0 is for the only object of its name. */
static inline void model_field(Model *model, const char *object, uint32_t index, const char *member,
                               const char *meaning, const ValueKind *kind, size_t offset)
{
    assert(model->field_count < MAX_FIELDS);
    if (kind == &model->pc_kind) model->pc_offset[model->pc_count++] = (uint16_t)offset;
    model->fields[model->field_count++] = (Field){.object = object,
                                                  .index = index,
                                                  .member = member,
                                                  .meaning = meaning,
                                                  .kind = kind,
                                                  .offset = (uint16_t)offset,
                                                  .size = 1};
}

/* For models that start with every byte 0. */
static inline void all_zero(const void *context, uint32_t index, uint8_t *state)
{
    (void)index;
    memset(state, 0, ((const Model *)context)->subject.state_size);
}

/* Subject.safe, asked of one process after another: of the step it is at, then of the state. */
static inline bool safe_by_step(const void *context, const uint8_t *state, void *memory,
                                uint32_t *ret_actors)
{
    const Model *model = context;
    (void)memory;
    *ret_actors = 0;
    for (uint32_t self = 0; self < model->pc_count; self++) {
        bool is_safe = model->safe >> state[model->pc_offset[self]] & 1;
        if (!is_safe && model->is_safe) is_safe = model->is_safe(context, state, self);
        *ret_actors |= (uint32_t)is_safe << self;
    }
    return true;
}

/* A predicate that looks at whether processes are at one step, and would rather have them
 * elsewhere.
 */
static inline Notice notice_arrival(bool was_there, bool is_there)
{
    if (was_there == is_there) return NOTICES_NOTHING;
    return is_there ? MAY_BREAK : MAY_CHANGE;
}

/* Complete the subject: what is the same for each of these models is filled in. */
static inline const Subject *model_subject(Model *model, Subject subject)
{
    assert(subject.step_count <= MAX_STEPS);
    for (uint32_t i = 0; i < subject.step_count; i++)
        model->pc_names[i] = subject.steps[i].name;
    model->pc_kind =
        (ValueKind){.name = "step", .values = model->pc_names, .value_count = subject.step_count};
    subject.version = SUBJECT_VERSION;
    subject.context = model;
    subject.fields = model->fields;
    subject.field_count = model->field_count;
    if (subject.initial_count == 0) subject.initial_count = 1;
    if (!subject.actors) subject.actors = process_names;
    if (!subject.initial) subject.initial = all_zero;
    if (model->safe || model->is_safe) subject.safe = safe_by_step;
    model->subject = subject;
    return &model->subject;
}

/* For models whose processes run for ever. */
static inline bool never_rests(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context, (void)state, (void)actor;
    return false;
}

/* For models where an end is no failure. */
static inline bool always_rests(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context, (void)state, (void)actor;
    return true;
}

#endif
