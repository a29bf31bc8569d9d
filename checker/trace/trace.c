#include "checker/trace/trace.h"

#include "checker/trace/render.h"

#include <string.h>

G_DEFINE_QUARK(trace_error, trace_error)

static void step_free(void *data)
{
    TraceStep *step = data;
    g_free(step->actor);
    g_free(step->step);
    g_strfreev(step->changes);
    g_free(step);
}

Trace *trace_new(void)
{
    Trace *trace = g_new0(Trace, 1);
    trace->parameters = g_new0(char *, 1);
    trace->cycle = TRACE_NO_CYCLE;
    trace->lost = TRACE_NO_LOSS;
    trace->steps = g_ptr_array_new_with_free_func(step_free);
    return trace;
}

void trace_free(Trace *trace)
{
    if (!trace) return;
    char *strings[] = {trace->checker,      trace->scenario,     trace->subject,
                       trace->title,        trace->variant,      trace->scenario_digest,
                       trace->steps_digest, trace->verdict_name, trace->strategy};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    g_strfreev(trace->parameters);
    g_strfreev(trace->other_steps);
    g_ptr_array_unref(trace->steps);
    g_free(trace);
}

static char **steal_strings(GPtrArray *strings)
{
    g_ptr_array_add(strings, NULL);
    return (char **)g_ptr_array_free(strings, FALSE);
}

typedef struct Recording {
    const Subject *subject;
    GPtrArray *steps;
} Recording;

static void record(void *data, uint32_t index, const PathStep *step, const uint8_t *before,
                   const uint8_t *after)
{
    (void)index;
    const Recording *recording = data;
    const Subject *subject = recording->subject;
    TraceStep *row = g_new0(TraceStep, 1);
    row->actor = g_strdup(subject->actors[step->move.actor]);
    row->step = g_strdup(subject->steps[step->move.step].name);
    row->occurrence = step->occurrence;
    row->choice = step->move.choice;
    row->changes = steal_strings(render_changes(subject, before, after, false));
    g_ptr_array_add(recording->steps, row);
}

void trace_set_path(Trace *trace, const Path *path)
{
    g_ptr_array_set_size(trace->steps, 0);
    trace->initial = path->initial;
    trace->cycle = path->cycle < path_length(path) ? path->cycle : TRACE_NO_CYCLE;
    trace->lost = path->lost < path_length(path) ? path->lost : TRACE_NO_LOSS;
    path_walk(path, record, &(Recording){path->subject, trace->steps});
}

/* -------- paths -------- */

char *trace_relative_path(const char *file, const char *target)
{
    g_autofree char *from = g_canonicalize_filename(file, NULL);
    g_autofree char *to = g_canonicalize_filename(target, NULL);
    size_t shared = 0; /* bytes up to and with the last slash that both have */
    for (size_t i = 0; from[i] && from[i] == to[i]; i++)
        if (from[i] == '/') shared = i + 1;
    GString *way = g_string_new(NULL);
    for (const char *at = from + shared; (at = strchr(at, '/')); at++)
        g_string_append(way, "../");
    g_string_append(way, to + shared);
    return g_string_free(way, FALSE);
}

char *trace_resolve_path(const char *file, const char *relative)
{
    if (g_path_is_absolute(relative)) return g_strdup(relative);
    g_autofree char *name = g_path_get_dirname(file);
    g_autofree char *folder = g_canonicalize_filename(name, NULL);
    /* Fold "traces/../scenarios/x.yml" into what a person would type. */
    g_autofree char *whole = g_canonicalize_filename(relative, folder);
    g_autofree char *here = g_get_current_dir();
    size_t length = strlen(here);
    bool below = strncmp(whole, here, length) == 0 && whole[length] == '/';
    return g_strdup(below ? whole + length + 1 : whole);
}
