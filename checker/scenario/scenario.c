/* The scenario file as a whole: its keys, its variants, and the ways in and out. */
#include "checker/scenario/scenario.h"

#include "checker/scenario/format.h"
#include "checker/scenario/reader.h"
#include "checker_version.h"

#include <string.h>

G_DEFINE_QUARK(scenario_error, scenario_error)

/* -------- keys -------- */

void read_title(Reader *reader, const Node *value, void *into)
{
    (void)into;
    reader->scenario->title = (char *)read_line(reader, value, "a title: one line");
}

void read_about(Reader *reader, const Node *value, void *into)
{
    (void)into;
    reader->variant->about = read_line(reader, value, "one line");
}

typedef struct History {
    const char *issue, *fix, *era;
} History;

static void read_issue(Reader *reader, const Node *value, void *into)
{
    ((History *)into)->issue = read_line(reader, value, "an issue: golang/go#10618");
}

static void read_fix(Reader *reader, const Node *value, void *into)
{
    ((History *)into)->fix = read_line(reader, value, "a commit");
}

static void read_era(Reader *reader, const Node *value, void *into)
{
    ((History *)into)->era = read_line(reader, value, "a release: go1.5");
}

static const Key history_keys[] = {
    {"issue", "text", "where it was reported: golang/go#10618", read_issue, OVERRIDE_NEVER},
    {"fix", "text", "the commit that fixed it", read_fix, OVERRIDE_NEVER},
    {"era", "text", "the release the model's shape is from", read_era, OVERRIDE_NEVER},
};
const Level history_level = LEVEL("history", history_keys);

void read_history(Reader *reader, const Node *value, void *into)
{
    (void)into;
    History history = {0};
    level_read(reader, &history_level, value, &history);
    GString *text = g_string_new(history.issue);
    if (history.fix)
        g_string_append_printf(text, "%sfixed by %s", text->len ? ", " : "", history.fix);
    if (history.era) g_string_append_printf(text, "%s(%s)", text->len ? " " : "", history.era);
    reader->scenario->history = storage_own(reader->storage, g_string_free(text, FALSE));
}

/* In the order of reading: what is further down may need what is further up. */
static const Key scenario_keys[] = {
    SCENARIO_HEAD,
    {"subject", "program or runtime",
     "real code is run and no model is asked: then the keys are those of a live scenario", NULL,
     OVERRIDE_NEVER},
    {"model", "go, or the name of a --subject", "whom is asked; go if not given", read_model,
     OVERRIDE_NEVER},
    {"parameters", "a map of name: value", "for a model of one's own", read_parameters,
     OVERRIDE_KEYS},
    {"world", "a map", "how large the world is and how it starts", read_world, OVERRIDE_KEYS},
    {"settings", "a map of setting: value", "which historic shape each protocol has", read_settings,
     OVERRIDE_KEYS},
    {"actors", "a map of name: actor", "who starts where and does what", read_actors,
     OVERRIDE_RECORDS},
    {"check", "a list of checks", "what is asked; throws and deadlocks are always looked for",
     read_checks, OVERRIDE_APPEND},
    {"find", "a verdict", "look for this failure only and pass over others", read_find,
     OVERRIDE_VALUE},
    {"expect", "a verdict, or a map with figures", "the known answer; any other is a failure",
     read_expect, OVERRIDE_VALUE},
    {"explore", "a map", "how it is searched", read_explore, OVERRIDE_KEYS},
    {"variants", "a map of name: overrides",
     "the same question with differences, each asked by itself; without it there is one, `default`",
     NULL, OVERRIDE_NEVER},
};
const Level scenario_level = LEVEL("a scenario", scenario_keys);

/* -------- variants -------- */

static void finish_variant(Reader *reader)
{
    Variant *variant = reader->variant;
    uint32_t count = reader->checks->len;
    Check *checks = storage_new0(reader->storage, Check, count);
    for (uint32_t i = 0; i < count; i++)
        checks[i] = g_array_index(reader->checks, Check, i);
    variant->question.subject = subject_of(reader);
    variant->question.check_count = count;
    variant->question.checks = checks;
    if (reader->faulty) return;
    symmetry_find(reader);
    variant->digest = storage_own(reader->storage, digest_variant(reader));
    variant->configuration = storage_own(reader->storage, configuration_text(reader));
    g_ptr_array_add(reader->scenario->variants, variant);
}

static void read_variant(Reader *reader, const char *name, uint32_t line, const Node *node)
{
    reader->variant = storage_new0(reader->storage, Variant, 1);
    reader->variant->name = (char *)name;
    reader->variant->line = line;
    reader->faulty = false;
    reader->module = NULL;
    reader->parameters = NULL;
    reader->actor_count = 0;
    reader->subject = NULL;
    memset(reader->pinned_by, 0, sizeof reader->pinned_by);
    reader->checks = g_array_new(FALSE, TRUE, sizeof(Check));
    config_init(&reader->config);
    if (reader->scenario->live) live_begin_variant(reader);
    level_read(reader, reader->level, node, NULL);
    if (reader->scenario->live) live_finish_variant(reader, node);
    else finish_variant(reader);
    g_array_unref(reader->checks);
}

