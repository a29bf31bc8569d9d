#include "checker/live/launch.h"
#include "checker/live/live_trace.h"
#include "checker/scenario/format.h"
#include "checker/trace/trace.h"

#include <string.h>

enum { MOST_BYTES = 64 << 20, MOST_EARLY_TIMEOUTS = 1000 };

/* -------- one value -------- */

static void complain(const Document *document, const Node *node, const char *expected)
{
    diagnostic_add(document->diagnostics, node->at, expected, "%s will not do here",
                   node->kind == NODE_TEXT && *node->text ? "this" : node_kind_text(node));
}

/* NULL: that is reported. */
static const Node *value_of(const Document *document, const Node *map, const char *key)
{
    const Node *value = node_get(map, key);
    if (!value)
        diagnostic_add(document->diagnostics, map->at, NULL, "the key `%s` is missing", key);
    return value;
}

static const char *text_of(const Document *document, const Node *map, const char *key)
{
    const Node *value = value_of(document, map, key);
    if (!value) return "";
    if (value->kind == NODE_TEXT) return value->text;
    complain(document, value, "expected text");
    return "";
}

static uint64_t number_of(const Document *document, const Node *map, const char *key, uint64_t most)
{
    const Node *value = value_of(document, map, key);
    const char *text = value && value->kind == NODE_TEXT ? value->text : "";
    guint64 number = 0;
    if (!value || g_ascii_string_to_unsigned(text, 10, 0, most, &number, NULL)) return number;
    g_autofree char *expected = g_strdup_printf("expected a number up to %" G_GUINT64_FORMAT, most);
    complain(document, value, expected);
    return 0;
}

static bool flag_of(const Document *document, const Node *map, const char *key)
{
    const Node *value = value_of(document, map, key);
    const char *text = value && value->kind == NODE_TEXT ? value->text : "";
    bool is_true = strcmp(text, "true") == 0;
    if (value && !is_true && strcmp(text, "false") != 0)
        complain(document, value, "expected true or false");
    return is_true;
}

/* An empty list if there is none: that is reported. */
static const Node *list_of(const Document *document, const Node *map, const char *key)
{
    static const Node empty = {.kind = NODE_LIST};
    const Node *value = value_of(document, map, key);
    if (value && value->kind == NODE_LIST) return value;
    if (value) complain(document, value, "expected a list");
    return &empty;
}

/* -------- the whole -------- */

static char **read_arguments(const Document *document)
{
    const Node *list = list_of(document, document->root, "arguments");
    char **words = g_new0(char *, list->count + 1);
    for (uint32_t i = 0; i < list->count; i++) {
        const Node *word = list->values[i];
        if (word->kind != NODE_TEXT) complain(document, word, "expected text");
        words[i] = g_strdup(word->kind == NODE_TEXT ? word->text : "");
    }
    return words;
}

/* "2.0": the first child of thread 2. */
static bool read_child(const char *text, uint8_t *ret_parent, uint32_t *ret_ordinal)
{
    guint64 parent = 0, ordinal = 0;
    const char *dot = strchr(text, '.');
    g_autofree char *before = g_strndup(text, dot ? (gsize)(dot - text) : 0);
    if (!dot || !g_ascii_string_to_unsigned(before, 10, 0, LIVE_MOST_THREADS - 1, &parent, NULL) ||
        !g_ascii_string_to_unsigned(dot + 1, 10, 0, UINT32_MAX, &ordinal, NULL))
        return false;
    *ret_parent = (uint8_t)parent;
    *ret_ordinal = (uint32_t)ordinal;
    return true;
}

static void read_family(const Document *document, LiveFamily *family)
{
    if (!node_get(document->root, "children")) return;
    const Node *list = list_of(document, document->root, "children");
    family->count = 1;
    for (uint32_t i = 0; i < list->count; i++) {
        const Node *child = list->values[i];
        bool fine = child->kind == NODE_TEXT && family->count < LIVE_MOST_THREADS &&
                    read_child(child->text, &family->parent[family->count],
                               &family->ordinal[family->count]);
        if (!fine)
            complain(document, child, "expected up to 63 as 2.0: the first child of thread 2");
        else family->count++;
    }
}

/* Steps are numbered for people; a number out of place means that lines were lost or moved. */
static void check_number(const Document *document, const Node *step, uint32_t place)
{
    uint64_t number = number_of(document, step, "step", LIVE_MOST_STEPS);
    if (number && number != place)
        diagnostic_add(document->diagnostics, node_get(step, "step")->at, NULL,
                       "step %u is the %u. in the list: lines are missing or out of order",
                       (unsigned)number, place);
}

static void read_steps(const Document *document, LiveTrace *trace)
{
    const Node *list = list_of(document, document->root, "steps");
    trace->threads = g_array_new(FALSE, FALSE, 1);
    trace->does = g_ptr_array_new_with_free_func(g_free);
    trace->to = g_ptr_array_new_with_free_func(g_free);
    trace->at = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; i < list->count; i++) {
        const Node *step = list->values[i];
        uint8_t thread = (uint8_t)number_of(document, step, "thread", LIVE_MOST_THREADS - 1);
        check_number(document, step, i + 1);
        g_array_append_val(trace->threads, thread);
        g_ptr_array_add(trace->does, g_strdup(text_of(document, step, "does")));
        g_ptr_array_add(trace->to, g_strdup(text_of(document, step, "to")));
        g_ptr_array_add(trace->at, g_strdup(text_of(document, step, "at")));
    }
    const Node *root = document->root;
    uint64_t end = number_of(document, root, "end", LIVE_MOST_STEPS);
    if (end != list->count && node_get(root, "end"))
        diagnostic_add(document->diagnostics, node_get(root, "end")->at, NULL,
                       "it ends after step %u, but has %u steps", (unsigned)end, list->count);
}

static void read_all(const Document *document, LiveTrace *trace)
{
    const Node *root = document->root;
    trace->program = trace_resolve_path(document->path, text_of(document, root, "program"));
    trace->arguments = read_arguments(document);
    trace->digest = g_strdup(text_of(document, root, "program-digest"));
    trace->verdict = g_strdup(text_of(document, root, "verdict"));
    trace->message = g_strdup(text_of(document, root, "message"));
    trace->strategy = g_strdup(text_of(document, root, "strategy"));
    trace->seed = number_of(document, root, "seed", G_MAXUINT64);
    trace->plain_steps = flag_of(document, root, "plain-steps");
    trace->no_races = flag_of(document, root, "no-races");
    trace->unlock_steps = node_get(root, "unlock-steps") && flag_of(document, root, "unlock-steps");
    trace->early_timeouts = number_of(document, root, "early-timeouts", MOST_EARLY_TIMEOUTS);
    read_family(document, &trace->family);
    read_steps(document, trace);
}

LiveTrace *live_trace_read(const char *path, GError **error)
{
    g_autoptr(Document) document = document_read_up_to(path, MOST_BYTES);
    g_autoptr(LiveTrace) trace = g_new0(LiveTrace, 1);
    const Node *root = document->root;
    if (root && value_of(document, root, "live") &&
        format_read(document, "live", "live trace", LIVE_TRACE_FORMAT))
        read_all(document, trace);
    if (!diagnostics_count(document->diagnostics)) return g_steal_pointer(&trace);
    g_autofree char *text = diagnostics_text(document->diagnostics);
    g_set_error_literal(error, LIVE_ERROR, 0, text);
    return NULL;
}
