/* The status machines: what becomes of a P and of a G, by which steps, as the model has it. */
#include "checker/draw/graph_dot.h"
#include "checker/draw/markup.h"

#include <string.h>

/* A change of a status: where from, where to, and who makes it. */
typedef struct StatusChange {
    const ValueKind *kind;
    int32_t from, to;
    uint8_t *steps; /* per declared step: makes it somewhere */
} StatusChange;

typedef struct Statuses {
    const Subject *subject;
    GArray *changes; /* of StatusChange, in the order in which they are met */
} Statuses;

static void clear_change(void *change)
{
    g_free(((StatusChange *)change)->steps);
}

static bool is_status(const Field *field)
{
    return field->kind->values && field->kind->value_count > 2 &&
           g_str_has_suffix(field->kind->name, " status");
}

static StatusChange *change_of(Statuses *statuses, const ValueKind *kind, int32_t from, int32_t to)
{
    for (guint i = 0; i < statuses->changes->len; i++) {
        StatusChange *known = &g_array_index(statuses->changes, StatusChange, i);
        if (known->kind == kind && known->from == from && known->to == to) return known;
    }
    StatusChange change = {kind, from, to, g_new0(uint8_t, statuses->subject->step_count)};
    g_array_append_val(statuses->changes, change);
    return &g_array_index(statuses->changes, StatusChange, statuses->changes->len - 1);
}

static void note_transition(void *data, const Transition *transition)
{
    Statuses *statuses = data;
    for (uint32_t i = 0; i < statuses->subject->field_count; i++) {
        const Field *field = &statuses->subject->fields[i];
        if (!is_status(field)) continue;
        int32_t from = field_value(field, transition->before);
        int32_t to = field_value(field, transition->after);
        if (from != to)
            change_of(statuses, field->kind, from, to)->steps[transition->move.step] = 1;
    }
}

/* -------- writing -------- */

static int by_kind_and_values(const void *a, const void *b)
{
    const StatusChange *one = a, *two = b;
    int kinds = strcmp(one->kind->name, two->kind->name);
    if (kinds) return kinds;
    if (one->from != two->from) return one->from < two->from ? -1 : 1;
    return (one->to > two->to) - (one->to < two->to);
}

static void append_status(GString *out, const ValueKind *kind, int32_t value)
{
    bool named = value >= 0 && (uint32_t)value < kind->value_count && kind->values[value];
    g_autofree char *name = named ? markup_dot(kind->values[value]) : g_strdup_printf("%d", value);
    g_autofree char *whose = markup_dot(kind->name);
    g_string_append_printf(out, "\"%s: %s\"", whose, name);
}

static void append_node(GString *out, const ValueKind *kind, int32_t value)
{
    bool named = value >= 0 && (uint32_t)value < kind->value_count && kind->values[value];
    g_autofree char *name = named ? markup_dot(kind->values[value]) : g_strdup_printf("%d", value);
    g_string_append(out, "    ");
    append_status(out, kind, value);
    g_string_append_printf(out, " [label=\"%s\"]\n", name);
}

static void append_edge(GString *out, const Subject *subject, const StatusChange *change)
{
    g_string_append(out, "    ");
    append_status(out, change->kind, change->from);
    g_string_append(out, " -> ");
    append_status(out, change->kind, change->to);
    g_string_append(out, " [label=\"");
    for (uint32_t i = 0; i < subject->step_count; i++) {
        if (!change->steps[i]) continue;
        g_autofree char *name = markup_dot(subject->steps[i].name);
        g_string_append_printf(out, "  %s  \\l", name);
    }
    g_string_append(out, "\"]\n");
}

/* One machine: all changes of one kind, which stand side by side. */
static guint append_machine(GString *out, const Statuses *statuses, guint first)
{
    const StatusChange *changes = &g_array_index(statuses->changes, StatusChange, 0);
    const ValueKind *kind = changes[first].kind;
    g_autofree char *name = markup_dot(kind->name);
    g_string_append_printf(out, "  subgraph \"cluster %s\" {\n    label=\"%s\"\n", name, name);
    guint end = first;
    for (; end < statuses->changes->len && changes[end].kind == kind; end++) {
        append_node(out, kind, changes[end].from);
        append_node(out, kind, changes[end].to);
        append_edge(out, statuses->subject, &changes[end]);
    }
    g_string_append(out, "  }\n");
    return end;
}

static char *finish(const Statuses *statuses, const char *title, uint32_t states)
{
    g_autofree char *safe = markup_dot(title);
    GString *out = g_string_new(NULL);
    g_string_append_printf(
        out,
        "digraph statuses {\n  label=\"%s\\nas they change in %u states\"\n  labelloc=t\n  "
        "labeljust=l\n"
        "  fontname=\"sans-serif\"\n  node [shape=box, style=rounded, fontname=\"monospace\"]\n"
        "  edge [fontname=\"monospace\", fontsize=9, color=\"#5d636c\"]\n",
        safe, states);
    g_array_sort(statuses->changes, by_kind_and_values);
    for (guint i = 0; i < statuses->changes->len;)
        i = append_machine(out, statuses, i);
    g_string_append(out, "}\n");
    return g_string_free(out, FALSE);
}

char *graph_statuses_dot(const Question *question, const char *title, GraphLimits limits)
{
    Statuses statuses = {question->subject, g_array_new(FALSE, FALSE, sizeof(StatusChange))};
    g_array_set_clear_func(statuses.changes, clear_change);
    Reach reach;
    bool whole =
        reach_all(&reach, question, limits.states, limits.interrupted, note_transition, &statuses);
    char *dot = whole ? finish(&statuses, title, reach.states->len) : NULL;
    reach_clear(&reach);
    g_array_unref(statuses.changes);
    return dot;
}
