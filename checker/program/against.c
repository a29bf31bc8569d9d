#include "checker/program/against.h"

#include "checker/program/options.h"
#include "checker/scenario/nearest.h"

#include <string.h>

enum { OTHER_ACTORS = 1000 };

static bool has_line(char *const *lines, const char *line)
{
    return g_strv_contains((const char *const *)lines, line);
}

static char **lines_of(const Variant *variant)
{
    return g_strsplit(variant->configuration ? variant->configuration : "", "\n", -1);
}

/* The line that begins with the same word, or NULL. */
static const char *counterpart(char *const *lines, const char *line)
{
    size_t word = strcspn(line, " ");
    for (; *lines; lines++)
        if (strncmp(*lines, line, word) == 0 && (*lines)[word] == ' ') return *lines;
    return NULL;
}

/* A setting is its name and its value; what is longer says who there is and what they do, and one
 * such difference outweighs all settings. */
static uint32_t weight(const char *line)
{
    const char *space = strchr(line, ' ');
    return space && !strchr(space + 1, ' ') ? 1 : OTHER_ACTORS;
}

static uint32_t distance(const Variant *variant, const Variant *other)
{
    g_auto(GStrv) here = lines_of(variant), there = lines_of(other);
    uint32_t count = 0;
    for (char **line = here; *line; line++)
        if (!has_line(there, *line)) count += weight(*line);
    for (char **line = there; *line; line++)
        if (!has_line(here, *line) && !counterpart(here, *line)) count += weight(*line);
    return count;
}

const Variant *against_nearest(const Scenario *scenario, const Variant *variant)
{
    const Variant *nearest = NULL;
    uint32_t least = 0;
    for (guint i = 0; i < scenario->variants->len; i++) {
        const Variant *other = g_ptr_array_index(scenario->variants, i);
        bool holds = other->expect.given && other->expect.verdict.kind == VERDICT_HOLDS;
        if (other == variant || !holds) continue;
        uint32_t away = distance(variant, other);
        if (nearest && away >= least) continue;
        nearest = other;
        least = away;
    }
    return nearest;
}

const Variant *against_named(const Scenario *scenario, const char *name, GError **error)
{
    g_autofree const char **names = g_new(const char *, scenario->variants->len + 1);
    for (guint i = 0; i < scenario->variants->len; i++) {
        const Variant *other = g_ptr_array_index(scenario->variants, i);
        if (strcmp(other->name, name) == 0) return other;
        names[i] = other->name;
    }
    const char *nearest = nearest_word(name, names, scenario->variants->len);
    g_set_error(error, OPTIONS_ERROR, 0, "checker: --against: %s has no variant `%s`%s%s%s\n",
                scenario->path, name, nearest ? "; did you mean `" : "", nearest ? nearest : "",
                nearest ? "`?" : "");
    return NULL;
}

/* Of a setting its values; of anything else only that it differs. */
static char *difference(const char *there, const char *here)
{
    size_t word = strcspn(there, " ");
    bool values = here && !strchr(there + word + 1, ' ') && !strchr(here + word + 1, ' ');
    if (values)
        return g_strdup_printf("%.*s: %s instead of %s", (int)word, there, there + word + 1,
                               here + word + 1);
    return g_strdup_printf("%.*s is not the same", (int)word, there);
}

GPtrArray *against_differences(const Variant *variant, const Variant *other)
{
    g_auto(GStrv) here = lines_of(variant), there = lines_of(other);
    GPtrArray *differences = g_ptr_array_new_with_free_func(g_free);
    for (char **line = there; *line; line++)
        if (!has_line(here, *line))
            g_ptr_array_add(differences, difference(*line, counterpart(here, *line)));
    for (char **line = here; *line; line++)
        if (!has_line(there, *line) && !counterpart(there, *line))
            g_ptr_array_add(differences, difference(*line, NULL));
    return differences;
}
