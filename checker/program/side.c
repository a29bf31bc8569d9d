#include "checker/program/side.h"

#include "checker/scenario/nearest.h"

#include <string.h>

static bool complain(GError **error, char *sentence)
{
    g_set_error(error, OPTIONS_ERROR, 0, "checker: %s\n", sentence);
    g_free(sentence);
    return false;
}

/* The variant of that name; NULL: the only one. */
static bool choose(Side *side, const char *name, GError **error)
{
    const GPtrArray *variants = side->scenario->variants;
    g_autofree const char **names = g_new(const char *, variants->len + 1);
    for (guint i = 0; i < variants->len; i++) {
        const Variant *variant = g_ptr_array_index(variants, i);
        names[i] = variant->name;
        if (name && strcmp(variant->name, name) == 0) side->variant = variant;
    }
    names[variants->len] = NULL;
    if (!name && variants->len == 1) side->variant = g_ptr_array_index(variants, 0);
    if (side->variant) return true;
    const char *path = side->scenario->path;
    if (!name) {
        g_autofree char *all = g_strjoinv(", ", (char **)names);
        return complain(error, g_strdup_printf("%s has several variants: %s:NAME, where NAME is "
                                               "one of %s",
                                               path, path, all));
    }
    const char *nearest = nearest_word(name, names, variants->len);
    return complain(error, g_strdup_printf("%s has no variant `%s`%s%s%s", path, name,
                                           nearest ? "; did you mean `" : "",
                                           nearest ? nearest : "", nearest ? "`?" : ""));
}

/* Where FILE ends in FILE:VARIANT.  A file may have a colon in its name. */
static const char *variant_in(const char *text)
{
    if (g_file_test(text, G_FILE_TEST_EXISTS)) return NULL;
    return strrchr(text, ':');
}

bool side_read(Side *ret, const Models *models, const char *text, const Side *beside,
               const GArray *changes, GError **error)
{
    *ret = (Side){0};
    const char *colon = variant_in(text);
    bool names_file = colon || !beside || g_file_test(text, G_FILE_TEST_EXISTS);
    g_autofree char *path = !names_file ? g_strdup(beside->scenario->path)
                            : colon     ? g_strndup(text, (gsize)(colon - text))
                                        : g_strdup(text);
    ret->scenario = settings_read_scenario(
        path, (const SubjectModule *)(void *)models->modules->data, models->modules->len,
        (const SettingChange *)(void *)changes->data, changes->len, error);
    return ret->scenario && choose(ret, colon ? colon + 1 : names_file ? NULL : text, error);
}

void side_clear(Side *side)
{
    scenario_free(side->scenario);
    *side = (Side){0};
}

char *side_name(const Side *side)
{
    return g_strdup_printf("%s  %s", side->scenario->path, side->variant->name);
}
