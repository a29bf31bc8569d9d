#include "checker/program/graph_command.h"

#include "checker/draw/graph_dot.h"
#include "checker/program/asked.h"
#include "checker/program/graphviz.h"
#include "checker/program/interrupt.h"
#include "checker/program/output_file.h"
#include "checker/program/status.h"

static int refuse(GError *error)
{
    fputs(error->message, stderr);
    g_error_free(error);
    return STATUS_BAD_INPUT;
}

static bool wants_svg(const Options *options)
{
    return options->output && g_str_has_suffix(options->output, ".svg");
}

/* -------- what is asked -------- */

/* One of several has to be chosen. */
static const AskedVariant *the_variant(const Asked *asked)
{
    if (asked->variants->len == 1) return &g_array_index(asked->variants, AskedVariant, 0);
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < asked->variants->len; i++)
        g_string_append_printf(names, "%s%s", i ? ", " : "",
                               g_array_index(asked->variants, AskedVariant, i).variant->name);
    fprintf(stderr, "checker: error: a graph is of one variant; --variant NAME chooses of %s\n",
            names->str);
    return NULL;
}

static GraphLimits limits_of(const Options *options)
{
    uint64_t usual = options->statuses ? GRAPH_MOST_STATUSES : GRAPH_MOST_STATES;
    return (GraphLimits){.states = options->has_max_states ? options->max_states : usual,
                         .interrupted = interrupted};
}

/* -------- making it -------- */

static char *states(const Question *question, const SearchOptions *search_options,
                    const char *title, GraphLimits limits)
{
    SearchOptions options = *search_options;
    options.strategy = STRATEGY_BFS;
    options.no_symmetry = options.no_por = true;
    options.limits.states = limits.states;
    Result result = search(question, &options);
    g_autoptr(Path) path =
        result.has_schedule ? path_of_schedule(question->subject, &result.schedule) : NULL;
    char *dot = graph_states_dot(question, path, title, limits);
    result_free(&result);
    return dot;
}

static char *make(const Options *options, const AskedVariant *asked)
{
    const Variant *variant = asked->variant;
    GraphLimits limits = limits_of(options);
    g_autofree char *title = g_strdup_printf("%s: %s", asked->scenario->title, variant->name);
    char *dot = options->statuses ? graph_statuses_dot(&variant->question, title, limits)
                                  : states(&variant->question, &variant->options, title, limits);
    if (dot) return dot;
    if (*interrupted) fputs("checker: interrupted; nothing is written\n", stderr);
    else
        fprintf(stderr,
                "%s: %s has more than %" G_GUINT64_FORMAT
                " states, and nothing is drawn; --max-states N draws more\n",
                asked->scenario->path, variant->name, limits.states);
    return NULL;
}

static int put(const Options *options, FILE *out, const char *dot)
{
    GError *error = NULL;
    if (!options->output) {
        fputs(dot, out);
        return STATUS_FINE;
    }
    g_autofree char *text = wants_svg(options) ? graphviz_svg(dot, &error) : g_strdup(dot);
    bool written = text && output_file_write(options->output, text, -1, options->force, &error);
    return written ? STATUS_FINE : refuse(error);
}

int graph_command(const Options *options, FILE *out)
{
    bool is_dot = !options->output || g_str_has_suffix(options->output, ".dot");
    if (!is_dot && !wants_svg(options)) {
        fprintf(stderr, "%s: error: a graph ends in .dot or .svg\n", options->output);
        return STATUS_BAD_INPUT;
    }
    GError *error = NULL;
    if (options->output && !output_file_check(options->output, options->force, &error))
        return refuse(error);
    Asked asked;
    int status = STATUS_BAD_INPUT;
    if (!asked_read(&asked, options, options->operands, &error)) {
        refuse(error);
    } else {
        const AskedVariant *variant = the_variant(&asked);
        g_autofree char *dot = variant ? make(options, variant) : NULL;
        if (dot) status = put(options, out, dot);
        else if (variant) status = STATUS_INCOMPLETE;
    }
    asked_clear(&asked);
    return status;
}
