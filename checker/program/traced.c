#include "checker/program/traced.h"

#include "checker/program/interrupt.h"
#include "checker/program/settle.h"
#include "checker/scenario/nearest.h"

#include <string.h>

/* A trace must not make anybody wait for a pipe or a terminal. */
static bool is_file(const char *path)
{
    return g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

/* A file that a trace names: beside the trace, else below the current folder. */
static char *locate(const Traced *traced, const char *named)
{
    char *beside = trace_resolve_path(traced->path, named);
    if (is_file(beside) || !is_file(named)) return beside;
    g_free(beside);
    return g_strdup(named);
}

static void set_error(const Traced *traced, GError **error, char *sentence)
{
    g_set_error(error, TRACE_ERROR, TRACE_ERROR_INPUT, "%s: error: %s\n", traced->path, sentence);
    g_free(sentence);
}

/* The models are those of the command line: loading one is running it, and no file may do that. */
static bool load_models(Traced *traced, const Options *options, GError **error)
{
    for (guint i = 0; i < options->subject->len; i++)
        if (!models_add(&traced->models, g_ptr_array_index(options->subject, i), error))
            return false;
    if (traced->models.modules->len || !traced->subject) return true;
    set_error(traced, error,
              g_strdup_printf("it is of the model in %s, which is loaded only if the command line "
                              "says so: --subject %s",
                              traced->subject, traced->subject));
    return false;
}

static bool ask_subject(Traced *traced, GError **error)
{
    SubjectEntry *entry = g_array_index(traced->models.modules, SubjectModule, 0).entry;
    const char *path = g_ptr_array_index(traced->models.paths, 0);
    const Subject *subject =
        module_subject(path, entry, (const char *const *)traced->trace->parameters, error);
    if (!subject) return false;
    traced->scenario = module_scenario(path, subject);
    return traced->bare = true;
}

static bool choose_variant(Traced *traced, GError **error)
{
    const GPtrArray *variants = traced->scenario->variants;
    g_autofree const char **names = g_new(const char *, variants->len + 1);
    for (guint i = 0; i < variants->len; i++) {
        Variant *variant = g_ptr_array_index(variants, i);
        if (strcmp(variant->name, traced->trace->variant) == 0) traced->variant = variant;
        names[i] = variant->name;
    }
    if (traced->variant) return true;
    const char *nearest = nearest_word(traced->trace->variant, names, variants->len);
    set_error(traced, error,
              g_strdup_printf("the trace is of variant `%s`, which %s does not have%s%s%s",
                              traced->trace->variant, traced->scenario->path,
                              nearest ? "; the nearest is `" : "", nearest ? nearest : "",
                              nearest ? "`" : ""));
    return false;
}

static bool read_question(Traced *traced, const char *file, GError **error)
{
    if (file) traced->scenario = models_read(&traced->models, file, error);
    else if (!ask_subject(traced, error)) return false;
    return traced->scenario && choose_variant(traced, error);
}

/* A scenario that is not where it was is the trace's mistake, and the message says what to do. */
static bool is_there(const Traced *traced, const Options *options, const char *file, GError **error)
{
    if (!file || options->scenario || is_file(file)) return true;
    set_error(traced, error,
              g_strdup_printf("its scenario `%s` is not there; --scenario FILE says where it is",
                              traced->trace->scenario));
    return false;
}

static void override_limits(const Options *options, SearchOptions *search)
{
    search->limits =
        (Limits){.states = options->max_states,
                 .memory = options->has_max_memory ? options->max_memory : settle_most_memory(),
                 .seconds = options->time_limit};
    search->interrupted = interrupted;
}

bool traced_read(Traced *ret, const Options *options, const char *path, GError **error)
{
    *ret = (Traced){.path = path, .models = models_new(), .trace = trace_read(path, error)};
    const Trace *trace = ret->trace;
    if (!trace) return false;
    ret->subject = trace->subject ? locate(ret, trace->subject) : NULL;
    g_autofree char *file = options->scenario ? g_strdup(options->scenario)
                            : trace->scenario ? locate(ret, trace->scenario)
                                              : NULL;
    if (!is_there(ret, options, file, error) || !load_models(ret, options, error) ||
        !read_question(ret, file, error))
        return false;
    override_limits(options, &ret->variant->options);
    return true;
}

void traced_clear(Traced *traced)
{
    if (traced->bare) module_scenario_free(traced->scenario);
    else scenario_free(traced->scenario);
    models_clear(&traced->models);
    g_free(traced->subject);
    trace_free(traced->trace);
}

Verdict traced_claim(const Traced *traced)
{
    return (Verdict){traced->trace->verdict, traced->trace->verdict_name};
}

Path *traced_path(const Traced *traced, GError **error)
{
    const Subject *subject = traced->variant->question.subject;
    Following following = follow(traced->trace, subject);
    Path *path = NULL;
    if (following.obstacle)
        set_error(traced, error, following_obstacle(&following, traced->trace, subject));
    else path = g_steal_pointer(&following.path);
    following_clear(&following);
    return path;
}

bool traced_still_fails(const Traced *traced, const Path *path)
{
    Schedule schedule = path_schedule(path);
    Verdict claim = traced_claim(traced);
    Replay again =
        replay(&traced->variant->question, &schedule, claim, &traced->variant->options, NULL, NULL);
    schedule_free(&schedule);
    free(again.state);
    return verdict_equal(again.verdict, claim) && again.diverges == path_length(path);
}
