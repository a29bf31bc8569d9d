#include "checker/interactive/opening.h"

#include "checker/live/live_trace.h"
#include "checker/program/finding.h"
#include "checker/program/interrupt.h"
#include "checker/program/output_file.h"
#include "checker/program/settle.h"
#include "checker/scenario/nearest.h"

#include <stdio.h>
#include <string.h>

enum { LOOK_AHEAD = 1000000, MOST_HEADER = 1 << 16 /* bytes */ };

static bool refuse(GError **error, char *sentence)
{
    g_set_error(error, OPTIONS_ERROR, 0, "checker: %s\n", sentence);
    g_free(sentence);
    return false;
}

/* A trace has a verdict or steps at its top level, within the first few lines; nothing else has. */
static bool is_trace(const char *path)
{
    char begin[MOST_HEADER] = "\n";
    FILE *file = fopen(path, "rbe");
    if (!file) return g_str_has_suffix(path, ".trace");
    size_t length = fread(begin + 1, 1, sizeof begin - 2, file);
    fclose(file);
    begin[length + 1] = '\0';
    return strstr(begin, "\nverdict:") || strstr(begin, "\nsteps:");
}

/* -------- a scenario, or a model asked by itself -------- */

static bool no_such_variant(const Opening *opening, const char *wanted, GError **error)
{
    const Scenario *scenario = opening->traced.scenario;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < scenario->variants->len; i++)
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): none of them is NULL */
        g_ptr_array_add(names, ((Variant *)g_ptr_array_index(scenario->variants, i))->name);
    const char *nearest = nearest_word(wanted, (const char *const *)names->pdata, names->len);
    g_autofree char *all = opening_variants(opening);
    return refuse(error, nearest ? g_strdup_printf("%s has no variant `%s`; did you mean `%s`?",
                                                   scenario->path, wanted, nearest)
                                 : g_strdup_printf("%s has no variant `%s`; it has %s",
                                                   scenario->path, wanted, all));
}

/* The first one, unless the command line says which. */
static bool choose_variant(Opening *opening, GError **error)
{
    const Scenario *scenario = opening->traced.scenario;
    const GPtrArray *wanted = opening->options->variant;
    if (wanted->len > 1)
        return refuse(error,
                      g_strdup("one variant is stepped through, and --variant names several"));
    for (guint i = 0; i < scenario->variants->len && !opening->traced.variant; i++) {
        Variant *variant = g_ptr_array_index(scenario->variants, i);
        if (!wanted->len || strcmp(variant->name, g_ptr_array_index(wanted, 0)) == 0)
            opening->traced.variant = variant;
    }
    return opening->traced.variant || no_such_variant(opening, g_ptr_array_index(wanted, 0), error);
}

static bool load_models(Opening *opening, GError **error)
{
    for (guint i = 0; i < opening->options->subject->len; i++)
        if (!models_add(&opening->traced.models, g_ptr_array_index(opening->options->subject, i),
                        error))
            return false;
    return true;
}

static bool read_scenario(Opening *opening, const char *path, GError **error)
{
    Traced *traced = &opening->traced;
    if (opening->options->scenario)
        return refuse(error, g_strdup("--scenario is for a trace, and this is none"));
    *traced = (Traced){.path = path, .models = models_new()};
    if (!load_models(opening, error)) return false;
    traced->scenario = models_read(&traced->models, path, error);
    return traced->scenario && choose_variant(opening, error);
}

static bool ask_model(Opening *opening, GError **error)
{
    Traced *traced = &opening->traced;
    const GPtrArray *given = opening->options->parameter;
    if (opening->options->subject->len != 1)
        return refuse(error, g_strdup("no scenario or trace is given to explore"));
    *traced =
        (Traced){.path = g_ptr_array_index(opening->options->subject, 0), .models = models_new()};
    if (!load_models(opening, error)) return false;
    opening->parameters = g_new0(char *, given->len + 1);
    for (guint i = 0; i < given->len; i++)
        opening->parameters[i] = g_strdup(g_ptr_array_index(given, i));
    SubjectEntry *entry = g_array_index(traced->models.modules, SubjectModule, 0).entry;
    const Subject *subject =
        module_subject(traced->path, entry, (const char *const *)opening->parameters, error);
    if (!subject) return false;
    traced->scenario = module_scenario(traced->path, subject);
    traced->bare = true;
    return choose_variant(opening, error);
}

