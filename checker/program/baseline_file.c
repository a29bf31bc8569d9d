/* Baselines as files. */
#include "checker/program/baseline.h"
#include "checker/program/output_file.h"
#include "checker/scenario/format.h"
#include "checker/scenario/json_text.h"
#include "checker_version.h"

#include <string.h>

#define BASELINE_FORMAT 1
#define BASELINE_MOST_BYTES (16 << 20)

static const char first_line[] =
    "# checker --write-baseline writes this file; docs/comparing.md explains it\n";

/* -------- writing -------- */

/* A string in double quotes is the same in JSON and in YAML. */
static void append_quoted(GString *out, const char *before, const char *text, const char *after)
{
    g_autoptr(GString) quoted = g_string_new(NULL);
    json_text(quoted, NULL, text);
    g_string_append_printf(out, "%s%s%s", before, quoted->str, after);
}

static void append_number(GString *out, const char *key, uint64_t number)
{
    g_string_append_printf(out, "    %s: %" G_GUINT64_FORMAT "\n", key, number);
}

static void append_failures(GString *out, const GPtrArray *failures)
{
    if (!failures) return;
    g_string_append(out, failures->len ? "    failures:\n" : "    failures: []\n");
    for (guint i = 0; i < failures->len; i++)
        append_quoted(out, "      - ", g_ptr_array_index(failures, i), "\n");
}

static void append_variant(GString *out, const BaselineVariant *variant)
{
    g_string_append_printf(out, "  %s:\n", variant->name);
    append_quoted(out, "    digest: ", variant->digest, "\n");
    append_quoted(out, "    verdict: ", variant->verdict, "\n");
    append_number(out, "states", variant->states);
    append_number(out, "transitions", variant->transitions);
    append_number(out, "depth", variant->depth);
    append_failures(out, variant->failures);
    g_string_append(out, variant->steps->len ? "    steps:\n" : "    steps: []\n");
    for (guint i = 0; i < variant->steps->len; i++) {
        const BaselineStep *step = g_ptr_array_index(variant->steps, i);
        append_quoted(out, "      - {step: ", step->name, "");
        g_string_append_printf(out, ", fired: %" G_GUINT64_FORMAT "}\n", step->fired);
    }
}

/* Is what lies there a baseline, to be replaced by a newer one? */
static bool is_baseline(const char *path)
{
    return g_file_test(path, G_FILE_TEST_IS_REGULAR) && document_begins_with(path, first_line);
}

bool baseline_write(const Baseline *baseline, bool force, GError **error)
{
    g_autoptr(GString) out = g_string_new(first_line);
    g_string_append_printf(out, "format: %d\nchecker: " CHECKER_VERSION "\nvariants:\n",
                           BASELINE_FORMAT);
    for (guint i = 0; i < baseline->variants->len; i++)
        append_variant(out, g_ptr_array_index(baseline->variants, i));
    return output_file_write(baseline->path, out->str, (gssize)out->len,
                             force || is_baseline(baseline->path), error);
}

/* -------- reading -------- */

static void complain(const Document *document, Span at, const char *hint, const char *what)
{
    diagnostic_add(document->diagnostics, at, hint, "%s", what);
}

/* The value of a key, which must be there and of this kind; NULL if it is not. */
static const Node *need(const Document *document, const Node *map, const char *key, NodeKind kind)
{
    static const char *const kinds[] = {"expected text", "expected a list", "expected a map"};
    const Node *value = map->kind == NODE_MAP ? node_get(map, key) : NULL;
    if (value && value->kind == kind && (kind != NODE_TEXT || *value->text)) return value;
    g_autofree char *what =
        value ? g_strdup_printf("`%s` will not do", key) : g_strdup_printf("no `%s` here", key);
    complain(document, value ? value->at : map->at, kinds[kind], what);
    return NULL;
}

static uint64_t need_number(const Document *document, const Node *map, const char *key)
{
    uint64_t number = 0;
    const Node *value = need(document, map, key, NODE_TEXT);
    if (value && !g_ascii_string_to_unsigned(value->text, 10, 0, UINT64_MAX, &number, NULL))
        complain(document, value->at, "expected a number", "this will not do");
    return number;
}

static char *need_text(const Document *document, const Node *map, const char *key)
{
    const Node *value = need(document, map, key, NODE_TEXT);
    return g_strdup(value ? value->text : "");
}

static void read_failures(const Document *document, const Node *map, BaselineVariant *variant)
{
    if (!node_get(map, "failures")) return;
    const Node *list = need(document, map, "failures", NODE_LIST);
    variant->failures = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; list && i < list->count; i++) {
        const Node *value = list->values[i];
        if (value->kind == NODE_TEXT) g_ptr_array_add(variant->failures, g_strdup(value->text));
        else complain(document, value->at, "expected text", "this is no failure");
    }
}

static void read_steps(const Document *document, const Node *map, BaselineVariant *variant)
{
    const Node *list = need(document, map, "steps", NODE_LIST);
    variant->steps = g_ptr_array_new_with_free_func(baseline_step_free);
    for (uint32_t i = 0; list && i < list->count; i++) {
        BaselineStep *step = g_new(BaselineStep, 1);
        *step = (BaselineStep){need_text(document, list->values[i], "step"),
                               need_number(document, list->values[i], "fired")};
        g_ptr_array_add(variant->steps, step);
    }
}

static void read_variant(const Document *document, const char *name, const Node *map,
                         Baseline *baseline)
{
    BaselineVariant *variant = g_new0(BaselineVariant, 1);
    *variant = (BaselineVariant){.name = g_strdup(name),
                                 .digest = need_text(document, map, "digest"),
                                 .verdict = need_text(document, map, "verdict"),
                                 .states = need_number(document, map, "states"),
                                 .transitions = need_number(document, map, "transitions"),
                                 .depth = need_number(document, map, "depth")};
    read_failures(document, map, variant);
    read_steps(document, map, variant);
    g_ptr_array_add(baseline->variants, variant);
}

static void read_all(const Document *document, Baseline *baseline)
{
    const Node *root = document->root;
    if (!root || !need(document, root, "format", NODE_TEXT)) return;
    if (!format_read(document, "format", "baseline", BASELINE_FORMAT)) return;
    const Node *variants = need(document, root, "variants", NODE_MAP);
    for (uint32_t i = 0; variants && i < variants->count; i++)
        read_variant(document, variants->keys[i]->text, variants->values[i], baseline);
}

Baseline *baseline_read(const char *path, GError **error)
{
    g_autoptr(Document) document = document_read_up_to(path, BASELINE_MOST_BYTES);
    Baseline *baseline = baseline_new(path);
    read_all(document, baseline);
    if (diagnostics_count(document->diagnostics) == 0) return baseline;
    g_autofree char *text = diagnostics_text(document->diagnostics);
    g_set_error_literal(error, OUTPUT_FILE_ERROR, 0, text);
    baseline_free(baseline);
    return NULL;
}
