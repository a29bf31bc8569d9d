/* The reference of scenario files, written from the tables that read them. */
#include "checker/scenario/reader.h"

#include "checker/scenario/vocabulary.h"

#include <string.h>

static void append_row(GString *out, const char *name, const char *value, const char *meaning)
{
    if (value) g_string_append_printf(out, "| `%s` | %s | %s |\n", name, value, meaning);
    else g_string_append_printf(out, "| `%s` | %s |\n", name, meaning);
}

static void append_level(GString *out, const char *heading, const Level *level)
{
    g_string_append_printf(out, "\n## %s\n\n| key | what stands there | meaning |\n|---|---|---|\n",
                           heading);
    for (uint32_t i = 0; i < level->count; i++)
        append_row(out, level->keys[i].name, level->keys[i].value, level->keys[i].meaning);
}

/* -------- keys -------- */

static void append_keys(GString *out)
{
    append_level(out, "A scenario", &scenario_level);
    append_level(out, "`history`", &history_level);
    append_level(out, "`world`", &world_level);
    append_level(out, "An actor", &actor_level);
    append_level(out, "A check", &check_level);
    g_string_append(out, "\nA condition is an expression (below), the name of an invariant, or a "
                         "map:\n");
    append_level(out, "A condition on an actor", &condition_level);
    append_level(out, "`expect`", &expect_level);
    g_string_append(out,
                    "\nBy themselves, without a map: `expect: holds`, `expect: deadlock`, `expect: "
                    "incomplete`.\n`find` has the same verdicts but `holds` and `incomplete`, and "
                    "by themselves `find: throws`,\n`violates`, `stuck`, `livelock` or `deadlock` "
                    "mean any of that kind.\n");
    append_level(out, "`explore`", &explore_level);
}

/* -------- live scenarios -------- */