/* A variant's name is part of file names. */
static void check_variant_name(Reader *reader, const Node *key)
{
    size_t letters = strspn(key->text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.");
    if (key->text[letters] || key->text[0] == '.')
        reader_error(reader, key->at, "letters, digits, - _ and .", "`%s` is no name for a variant",
                     key->text);
}

static void read_variants(Reader *reader, const Node *base, const Node *variants)
{
    if (!read_map(reader, variants, "variants")) return;
    if (variants->count == 0)
        reader_error(reader, variants->at, "name: {settings: ..., expect: ...}",
                     "there are no variants here");
    if (variants->count > MAX_VARIANTS) {
        reader_error(reader, variants->at, NULL, "more than %d variants", MAX_VARIANTS);
        return;
    }
    for (uint32_t i = 0; i < variants->count; i++) {
        check_variant_name(reader, variants->keys[i]);
        read_variant(reader, variants->keys[i]->text,
                     document_line(reader->document, variants->keys[i]->at),
                     merge_variant(reader, base, variants->values[i]));
    }
}

/* A file for a newer checker is one mistake, not thirty. */
static bool is_for_this_checker(Reader *reader, const Node *root)
{
    if (!format_read(reader->document, "format", "scenario", SCENARIO_FORMAT)) return false;
    const Node *needed = node_get(root, "checker");
    if (!needed) return true;
    if (needed->kind != NODE_TEXT || !version_is_valid(needed->text))
        reader_error(reader, needed->at, NULL, "expected a version, as " CHECKER_VERSION);
    else if (version_is_newer(needed->text))
        reader_error(reader, needed->at, NULL, "it takes checker %s; this is checker %s",
                     needed->text, CHECKER_VERSION);
    else return true;
    return false;
}

static void read_title_and_variants(Reader *reader, const Node *root)
{
    if (!node_get(root, "title"))
        reader_error(reader, SPAN_NONE, "title: one line that says what is asked",
                     "a scenario needs a title");
    const Node *variants = node_get(root, "variants"), *title = node_get(root, "title");
    uint32_t line = document_line(reader->document, title ? title->at : root->at);
    reader->variant_count = variants ? variants->count : 1;
    if (variants) read_variants(reader, root, variants);
    else read_variant(reader, "default", line, root);
}

static void read_scenario(Reader *reader)
{
    const Node *root = reader->document->root;
    if (root) check_printable(reader, root);
    if (!root || !read_map(reader, root, scenario_level.name)) return;
    if (!is_for_this_checker(reader, root)) return;
    const Node *subject = node_get(root, "subject");
    reader->scenario->live = subject != NULL;
    reader->level = subject ? &live_level : &scenario_level;
    if (subject && !reader->given.live_too)
        reader_error(reader, subject->at, "`checker live` runs it",
                     "this scenario runs a program, and has no model to ask");
    else if (level_check_keys(reader, reader->level, root)) read_title_and_variants(reader, root);
}

/* -------- in and out -------- */

static Scenario *scenario_of(Document *document, Given given, GError **error)
{
    Scenario *scenario = g_new0(Scenario, 1);
    scenario->path = g_strdup(document->path);
    scenario->variants = g_ptr_array_new();
    scenario->storage = g_steal_pointer(&document->storage);
    Reader reader = {
        .document = document, .given = given, .storage = scenario->storage, .scenario = scenario};
    read_scenario(&reader);
    if (diagnostics_count(document->diagnostics) == 0) return scenario;

    g_autofree char *text = diagnostics_text(document->diagnostics);
    g_set_error_literal(error, SCENARIO_ERROR, 0, text);
    scenario_free(scenario);
    return NULL;
}

Scenario *scenario_read(const char *path, const SubjectModule *modules, uint32_t module_count,
                        GError **error)
{
    return settings_read_scenario(path, modules, module_count, NULL, 0, error);
}

Scenario *settings_read_scenario(const char *path, const SubjectModule *modules,
                                 uint32_t module_count, const SettingChange *changes,
                                 uint32_t change_count, GError **error)
{
    g_autoptr(Document) document = document_read(path);
    return scenario_of(document,
                       (Given){.modules = modules,
                               .module_count = module_count,
                               .changes = changes,
                               .change_count = change_count},
                       error);
}

Scenario *scenario_read_any(const char *path, const SubjectModule *modules, uint32_t module_count,
                            GError **error)
{
    g_autoptr(Document) document = document_read(path);
    return scenario_of(document,
                       (Given){.modules = modules, .module_count = module_count, .live_too = true},
                       error);
}

Scenario *scenario_parse(const char *path, const char *text, size_t length,
                         const SubjectModule *modules, uint32_t module_count, GError **error)
{
    g_autoptr(Document) document = document_parse(path, text, length);
    return scenario_of(document, (Given){.modules = modules, .module_count = module_count}, error);
}

Scenario *scenario_parse_any(const char *path, const char *text, size_t length,
                             const SubjectModule *modules, uint32_t module_count, GError **error)
{
    g_autoptr(Document) document = document_parse(path, text, length);
    return scenario_of(document,
                       (Given){.modules = modules, .module_count = module_count, .live_too = true},
                       error);
}

void scenario_free(Scenario *scenario)
{
    if (!scenario) return;
    g_ptr_array_unref(scenario->variants);
    if (scenario->storage) g_ptr_array_unref(scenario->storage);
    g_free(scenario->path);
    g_free(scenario);
}
