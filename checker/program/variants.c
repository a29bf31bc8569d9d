#include "checker/program/variants.h"

#include "checker/scenario/nearest.h"

#include <string.h>

bool variant_is_chosen(const Options *options, const Variant *variant)
{
    const GPtrArray *names = options->variant;
    for (guint i = 0; i < names->len; i++)
        if (strcmp(g_ptr_array_index(names, i), variant->name) == 0) return true;
    return names->len == 0;
}

static GPtrArray *names_of(const GPtrArray *scenarios)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; i < scenarios->len; i++) {
        const Scenario *scenario = g_ptr_array_index(scenarios, i);
        for (guint k = 0; k < scenario->variants->len; k++)
            g_ptr_array_add(names, ((Variant *)g_ptr_array_index(scenario->variants, k))->name);
    }
    return names;
}

GPtrArray *variants_missing(const Options *options, const GPtrArray *scenarios)
{
    GPtrArray *sentences = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) names = names_of(scenarios);
    for (guint i = 0; i < options->variant->len && scenarios->len; i++) {
        const char *name = g_ptr_array_index(options->variant, i);
        if (g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL)) continue;
        const char *nearest = nearest_word(name, (const char *const *)names->pdata, names->len);
        g_ptr_array_add(sentences, g_strdup_printf("no scenario here has a variant `%s`%s%s%s",
                                                   name, nearest ? "; did you mean `" : "",
                                                   nearest ? nearest : "", nearest ? "`?" : ""));
    }
    return sentences;
}

char *variant_file_name(const Scenario *scenario, const Variant *variant)
{
    g_autofree char *file = g_path_get_basename(scenario->path);
    char *dot = strrchr(file, '.');
    if (dot && dot != file) *dot = '\0';
    return g_strdelimit(g_strdup_printf("%s.%s", file, variant->name), "/", '-');
}
