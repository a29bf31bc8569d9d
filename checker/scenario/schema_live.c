/* The schema of live scenarios. */
#include "checker/scenario/schema.h"

static void append_level(GString *out, const char *name, const Level *level, bool override_only)
{
    json_open(out, name, '{');
    schema_level(out, level, override_only);
    json_close(out, '}');
}

static void append_texts(GString *out)
{
    json_open(out, "texts", '{');
    json_text(out, "type", "array");
    schema_referring(out, "items", "text");
    json_close(out, '}');
}

static void append_check(GString *out)
{
    json_open(out, "live-check", '{');
    json_text(out, "type", "array");
    json_open(out, "items", '{');
    json_text(out, "const", "g-on-one-m");
    json_close(out, '}');
    json_close(out, '}');
}

/* -------- verdicts -------- */

static void append_verdicts(GString *out)
{
    json_open(out, "live-verdict", '{');
    json_open(out, "oneOf", '[');
#define VERDICT(name, word, meaning)                                                               \
    if (LIVE_##name != LIVE_DIVERGES && LIVE_##name != LIVE_UNSUPPORTED)                           \
        schema_constant(out, word, meaning);
#include "checker/live/verdicts.def"
    json_close(out, ']');
    json_close(out, '}');
}

static void append_expect(GString *out)
{
    json_open(out, "live-expect", '{');
    json_open(out, "anyOf", '[');
    schema_referring(out, NULL, "live-verdict");
    json_open(out, NULL, '{');
    schema_level(out, &live_expect_level, false);
    schema_required(out, "verdict");
    json_close(out, '}');
    json_close(out, ']');
    json_close(out, '}');
}

/* -------- program or runtime -------- */

/* Keys of the other subject. */
static void forbid(GString *out, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        json_flag(out, keys[i], false);
}

static void append_for_program(GString *out)
{
    static const char *const keys[] = {"world", "settings", "actors", "check"};
    forbid(out, keys, G_N_ELEMENTS(keys));
}

static void append_for_runtime(GString *out)
{
    static const char *const keys[] = {"program", "sources", "options", "arguments"};
    forbid(out, keys, G_N_ELEMENTS(keys));
}

static void append_subjects(GString *out)
{
    json_open(out, "if", '{');
    json_open(out, "properties", '{');
    json_open(out, "subject", '{');
    json_text(out, "const", "runtime");
    json_close(out, '}');
    json_close(out, '}');
    json_close(out, '}');
    json_open(out, "then", '{');
    schema_everywhere(out, append_for_runtime);
    schema_needs_actors(out);
    json_close(out, '}');
    json_open(out, "else", '{');
    schema_everywhere(out, append_for_program);
    json_close(out, '}');
}

/* -------- the whole -------- */

void schema_live_definitions(GString *out)
{
    append_texts(out);
    append_check(out);
    append_verdicts(out);
    append_expect(out);
    append_level(out, "live-explore", &live_explore_level, false);
    append_level(out, "live-variant", &live_level, true);
    json_open(out, "live-variants", '{');
    schema_variants(out, "live-variant");
    json_close(out, '}');
    json_open(out, "live-scenario", '{');
    schema_level(out, &live_level, false);
    append_subjects(out);
    json_close(out, '}');
}
