#include "checker/trace/render.h"

#include <string.h>

void render_field(GString *out, const Field *field)
{
    if (*field->object) g_string_append(out, field->object);
    if (field->index) g_string_append_printf(out, "%u", field->index);
    if (*field->object) g_string_append_c(out, '.');
    g_string_append(out, field->member);
}

void render_value(GString *out, const Field *field, int32_t value)
{
    const ValueKind *kind = field->kind;
    bool named = kind->values && value >= 0 && (uint32_t)value < kind->value_count;
    if (named && kind->values[value]) g_string_append(out, kind->values[value]);
    else g_string_append_printf(out, "%d", value);
}

static void add(GPtrArray *strings, GString *string)
{
    g_ptr_array_add(strings, g_string_free(string, FALSE));
}

GPtrArray *render_changes(const Subject *subject, const uint8_t *before, const uint8_t *after,
                          bool hidden)
{
    GPtrArray *changes = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        int32_t from = field_value(field, before), to = field_value(field, after);
        if (from == to || (field->hidden && !hidden)) continue;
        GString *change = g_string_new(NULL);
        render_field(change, field);
        g_string_append_c(change, ' ');
        render_value(change, field, from);
        g_string_append(change, " -> ");
        render_value(change, field, to);
        add(changes, change);
    }
    return changes;
}

static void add_equation(GPtrArray *strings, const Field *field, const uint8_t *state)
{
    GString *equation = g_string_new(NULL);
    render_field(equation, field);
    g_string_append(equation, " = ");
    render_value(equation, field, field_value(field, state));
    add(strings, equation);
}

static bool has_byte(const uint64_t *set, uint32_t byte)
{
    return set[byte / 64] >> byte % 64 & 1;
}

GPtrArray *render_reads(const Subject *subject, const uint8_t *state, Move move, bool hidden)
{
    size_t words = (subject->state_size + 63) / 64;
    g_autofree uint64_t *read = g_new0(uint64_t, words);
    g_autofree uint64_t *wrote = g_new0(uint64_t, words);
    g_autofree uint8_t *after = g_memdup2(state, subject->state_size);
    Attempt attempt = {.actor = move.actor, .choice = move.choice, .read = read, .wrote = wrote};
    subject->attempt(subject->context, after, &attempt);

    GPtrArray *equations = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->hidden && !hidden) continue;
        if (has_byte(read, field->offset)) add_equation(equations, field, state);
    }
    return equations;
}

static bool is_word(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

/* Does `formula` contain `name` as a word of its own? */
static bool mentions(const char *formula, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = strstr(formula, name); at; at = strstr(at + 1, name)) {
        bool starts = at == formula || (!is_word(at[-1]) && at[-1] != '.');
        if (starts && !is_word(at[length])) return true;
    }
    return false;
}

GPtrArray *render_named(const Subject *subject, const char *formula, const uint8_t *state)
{
    GPtrArray *equations = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; i < subject->field_count; i++) {
        Field one = subject->fields[i], any = one;
        any.index = 0;
        g_autoptr(GString) exact = g_string_new(NULL);
        g_autoptr(GString) quantified = g_string_new(NULL);
        render_field(exact, &one);
        render_field(quantified, &any);
        if (mentions(formula, exact->str) || mentions(formula, quantified->str))
            add_equation(equations, &subject->fields[i], state);
    }
    return equations;
}

static bool same_object(const Field *a, const Field *b)
{
    return a->index == b->index && strcmp(a->object, b->object) == 0;
}

/* Everything visible and not zero about the object of `field`; NULL if there is nothing. */
static char *render_object(const Subject *subject, const Field *field, const uint8_t *state)
{
    GString *out = g_string_new(NULL);
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *other = &subject->fields[i];
        if (other->hidden || !same_object(field, other) || field_value(other, state) == 0) continue;
        g_string_append_printf(out, "%s%s ", out->len ? ", " : "", other->member);
        render_value(out, other, field_value(other, state));
    }
    if (!out->len) return g_string_free(out, TRUE), NULL;
    g_autofree char *members = g_string_free(out, FALSE);
    if (!*field->object) return g_steal_pointer(&members);
    g_autofree char *index = field->index ? g_strdup_printf("%u", field->index) : g_strdup("");
    return g_strdup_printf("%s%s: %s", field->object, index, members);
}

GPtrArray *render_state(const Subject *subject, const uint8_t *state)
{
    GPtrArray *objects = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        bool first = true;
        for (uint32_t j = 0; j < i && first; j++)
            first = !same_object(field, &subject->fields[j]);
        char *object = first ? render_object(subject, field, state) : NULL;
        if (object) g_ptr_array_add(objects, object);
    }
    return objects;
}
