#include "checker/program/asked.h"

#include "checker/program/files.h"
#include "checker/program/interrupt.h"
#include "checker/program/settle.h"
#include "checker/scenario/nearest.h"

#include <string.h>

/* -------- which variants -------- */

bool asked_for(const Options *options, const Variant *variant)
{
    const GPtrArray *names = options->variant;
    for (guint i = 0; i < names->len; i++)
        if (strcmp(g_ptr_array_index(names, i), variant->name) == 0) return true;
    return names->len == 0;
}

static GPtrArray *variant_names(const GPtrArray *scenarios)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; i < scenarios->len; i++) {
        const Scenario *scenario = g_ptr_array_index(scenarios, i);
        for (guint k = 0; k < scenario->variants->len; k++)
            g_ptr_array_add(names, ((Variant *)g_ptr_array_index(scenario->variants, k))->name);
    }
    return names;
}

char *asked_unknown_variant(const Options *options, const GPtrArray *scenarios)
{
    g_autoptr(GPtrArray) names = variant_names(scenarios);
    for (guint i = 0; i < options->variant->len && scenarios->len; i++) {
        const char *name = g_ptr_array_index(options->variant, i);
        if (g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL)) continue;
        const char *nearest = nearest_word(name, (const char *const *)names->pdata, names->len);
        return g_strdup_printf("no scenario here has a variant `%s`%s%s%s", name,
                               nearest ? "; did you mean `" : "", nearest ? nearest : "",
                               nearest ? "`?" : "");
    }
    return NULL;
}

/* -------- reading -------- */

/* What is wrong with one file is no reason not to look at the next. */
static void note(GString *mistakes, GError *mistake)
{
    g_string_append(mistakes, mistake->message);
    g_error_free(mistake);
}

static void read_scenarios(Asked *asked, const GPtrArray *paths, GString *mistakes)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    GError *mistake = NULL;
    for (guint i = 0; i < paths->len; i++, mistake = NULL)
        if (!files_collect(g_ptr_array_index(paths, i), files, &mistake)) note(mistakes, mistake);
    for (guint i = 0; i < files->len; i++, mistake = NULL) {
        Scenario *scenario = models_read(&asked->models, g_ptr_array_index(files, i), &mistake);
        if (scenario) g_ptr_array_add(asked->scenarios, scenario);
        else note(mistakes, mistake);
    }
}

static void load_models(Asked *asked, const Options *options, GString *mistakes)
{
    GError *mistake = NULL;
    for (guint i = 0; i < options->subject->len; i++, mistake = NULL)
        if (!models_add(&asked->models, g_ptr_array_index(options->subject, i), &mistake))
            note(mistakes, mistake);
}

static void settle_limits(const Options *options, SearchOptions *search)
{
    Limits *limits = &search->limits;
    limits->memory = options->has_max_memory ? options->max_memory : settle_most_memory();
    if (options->has_max_states) limits->states = options->max_states;
    if (options->has_max_depth) limits->depth = (uint32_t)options->max_depth;
    if (options->has_time_limit) limits->seconds = options->time_limit;
    if (options->has_runs) limits->runs = options->runs;
    if (options->has_seed) search->seed = options->seed;
    search->interrupted = interrupted;
}

static void take_variants(Asked *asked, const Options *options)
{
    for (guint i = 0; i < asked->scenarios->len; i++) {
        const Scenario *scenario = g_ptr_array_index(asked->scenarios, i);
        for (guint k = 0; k < scenario->variants->len; k++) {
            AskedVariant one = {scenario, g_ptr_array_index(scenario->variants, k)};
            if (!asked_for(options, one.variant)) continue;
            settle_limits(options, &one.variant->options);
            g_array_append_val(asked->variants, one);
        }
    }
}

bool asked_read(Asked *ret, const Options *options, const GPtrArray *paths, GError **error)
{
    g_autoptr(GString) mistakes = g_string_new(NULL);
    *ret = (Asked){.models = models_new(),
                   .scenarios = g_ptr_array_new_with_free_func((GDestroyNotify)scenario_free),
                   .variants = g_array_new(FALSE, FALSE, sizeof(AskedVariant))};
    load_models(ret, options, mistakes);
    if (!mistakes->len) read_scenarios(ret, paths, mistakes);
    g_autofree char *unknown = asked_unknown_variant(options, ret->scenarios);
    if (unknown) g_string_append_printf(mistakes, "checker: %s\n", unknown);
    if (mistakes->len) g_set_error_literal(error, OPTIONS_ERROR, 0, mistakes->str);
    else take_variants(ret, options);
    return !mistakes->len;
}

void asked_clear(Asked *asked)
{
    g_array_unref(asked->variants);
    g_ptr_array_unref(asked->scenarios);
    models_clear(&asked->models);
}
