/* The schema of scenario files: the tables of keys, and what binds them together. */
#include "checker/scenario/schema.h"

#include <string.h>

/* -------- pieces -------- */

void schema_required(GString *out, const char *key)
{
    json_open(out, "required", '[');
    json_text(out, NULL, key);
    json_close(out, ']');
}

static void append_requirement(GString *out, const char *key, const char *required)
{
    json_open(out, key, '{');
    schema_required(out, required);
    json_close(out, '}');
}

/* Exactly one of the level's keys that satisfy `counts`. */
static void append_one_of(GString *out, const Level *level, bool (*counts)(const Key *key))
{
    json_open(out, "oneOf", '[');
    for (uint32_t i = 0; i < level->count; i++) {
        if (!counts(&level->keys[i])) continue;
        json_open(out, NULL, '{');
        schema_required(out, level->keys[i].name);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void append_level_definition(GString *out, const char *name, const Level *level)
{
    json_open(out, name, '{');
    schema_level(out, level, false);
    json_close(out, '}');
}

/* A map from names to values of one definition. */
static void append_map(GString *out, const char *definition, const char *names, uint32_t least,
                       uint32_t most)
{
    json_text(out, "type", "object");
    json_number(out, "minProperties", least);
    json_number(out, "maxProperties", most);
    json_open(out, "propertyNames", '{');
    json_text(out, "pattern", names);
    json_close(out, '}');
    schema_referring(out, "additionalProperties", definition);
}

/* -------- text -------- */

/* A plain 7 or true is text where text is wanted.  The pattern is printable.c's in short. */
static void append_text(GString *out)
{
    static const char *const types[] = {"string", "number", "boolean"};
    json_open(out, "text", '{');
    json_open(out, "type", '[');
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        json_text(out, NULL, types[i]);
    json_close(out, ']');
    json_number(out, "minLength", 1);
    json_text(out, "pattern", "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$");
    json_close(out, '}');
}

static void append_parameters(GString *out)
{
    json_open(out, "parameters", '{');
    json_text(out, "type", "object");
    schema_referring(out, "additionalProperties", "text");
    json_close(out, '}');
}

/* -------- checks -------- */

static bool is_condition(const Key *key)
{
    return strcmp(key->value, "a condition") == 0;
}

/* An expression, the name of an invariant, or {actor: NAME, is: done}. */
static void append_condition(GString *out)
{
    json_open(out, "condition", '{');
    json_open(out, "anyOf", '[');
    schema_referring(out, NULL, "text");
    json_open(out, NULL, '{');
    schema_level(out, &condition_level, false);
    json_open(out, "required", '[');
    for (uint32_t i = 0; i < condition_level.count; i++)
        json_text(out, NULL, condition_level.keys[i].name);
    json_close(out, ']');
    json_close(out, '}');
    json_close(out, ']');
    json_close(out, '}');
}

static void append_check(GString *out)
{
    json_open(out, "check", '{');
    schema_level(out, &check_level, false);
    append_one_of(out, &check_level, is_condition);
    json_close(out, '}');
}

/* Which words stand for themselves depends on the model (append_models). */
static void append_checks(GString *out)
{
    json_open(out, "checks", '{');
    json_text(out, "type", "array");
    json_number(out, "maxItems", MAX_CHECKS);
    json_open(out, "items", '{');
    json_open(out, "anyOf", '[');
    json_open(out, NULL, '{');
    json_text(out, "type", "string");
    json_close(out, '}');
    schema_referring(out, NULL, "check");
    json_close(out, ']');
    json_close(out, '}');
    json_close(out, '}');
}

/* -------- verdicts -------- */

static bool is_verdict(const Key *key)
{
    return !g_str_has_prefix(key->value, "a number");
}

static void append_words(GString *out, uint32_t first, uint32_t end)
{
    json_open(out, "enum", '[');
    for (uint32_t i = first; i < end; i++)
        json_text(out, NULL, verdict_words[i].word);
    json_close(out, ']');
}

/* A word, or a map with one verdict; the words of `find` are others than those of `expect`. */
static void append_verdict(GString *out, const char *name, const Level *level, uint32_t first,
                           uint32_t end)
{
    json_open(out, name, '{');
    json_open(out, "anyOf", '[');
    json_open(out, NULL, '{');
    append_words(out, first, end);
    json_close(out, '}');
    json_open(out, NULL, '{');
    json_text(out, "type", "object");
    json_flag(out, "additionalProperties", false);
    json_open(out, "properties", '{');
    for (uint32_t i = 0; i < level->count; i++) {
        const Key *key = &level->keys[i];
        json_open(out, key->name, '{');
        json_text(out, "description", key->meaning);
        if (strcmp(key->name, "verdict") == 0) append_words(out, first, end);
        else schema_value(out, key->name, key->value);
        json_close(out, '}');
    }
    json_close(out, '}');
    append_one_of(out, level, is_verdict);
    json_close(out, '}');
    json_close(out, ']');
    json_close(out, '}');
}

/* -------- variants -------- */

void schema_variants(GString *out, const char *definition)
{
    append_map(out, definition, "^[A-Za-z0-9_-][A-Za-z0-9._-]*$", 1, MAX_VARIANTS);
}

static void append_variants(GString *out)
{
    json_open(out, "variant", '{');
    schema_level(out, &scenario_level, true);
    json_close(out, '}');
    json_open(out, "variants", '{');
    schema_variants(out, "variant");
    json_close(out, '}');
    json_open(out, "actors", '{');
    append_map(out, "actor", "^(?!p[1-8]$)[A-Za-z0-9_-]+$", 0, MAX_ACTORS);
    json_close(out, '}');
}

/* -------- which model -------- */

void schema_everywhere(GString *out, SchemaMembers *members)
{
    json_open(out, "properties", '{');
    members(out);
    json_open(out, "variants", '{');
    json_open(out, "additionalProperties", '{');
    json_open(out, "properties", '{');
    members(out);
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
}

/* A model of one's own is configured by parameters alone. */
static void append_for_own(GString *out)
{
    static const char *const keys[] = {"world", "settings", "actors"};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        json_flag(out, keys[i], false);
}

static void append_for_go(GString *out)
{
    json_flag(out, "parameters", false);
    json_open(out, "check", '{');
    json_open(out, "items", '{');
    json_open(out, "if", '{');
    json_text(out, "type", "string");
    json_close(out, '}');
    schema_referring(out, "then", "invariant");
    json_close(out, '}');
    json_close(out, '}');
}

void schema_needs_actors(GString *out)
{
    json_open(out, "anyOf", '[');
    append_requirement(out, NULL, "actors");
    json_open(out, NULL, '{');
    schema_required(out, "variants");
    json_open(out, "properties", '{');
    json_open(out, "variants", '{');
    append_requirement(out, "additionalProperties", "actors");
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, ']');
}

static void append_models(GString *out)
{
    json_open(out, "if", '{');
    schema_required(out, "model");
    json_open(out, "properties", '{');
    json_open(out, "model", '{');
    json_open(out, "not", '{');
    json_text(out, "const", "go");
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
    json_open(out, "then", '{');
    schema_everywhere(out, append_for_own);
    json_close(out, '}');
    json_open(out, "else", '{');
    schema_everywhere(out, append_for_go);
    schema_needs_actors(out);
    json_close(out, '}');
}

/* -------- the whole -------- */

/* What `subject` says to be run is no model. */
static void append_subjects(GString *out)
{
    json_text(out, "type", "object");
    json_open(out, "if", '{');
    schema_required(out, "subject");
    json_close(out, '}');
    schema_referring(out, "then", "live-scenario");
    schema_referring(out, "else", "model-scenario");
}

static void append_definitions(GString *out)
{
    json_open(out, "definitions", '{');
    append_text(out);
    append_parameters(out);
    append_level_definition(out, "history", &history_level);
    append_level_definition(out, "world", &world_level);
    append_level_definition(out, "explore", &explore_level);
    append_level_definition(out, "actor", &actor_level);
    append_condition(out);
    append_check(out);
    append_checks(out);
    append_verdict(out, "expect", &expect_level, 0, EXPECT_WORDS);
    append_verdict(out, "find", &find_level, FIND_FIRST, VERDICT_WORD_COUNT);
    append_variants(out);
    schema_go_definitions(out);
    schema_live_definitions(out);
    json_open(out, "model-scenario", '{');
    schema_level(out, &scenario_level, false);
    append_models(out);
    json_close(out, '}');
    json_close(out, '}');
}

char *scenario_schema(void)
{
    g_autoptr(GString) out = g_string_new("{");
    json_text(out, "$schema", "http://json-schema.org/draft-07/schema#");
    json_text(out, "$id", "urn:checker:scenario");
    json_text(out, "title", "A scenario of checker");
    json_text(out, "$comment",
              "Written by `checker list --format json-schema` from the tables that read scenario "
              "files.");
    schema_required(out, "title");
    append_subjects(out);
    append_definitions(out);
    json_close(out, '}');
    return json_pretty(out->str);
}