static void append_live_keys(GString *out)
{
    append_level(out, "A live scenario", &live_level);
    g_string_append(out, "\n`subject` says that it is one. docs/live.md has examples.\n");
    append_level(out, "`explore` of a live scenario", &live_explore_level);
    append_level(out, "`expect` of a live scenario", &live_expect_level);
    g_string_append(out, "\nBy itself, without a map, too: `expect: data race`.\n"
                         "\n## Verdicts of programs\n\n| verdict | meaning |\n|---|---|\n");
#define VERDICT(name, word, meaning) append_row(out, word, NULL, meaning);
#include "checker/live/verdicts.def"
    g_string_append(out, "\n## Strategies for programs\n\n| strategy | runs |\n|---|---|\n");
#define STRATEGY(name, word, runs)                                                                 \
    if (LIVE_##name != LIVE_REPLAY) append_row(out, word, NULL, runs);
#include "checker/live/strategies.def"
}

/* -------- variants -------- */

static void append_overrides(GString *out, const char *heading, const Level *level)
{
    static const char *const effects[] = {[OVERRIDE_VALUE] = "the value is replaced",
                                          [OVERRIDE_KEYS] = "key by key",
                                          [OVERRIDE_RECORDS] = "key by key within each actor",
                                          [OVERRIDE_APPEND] = "more are added"};
    g_string_append_printf(out, "\n## %s\n\n| key | how |\n|---|---|\n", heading);
    for (uint32_t i = 0; i < level->count; i++) {
        const Key *key = &level->keys[i];
        if (key->override != OVERRIDE_NEVER)
            append_row(out, key->name, NULL, effects[key->override]);
    }
}

/* -------- the model's vocabulary -------- */

static void append_operations(GString *out)
{
    static const char *const arguments[] = {
        [NO_ARGUMENT] = "", [A_G] = ": g1", [A_P] = ": p1", [A_NUMBER] = ": 1"};
    g_string_append(out, "\n## Operations\n\n| operation | done by | meaning |\n|---|---|---|\n");
    for (int id = 0; id < OPERATION_COUNT; id++) {
        const OperationInfo *info = &operation_info[id];
        g_autofree char *name = g_strconcat(info->name, arguments[info->argument], NULL);
        append_row(out, name, info->who == ON_G ? "a goroutine" : "an M", info->meaning);
    }
    for (uint32_t i = 0; i < composite_count; i++)
        append_row(out, composites[i].name, "a goroutine", composites[i].meaning);
    append_row(out, "{repeat: 2, of: [syscall]}", "both", "so many times, one after the other");
    append_row(out, "{forever: [syscall]}", "both", "again and again; nothing can come after it");
    append_row(out, "{either: [[syscall], []]}", "both", "one of these lists, whichever: a choice");
}

static void append_settings(GString *out)
{
    g_string_append(out, "\n## Settings\n\nThe value in bold holds when the scenario is silent.\n\n"
                         "| setting | values | meaning |\n|---|---|---|\n");
    for (int id = 0; id < SETTING_COUNT; id++) {
        const SettingInfo *info = &setting_info[id];
        GString *values = g_string_new(NULL);
        for (int i = 0; i < SETTING_MAX_VALUES && info->values[i]; i++) {
            const char *mark = i == info->standard ? "**" : "";
            g_string_append_printf(values, "%s%s%s%s", i ? ", " : "", mark, info->values[i], mark);
        }
        append_row(out, info->name, values->str, info->meaning);
        g_string_free(values, TRUE);
    }
}

static void append_invariants(GString *out)
{
    g_string_append(out, "\n## Invariants\n\n| invariant | meaning |\n|---|---|\n");
    for (uint32_t i = 0; i < go_invariant_count; i++)
        append_row(out, go_invariants[i].name, NULL, go_invariants[i].text);
}

static void append_strategies(GString *out)
{
    g_string_append(out, "\n## Strategies\n\n");
    for (uint32_t i = 0; i < scenario_strategy_count; i++)
        g_string_append_printf(out, "%s`%s`", i ? ", " : "", scenario_strategies[i]);
    g_string_append(out, "\n");
}

/* -------- expressions -------- */

static const char grammar[] =
    "\n## Expressions\n"
    "\n"
    "```\n"
    "condition   a or b, a and b, not a, a implies b, (a), true, false, a flag, a comparison\n"
    "comparison  a == b, a != b of one type; a < b, a <= b, a > b, a >= b of numbers\n"
    "number      7, a + b, a - b, -a, count(p, condition), a field that is a number or a flag\n"
    "value       the name of one of its kind's values: Pgcstop, Gwaiting, posted\n"
    "reference   p1, nil, a variable, a field that refers to an object\n"
    "field       sched.stopwait, p1.status, p.status where p is a variable, m1.p.status\n"
    "quantifier  forall(p, condition), exists(p, condition), count(p, condition);\n"
    "            forall(a in p, condition) calls the variable a\n"
    "```\n"
    "\n"
    "From loose to tight: `implies` (groups to the right), `or`, `and`, `not`, comparisons, `+ "
    "-`.\n"
    "A comparison with a member of nil is false, whatever it compares; so is a flag of nil.\n";

/* "a G status: Gidle, Grunnable, ..." */
static void append_kind(GString *out, const ValueKind *kind)
{
    g_string_append_printf(out, "- %s:", kind->name);
    for (uint32_t i = 0; i < kind->value_count; i++)
        if (kind->values[i]) g_string_append_printf(out, "%s %s", i ? "," : "", kind->values[i]);
    g_string_append_c(out, '\n');
}

static void append_fields(GString *out, const Subject *subject)
{
    g_string_append(out, "\n## Fields\n\n| field | kind | meaning |\n|---|---|---|\n");
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->index > 1) continue;
        const char *refers = vocabulary_reference(subject, field->kind) ? "reference to " : "";
        g_autofree char *name = g_strdup_printf("%s.%s", field->object, field->member);
        g_autofree char *kind = g_strconcat(refers, field->kind->name, NULL);
        append_row(out, name, kind, field->meaning);
    }
}

static void append_kinds(GString *out, const Subject *subject)
{
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    g_string_append(out, "\n## Values\n\n");
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const ValueKind *kind = subject->fields[i].kind;
        if (!kind->values || vocabulary_reference(subject, kind)) continue;
        if (g_hash_table_add(known, (char *)kind->name)) append_kind(out, kind);
    }
}

char *scenario_reference(void)
{
    Config config;
    config_init(&config);
    config.ps = config.ms = config.gs = 1;
    GoModel *model = g_new0(GoModel, 1);
    go_model_init(model, &config, NULL);

    GString *out = g_string_new("# Scenario reference\n\nWritten by `checker list` from the tables "
                                "that read scenario files.\n");
    append_keys(out);
    append_overrides(out, "What a variant overrides", &scenario_level);
    append_live_keys(out);
    append_overrides(out, "What a variant of a live scenario overrides", &live_level);
    append_operations(out);
    append_settings(out);
    append_invariants(out);
    append_strategies(out);
    g_string_append(out, grammar);
    append_fields(out, &model->subject);
    append_kinds(out, &model->subject);
    g_free(model);
    return g_string_free(out, FALSE);
}
