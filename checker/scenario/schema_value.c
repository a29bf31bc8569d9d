/* From the words of the tables, "a number from 1 to 8", to schemas. */
#include "checker/scenario/schema.h"

#include <stdio.h>
#include <string.h>

/* What has a definition of its own, by the words of the table. */
static const struct {
    const char *words, *definition;
} structures[] = {
    {"text", "text"},
    {"a message", "text"},
    {"the name of a check", "text"},
    {"the name of an actor", "text"},
    {"go, or the name of a --subject", "text"},
    {"a condition", "condition"},
    {"a map of name: value", "parameters"},
    {"a map of setting: value", "settings"},
    {"a map of name: actor", "actors"},
    {"a list of checks", "checks"},
    {"a list of operations", "program"},
    {"a verdict", "find"},
    {"a verdict, or a map with figures", "expect"},
    {"a map of name: overrides", "variants"},
    {"a list of paths", "texts"},
    {"a list of words", "texts"},
    {"a list of g-on-one-m", "live-check"},
    {"a map of limits", "live-explore"},
    {"a verdict of a program", "live-verdict"},
    {"a verdict of a program, or a map with figures", "live-expect"},
    {"a map of name: differences", "live-variants"},
};

void schema_reference(GString *out, const char *definition)
{
    g_autofree char *target = g_strdup_printf("#/definitions/%s", definition);
    json_open(out, "allOf", '[');
    json_open(out, NULL, '{');
    json_text(out, "$ref", target);
    json_close(out, '}');
    json_close(out, ']');
}

void schema_referring(GString *out, const char *key, const char *definition)
{
    json_open(out, key, '{');
    schema_reference(out, definition);
    json_close(out, '}');
}

void schema_constant(GString *out, const char *word, const char *meaning)
{
    json_open(out, NULL, '{');
    json_text(out, "const", word);
    if (meaning) json_text(out, "description", meaning);
    json_close(out, '}');
}

void schema_integer(GString *out, uint64_t least, uint64_t most)
{
    json_text(out, "type", "integer");
    json_number(out, "minimum", least);
    if (most < G_MAXUINT64) json_number(out, "maximum", most);
}

static bool append_structure(GString *out, const char *key, const char *words)
{
    for (size_t i = 0; i < G_N_ELEMENTS(structures); i++) {
        if (strcmp(structures[i].words, words) != 0) continue;
        schema_reference(out, structures[i].definition);
        return true;
    }
    bool is_level = strcmp(words, "a map") == 0; /* named like its key */
    if (is_level) schema_reference(out, key);
    return is_level;
}

/* "a number", "a number, at least 1", "a number from 1 to 8", "the number 1" */
static bool append_number(GString *out, const char *words)
{
    unsigned long long least = 0, most = G_MAXUINT64;
    bool is_one = sscanf(words, "the number %llu", &least) == 1;
    if (!is_one && !g_str_has_prefix(words, "a number")) return false;
    if (is_one) most = least;
    sscanf(words, "a number, at least %llu", &least);
    sscanf(words, "a number from %llu to %llu", &least, &most);
    schema_integer(out, least, most);
    return true;
}

/* "g1 to g8" */
static bool append_id(GString *out, const char *words)
{
    char letter, again;
    unsigned first, last;
    int used = 0;
    if (sscanf(words, "%c%u to %c%u%n", &letter, &first, &again, &last, &used) != 4) return false;
    if (words[used] || letter != again) return false;
    g_autofree char *pattern = g_strdup_printf("^%c[%u-%u]$", letter, first, last);
    json_text(out, "type", "string");
    json_text(out, "pattern", pattern);
    return true;
}

static bool append_version(GString *out, const char *words)
{
    if (!g_str_has_prefix(words, "a version")) return false;
    json_text(out, "type", "string");
    json_text(out, "pattern", "^[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}$");
    return true;
}

/* "off, scan or mark": words and nothing else. */
static bool append_words(GString *out, const char *words)
{
    g_auto(GStrv) list = NULL;
    if (!g_regex_match_simple("^[a-z-]+(, [a-z-]+)*( or [a-z-]+)?$", words, 0, 0)) return false;
    list = g_regex_split_simple(", | or ", words, 0, 0);
    json_open(out, "enum", '[');
    for (char **word = list; *word; word++)
        json_text(out, NULL, *word);
    json_close(out, ']');
    return true;
}

void schema_value(GString *out, const char *key, const char *words)
{
    bool is_flag = strcmp(words, "true or false") == 0;
    if (is_flag) json_text(out, "type", "boolean");
    bool known = is_flag || append_structure(out, key, words) || append_number(out, words) ||
                 append_id(out, words) || append_version(out, words) || append_words(out, words);
    g_assert(known);
}

void schema_level(GString *out, const Level *level, bool override_only)
{
    json_text(out, "type", "object");
    json_flag(out, "additionalProperties", false);
    json_open(out, "properties", '{');
    for (uint32_t i = 0; i < level->count; i++) {
        const Key *key = &level->keys[i];
        if (override_only && key->override == OVERRIDE_NEVER) continue;
        json_open(out, key->name, '{');
        json_text(out, "description", key->meaning);
        schema_value(out, key->name, key->value);
        json_close(out, '}');
    }
    json_close(out, '}');
}
