#include "checker/live/conform.h"

#include "checker/live/plan_words.h"
#include "checker/live/told_steps.h"
#include "model/go.h"
#include "model/step.h"
#include "runtime/follow/comparison.h"

#include <string.h>

/* -------- what is compared -------- */

/* A row of the runtime's table; the expression is the runtime's business. */
typedef struct Row {
    const char *object, *member;
    Comparison comparison;
} Row;

static const Row rows[] = {
#define FIELD(object, member, comparison, expression) {#object, #member, comparison},
#include "runtime/follow/fields.def"
};

/* As the runtime numbers them. */
static const char *const step_names[] = {
#define STEP(name, procedure, reads, writes, source) #name,
#define AWAIT(name, procedure, reads, writes, source) #name,
#include "model/steps.def"
};

/* One field that both have. */
typedef struct Shared {
    const Field *field;
    Comparison comparison;
    int32_t value; /* the runtime's */
} Shared;

struct Conform {
    const Subject *subject;
    GArray *shared; /* of Shared, as the runtime numbers them */
    uint32_t step[G_N_ELEMENTS(step_names)];
    bool seen[G_N_ELEMENTS(step_names)];
    uint32_t *shared_at; /* by byte of the state: the shared field that lies there, plus one */
    uint8_t *state, *spare;
    GArray *taken; /* of Attempt: this execution's steps */
    GString *deviation;
    uint64_t steps;
};

static const Field *field_named(const Subject *subject, const char *object, uint32_t id,
                                const char *member)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->index == id && g_str_equal(field->object, object) &&
            g_str_equal(field->member, member))
            return field;
    }
    g_error("the model has no field %s%u.%s", object, id, member);
}

static uint32_t count_of(const Config *config, const char *object)
{
    if (g_str_equal(object, "p")) return config->ps;
    if (g_str_equal(object, "m")) return config->ms;
    return g_str_equal(object, "g") ? config->gs : 0;
}

static void add_shared(Conform *c, const Row *row)
{
    uint32_t n = count_of(&((const GoModel *)c->subject->context)->config, row->object);
    for (uint32_t id = n ? 1 : 0; id <= n; id++) {
        Shared shared = {.field = field_named(c->subject, row->object, id, row->member),
                         .comparison = row->comparison};
        g_array_append_val(c->shared, shared);
    }
}

static void find_shared(Conform *c)
{
    c->shared_at = g_new0(uint32_t, c->subject->state_size);
    for (uint32_t i = 0; i < c->shared->len; i++) {
        const Field *field = g_array_index(c->shared, Shared, i).field;
        for (uint32_t byte = 0; byte < field->size; byte++)
            c->shared_at[field->offset + byte] = i + 1;
    }
}

static uint32_t step_named(const Subject *subject, const char *name)
{
    for (uint32_t i = 0; i < subject->step_count; i++)
        if (g_str_equal(subject->steps[i].name, name)) return i;
    g_error("the model has no step %s", name);
}

Conform *conform_new(const Subject *subject)
{
    Conform *c = g_new0(Conform, 1);
    c->subject = subject;
    c->shared = g_array_new(FALSE, FALSE, sizeof(Shared));
    c->taken = g_array_new(FALSE, FALSE, sizeof(Attempt));
    c->deviation = g_string_new(NULL);
    c->state = g_malloc(subject->state_size);
    c->spare = g_malloc(subject->state_size);
    for (uint32_t i = 0; i < G_N_ELEMENTS(rows); i++)
        add_shared(c, &rows[i]);
    find_shared(c);
    for (uint32_t i = 0; i < G_N_ELEMENTS(step_names); i++)
        c->step[i] = step_named(subject, step_names[i]);
    return c;
}

void conform_free(Conform *c)
{
    if (!c) return;
    g_array_unref(c->shared);
    g_free(c->shared_at);
    g_array_unref(c->taken);
    g_string_free(c->deviation, TRUE);
    g_free(c->state);
    g_free(c->spare);
    g_free(c);
}

/* -------- where they part -------- */

G_GNUC_PRINTF(2, 3) static bool deviates(Conform *c, const char *format, ...)
{
    va_list arguments;
    if (c->deviation->len) g_string_append_c(c->deviation, '\n');
    va_start(arguments, format);
    g_string_append_vprintf(c->deviation, format, arguments);
    va_end(arguments);
    return false;
}

static const char *at_step(const Conform *c)
{
    if (!c->taken->len) return "at the beginning";
    return c->subject->steps[g_array_index(c->taken, Attempt, c->taken->len - 1).step].name;
}

static bool compare_field(Conform *c, uint32_t index)
{
    const Shared *shared = &g_array_index(c->shared, Shared, index);
    int32_t expected = field_value(shared->field, c->state);
    if (agree(shared->comparison, expected, shared->value)) return true;
    g_autofree char *id =
        shared->field->index ? g_strdup_printf("%u", shared->field->index) : g_strdup("");
    return deviates(c, "after step %u, %s, %s%s.%s is %d, not %d as in the model", c->taken->len,
                    at_step(c), shared->field->object, id, shared->field->member, shared->value,
                    expected);
}

static bool compare_all(Conform *c)
{
    bool same = true;
    for (uint32_t i = 0; i < c->shared->len; i++)
        same &= compare_field(c, i);
    return same;
}

