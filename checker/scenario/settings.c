#include "checker/scenario/settings.h"

#include "checker/scenario/nearest.h"
#include "model/go.h"

#include <string.h>

uint32_t settings_count(void)
{
    return SETTING_COUNT;
}

const char *setting_name(uint32_t setting)
{
    return setting_info[setting].name;
}

const char *setting_value_name(uint32_t setting, uint32_t value)
{
    return setting_info[setting].values[value];
}

uint32_t setting_value_count(uint32_t setting)
{
    uint32_t count = 0;
    while (count < SETTING_MAX_VALUES && setting_info[setting].values[count])
        count++;
    return count;
}

/* Only the model go has these invariants. */
static const Config *config_of(const Variant *variant)
{
    const Subject *subject = variant->question.subject;
    if (subject->predicates != go_invariants) return NULL;
    return &((const GoModel *)subject->context)->config;
}

const uint8_t *settings_of(const Variant *variant)
{
    const Config *config = config_of(variant);
    return config ? config->setting : NULL;
}

/* -------- what else a variant has -------- */

static bool same_program(const Program *a, const Program *b)
{
    if (a->length != b->length) return false;
    return a->length == 0 || memcmp(a->code, b->code, a->length * sizeof *a->code) == 0;
}

static bool same_m(const MConfig *a, const MConfig *b)
{
    return a->start == b->start && a->p == b->p && a->daemon == b->daemon &&
           g_strcmp0(a->name, b->name) == 0 && same_program(&a->program, &b->program);
}

static bool same_g(const GConfig *a, const GConfig *b)
{
    return a->start == b->start && a->m == b->m && a->p == b->p && a->daemon == b->daemon &&
           same_program(&a->program, &b->program);
}

static bool same_actors(const Config *a, const Config *b)
{
    for (uint32_t i = 0; i < MAX_MS; i++)
        if (!same_m(&a->m[i], &b->m[i])) return false;
    for (uint32_t i = 0; i < MAX_GS; i++)
        if (!same_g(&a->g[i], &b->g[i])) return false;
    return true;
}

bool settings_alone_differ(const Variant *a, const Variant *b)
{
    const Config *one = config_of(a), *other = config_of(b);
    if (!one || !other) return false;
    return one->ps == other->ps && one->ms == other->ms && one->gs == other->gs &&
           one->stopped == other->stopped && one->blacken == other->blacken &&
           one->markwork == other->markwork && one->phase == other->phase &&
           same_actors(one, other);
}

/* -------- as text -------- */

/* The number of a word among so many, or -1 and *error is set. */
static int number_of(const char *word, const char *what, const char *const *words, uint32_t count,
                     GError **error)
{
    for (uint32_t i = 0; i < count; i++)
        if (words[i] && strcmp(words[i], word) == 0) return (int)i;
    const char *nearest = nearest_word(word, words, count);
    g_set_error(error, SCENARIO_ERROR, 0, "%s `%s`%s%s%s", what, word,
                nearest ? "; did you mean `" : "", nearest ? nearest : "", nearest ? "`?" : "");
    return -1;
}

bool settings_parse(const char *text, SettingChange *ret, GError **error)
{
    const char *names[SETTING_COUNT];
    for (int id = 0; id < SETTING_COUNT; id++)
        names[id] = setting_info[id].name;
    const char *equals = strchr(text, '=');
    if (!equals) {
        g_set_error(error, SCENARIO_ERROR, 0, "`%s` is no setting; expected NAME=VALUE", text);
        return false;
    }
    g_autofree char *name = g_strndup(text, (gsize)(equals - text));
    int setting = number_of(name, "unknown setting", names, SETTING_COUNT, error);
    if (setting < 0) return false;
    g_autofree char *what = g_strdup_printf("%s has no value", name);
    int value =
        number_of(equals + 1, what, setting_info[setting].values, SETTING_MAX_VALUES, error);
    if (value < 0) return false;
    *ret = (SettingChange){(uint8_t)setting, (uint8_t)value};
    return true;
}
