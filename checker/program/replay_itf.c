/* Apalache's Informal Trace Format: a variable for each object of the world, a record of its
 * fields. */
#include "checker/program/json_parts.h"
#include "checker/program/replay_report.h"
#include "checker/scenario/json_text.h"
#include "checker_version.h"

#include <string.h>

typedef struct Itf {
    GString *out;
    const Subject *subject;
    bool hidden;
} Itf;

/* -------- variables -------- */

static bool is_shown(const Itf *itf, const Field *field)
{
    return itf->hidden || !field->hidden;
}

static bool same_object(const Field *a, const Field *b)
{
    return a->index == b->index && strcmp(a->object, b->object) == 0;
}

/* Is it the first field of its object that is shown?  A field without an object is by itself. */
static bool begins_variable(const Itf *itf, uint32_t number)
{
    const Field *field = &itf->subject->fields[number];
    if (!is_shown(itf, field)) return false;
    for (uint32_t i = 0; i < number && *field->object; i++) {
        const Field *other = &itf->subject->fields[i];
        if (is_shown(itf, other) && same_object(field, other)) return false;
    }
    return true;
}

/* "sched", "p1", or the field's own name. */
static char *variable_name(const Field *field)
{
    if (!*field->object) return g_strdup(field->member);
    return field->index ? g_strdup_printf("%s%u", field->object, field->index)
                        : g_strdup(field->object);
}

/* -------- values -------- */

static bool is_flag(const ValueKind *kind)
{
    return kind->values && kind->value_count == 2 && kind->values[0] && kind->values[1] &&
           strcmp(kind->values[0], "false") == 0 && strcmp(kind->values[1], "true") == 0;
}

static void append_value(const Itf *itf, const Field *field, const uint8_t *state)
{
    const ValueKind *kind = field->kind;
    int32_t value = field_value(field, state);
    bool named =
        kind->values && value >= 0 && (uint32_t)value < kind->value_count && kind->values[value];
    if (is_flag(kind) && named) json_flag(itf->out, field->member, value);
    else if (named) json_text(itf->out, field->member, kind->values[value]);
    else json_integer(itf->out, field->member, value);
}

static void append_record(const Itf *itf, const Field *first, const uint8_t *state)
{
    g_autofree char *name = variable_name(first);
    json_open(itf->out, name, '{');
    for (uint32_t i = 0; i < itf->subject->field_count; i++) {
        const Field *field = &itf->subject->fields[i];
        if (is_shown(itf, field) && same_object(field, first)) append_value(itf, field, state);
    }
    json_close(itf->out, '}');
}

static void append_values(const Itf *itf, const uint8_t *state)
{
    for (uint32_t i = 0; i < itf->subject->field_count; i++) {
        const Field *field = &itf->subject->fields[i];
        if (!begins_variable(itf, i)) continue;
        if (*field->object) append_record(itf, field, state);
        else append_value(itf, field, state);
    }
}

/* -------- states -------- */

static void append_action(const Itf *itf, const PathStep *step)
{
    const SubjectStep *taken = &itf->subject->steps[step->move.step];
    json_text(itf->out, "actor", itf->subject->actors[step->move.actor]);
    json_text(itf->out, "action", taken->name);
    json_text(itf->out, "procedure", taken->procedure);
    json_text(itf->out, "source", taken->source);
    json_number(itf->out, "occurrence", step->occurrence);
    json_number(itf->out, "choice", step->move.choice);
    if (step->outcome == THREW)
        json_text(itf->out, "throws", itf->subject->messages[step->message]);
}

/* `step` led here; NULL: the start. */
static void append_state(const Itf *itf, uint32_t index, const PathStep *step, const uint8_t *state)
{
    json_open(itf->out, NULL, '{');
    json_open(itf->out, "#meta", '{');
    json_number(itf->out, "index", index);
    if (step) append_action(itf, step);
    json_close(itf->out, '}');
    append_values(itf, state);
    json_close(itf->out, '}');
}

static void append_next(void *data, uint32_t index, const PathStep *step, const uint8_t *before,
                        const uint8_t *after)
{
    (void)before;
    append_state(data, index + 1, step, after);
}

static void append_states(Itf *itf, const Path *path)
{
    g_autofree uint8_t *state = g_malloc(itf->subject->state_size);
    itf->subject->initial(itf->subject->context, path->initial, state);
    json_open(itf->out, "states", '[');
    append_state(itf, 0, NULL, state);
    path_walk(path, append_next, itf);
    json_close(itf->out, ']');
}

/* -------- the whole -------- */

static void append_meta(const Itf *itf, const Replayed *replayed)
{
    const Traced *traced = replayed->traced;
    json_open(itf->out, "#meta", '{');
    json_text(itf->out, "format", "ITF");
    json_text(itf->out, "format-description", "https://apalache-mc.org/docs/adr/015adr-trace.html");
    json_text(itf->out, "description", "Created by checker " CHECKER_VERSION);
    json_text(itf->out, "source", traced->scenario->path);
    json_text(itf->out, "title", traced->scenario->title);
    json_text(itf->out, "variant", traced->variant->name);
    json_text(itf->out, "status", replayed->sentence);
    json_verdict(itf->out, "verdict",
                 replayed->has_verdict ? replayed->verdict : traced_claim(traced));
    json_close(itf->out, '}');
}

static void append_variables(const Itf *itf)
{
    json_open(itf->out, "vars", '[');
    for (uint32_t i = 0; i < itf->subject->field_count; i++) {
        if (!begins_variable(itf, i)) continue;
        g_autofree char *name = variable_name(&itf->subject->fields[i]);
        json_text(itf->out, NULL, name);
    }
    json_close(itf->out, ']');
}

void replay_itf(FILE *out, const Replayed *replayed, bool hidden)
{
    const Path *path = replayed->path;
    g_autoptr(GString) text = g_string_new("{");
    Itf itf = {text, replayed->traced->variant->question.subject, hidden};
    append_meta(&itf, replayed);
    append_variables(&itf);
    append_states(&itf, path);
    if (path->cycle < path_length(path)) json_number(text, "loop", path->cycle);
    json_close(text, '}');
    g_autofree char *pretty = json_pretty(text->str);
    fputs(pretty, out);
}