/* Before the step all were the same, so what neither has changed still is. */
static bool compare_changed(Conform *c, const ToldStep *told)
{
    const ToldChange *change = (const ToldChange *)(told + 1);
    bool same = true;
    for (uint32_t i = 0; i < told->count; i++)
        same &= compare_field(c, change[i].field);
    for (uint32_t byte = 0; byte < c->subject->state_size && same; byte++)
        if (c->state[byte] != c->spare[byte] && c->shared_at[byte])
            same = compare_field(c, c->shared_at[byte] - 1);
    return same;
}

/* -------- one step -------- */

/* In place; what the model does is put down among the steps taken, unless it is blocked. */
static Outcome attempt(Conform *c, const ToldStep *told, Attempt *ret)
{
    *ret = (Attempt){.actor = told->m - 1u, .choice = told->choice};
    Outcome outcome = c->subject->attempt(c->subject->context, c->state, ret);
    if (outcome != BLOCKED) g_array_append_val(c->taken, *ret);
    return outcome;
}

static bool check_step(Conform *c, const ToldStep *told)
{
    Attempt now;
    memcpy(c->spare, c->state, c->subject->state_size);
    const SubjectStep *steps = c->subject->steps;
    Outcome outcome = attempt(c, told, &now);
    uint32_t number = c->taken->len + (outcome == BLOCKED);
    const char *taken = step_names[told->step];

    if (now.step != c->step[told->step])
        return deviates(c, "m%u takes %s, step %u; the model has it at %s", told->m, taken, number,
                        steps[now.step].name);
    if (outcome == BLOCKED)
        return deviates(c, "m%u takes %s, step %u, where the model waits: %s", told->m, taken,
                        number, steps[now.step].source);
    if (outcome == THREW)
        return deviates(c, "m%u takes %s, step %u, where the model throws: %s", told->m, taken,
                        number, c->subject->messages[now.message]);
    if (now.choices != told->alternatives)
        return deviates(c, "m%u takes %s, step %u, with %u alternatives, not %u as in the model",
                        told->m, taken, number, told->alternatives, now.choices);
    c->seen[told->step] = true;
    c->steps++;
    return compare_changed(c, told);
}

/* The code goes through g.m wherever it wants its M, the model in some places only.  So where g.m
 * is nil, in the model as well, the code may crash earlier. */
static bool crashes_early(const Conform *c, const ToldStep *told, const char *text)
{
    const char *nil = c->subject->messages[THROW_NIL_G_M];
    uint32_t g = (uint32_t)field_value(field_named(c->subject, "m", told->m, "curg"), c->state);
    return g_str_equal(text, nil) && g &&
           field_value(field_named(c->subject, "g", g, "m"), c->state) == 0;
}

/* What throws before the access that is the next step throws in that one. */
static bool check_throw(Conform *c, const ToldStep *told, const char *text)
{
    Attempt now;
    if (crashes_early(c, told, text)) return true;
    Outcome outcome = attempt(c, told, &now);
    if (outcome == RAN && crashes_early(c, told, text)) return true;
    if (outcome == RAN) outcome = attempt(c, told, &now);
    if (outcome == THREW && g_str_equal(c->subject->messages[now.message], text)) return true;
    return deviates(c, "m%u throws at %s, step %u: %s; the model does not", told->m,
                    step_names[told->step], c->taken->len, text);
}

/* -------- an execution -------- */

static void take_over(Conform *c, const ToldStep *told)
{
    const ToldChange *change = (const ToldChange *)(told + 1);
    for (uint32_t i = 0; i < told->count; i++)
        g_array_index(c->shared, Shared, change[i].field).value = change[i].value;
}

static bool check(Conform *c, const ToldStep *told)
{
    if (told->kind == TOLD_THROW) return check_throw(c, told, (const char *)(told + 1));
    take_over(c, told);
    if (told->kind == TOLD_STEP) return check_step(c, told);
    return told->kind == TOLD_CUT || compare_all(c);
}

/* Nobody moves any more. */
static bool check_rest(Conform *c)
{
    for (uint32_t actor = 0; actor < c->subject->actor_count; actor++) {
        Attempt now = {.actor = actor};
        memcpy(c->spare, c->state, c->subject->state_size);
        if (c->subject->attempt(c->subject->context, c->spare, &now) == BLOCKED) continue;
        return deviates(c, "after step %u, %s, nobody moves; the model's m%u could take %s",
                        c->taken->len, at_step(c), actor + 1, c->subject->steps[now.step].name);
    }
    return true;
}

bool conform_execution(Conform *c, const uint8_t *told, size_t size, bool at_rest)
{
    c->subject->initial(c->subject->context, 0, c->state);
    g_array_set_size(c->taken, 0);
    for (size_t at = 0; at < size;) {
        const ToldStep *step = (const ToldStep *)(told + at);
        if (!check(c, step)) return false;
        at += sizeof *step + step->count * sizeof(ToldChange);
    }
    return !at_rest || check_rest(c);
}

const char *conform_deviation(const Conform *c)
{
    return c->deviation->str;
}

char *conform_plan(const Conform *c)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree uint8_t *state = g_malloc(c->subject->state_size);
    plan_begin(text, c->subject);
    c->subject->initial(c->subject->context, 0, state);
    for (uint32_t i = 0; i < c->taken->len; i++) {
        Attempt again = g_array_index(c->taken, Attempt, i);
        c->subject->attempt(c->subject->context, state, &again);
        plan_step(text, c->subject, state, again.actor, again.step, again.choice);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

uint64_t conform_steps(const Conform *c)
{
    return c->steps;
}

uint32_t conform_covered(const Conform *c)
{
    uint32_t covered = 0;
    for (uint32_t i = 0; i < G_N_ELEMENTS(step_names); i++)
        covered += c->seen[i];
    return covered;
}