/* -------- a trace -------- */

static bool read_trace(Opening *opening, const char *path, GError **error)
{
    if (opening->options->variant->len)
        return refuse(error, g_strdup("--variant is for a scenario; a trace names its own"));
    if (!traced_read(&opening->traced, opening->options, path, error)) return false;
    opening->parameters = g_strdupv(opening->traced.trace->parameters);
    return true;
}

/* Put the trace's steps ahead of the session. */
static bool load_steps(Opening *opening, GError **error)
{
    const Traced *traced = &opening->traced;
    if (!traced->trace) return true;
    g_autoptr(Path) path = traced_path(traced, error);
    if (!path) return false;
    session_load(opening->session, path, traced_claim(traced));
    return true;
}

/* -------- either -------- */

static void settle(const Options *options, SearchOptions *search)
{
    search->limits =
        (Limits){.states = options->max_states,
                 .memory = options->has_max_memory ? options->max_memory : settle_most_memory(),
                 .seconds = options->time_limit};
    search->workers = settle_processors();
    search->interrupted = interrupted;
}

static bool read_question(Opening *opening, GError **error)
{
    const GPtrArray *operands = opening->options->operands;
    if (!operands->len) return ask_model(opening, error);
    const char *path = g_ptr_array_index(operands, 0);
    if (live_trace_is_one(path))
        return refuse(error,
                      g_strdup_printf("%s is a trace of a program, whose other executions are no "
                                      "states to step through; `checker explain` tells what "
                                      "decides it, `checker draw` shows it step by step, `checker "
                                      "replay --debug` stops in it",
                                      path));
    return is_trace(path) ? read_trace(opening, path, error) : read_scenario(opening, path, error);
}

bool opening_read(Opening *ret, const Options *options, GError **error)
{
    *ret = (Opening){.options = options};
    ret->look_ahead = options->has_max_states ? options->max_states : LOOK_AHEAD;
    if (!read_question(ret, error)) return false;
    Variant *variant = ret->traced.variant;
    settle(options, &variant->options);
    ret->session = session_new(&variant->question, &variant->options, 0, options->seed);
    return load_steps(ret, error);
}

void opening_forget_marks(Opening *opening)
{
    if (opening->marks.marks) marks_clear(&opening->marks);
    schedule_free(&opening->marked);
}

void opening_clear(Opening *opening)
{
    opening_forget_marks(opening);
    session_free(opening->session);
    g_strfreev(opening->parameters);
    if (opening->traced.models.modules) traced_clear(&opening->traced);
}

/* -------- traces -------- */

Trace *opening_trace(const Opening *opening, const char *path)
{
    const Traced *traced = &opening->traced;
    const char *model = traced->variant->question.subject->name;
    Origin origin = {.bare = traced->bare,
                     .parameters = (const char *const *)opening->parameters,
                     .subject = traced->bare ? traced->scenario->path
                                             : models_path(&traced->models, model)};
    Finding finding = {
        .scenario = traced->scenario, .variant = traced->variant, .path = opening->session->path};
    finding.result.verdict = session_diagnosis(opening->session).verdict;
    finding.result.seed = opening->session->random.seed;
    Trace *trace = finding_trace(&finding, &origin, path);
    g_free(trace->strategy);
    trace->strategy = g_strdup("by hand");
    return trace;
}

bool opening_save(const Opening *opening, const char *path, bool force, GError **error)
{
    g_autoptr(Trace) trace = opening_trace(opening, path);
    g_autofree char *text = trace_text(trace);
    return output_file_write(path, text, -1, force, error);
}

char *opening_trace_name(const Opening *opening)
{
    const Traced *traced = &opening->traced;
    g_autofree char *file = g_path_get_basename(traced->scenario->path);
    char *dot = strrchr(file, '.');
    if (dot && dot != file) *dot = '\0';
    char *name = g_strdup_printf("%s.%s.trace", file, traced->variant->name);
    return g_strdelimit(name, "/", '-');
}

char *opening_variants(const Opening *opening)
{
    const GPtrArray *variants = opening->traced.scenario->variants;
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < variants->len; i++)
        g_string_append_printf(names, "%s%s", i ? ", " : "",
                               ((Variant *)g_ptr_array_index(variants, i))->name);
    return g_string_free(names, FALSE);
}
