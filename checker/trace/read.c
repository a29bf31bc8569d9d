#include "checker/trace/trace.h"

#include "checker/scenario/format.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 64 << 20 }; /* half a million steps: a depth-first path can be that long */

/* -------- what a trace may say -------- */

typedef struct Reader Reader;

/* One key of a map: how its value is read. */
typedef struct Key {
    const char *name;
    bool required;
    void (*read)(Reader *reader, const Node *value, void *at);
    size_t offset; /* of what is filled, in the struct that the map describes */
} Key;

struct Reader {
    Document *document;
    Trace *trace;
    uint32_t end; /* how many steps the last line says there are */
};

static void complain(const Reader *reader, const Node *node, const char *expected)
{
    diagnostic_add(reader->document->diagnostics, node->at, expected, "%s will not do here",
                   node->kind == NODE_TEXT && *node->text ? "this" : node_kind_text(node));
}

static bool is_text(const Reader *reader, const Node *node)
{
    if (node->kind == NODE_TEXT && *node->text) return true;
    complain(reader, node, "expected text");
    return false;
}

static void read_text(Reader *reader, const Node *value, void *at)
{
    if (is_text(reader, value) && !*(char **)at) *(char **)at = g_strdup(value->text);
}

static void read_texts(Reader *reader, const Node *value, void *at)
{
    if (value->kind != NODE_LIST) complain(reader, value, "expected a list");
    char **texts = g_new0(char *, value->count + 1);
    for (uint32_t i = 0, k = 0; value->kind == NODE_LIST && i < value->count; i++)
        if (is_text(reader, value->values[i])) texts[k++] = g_strdup(value->values[i]->text);
    g_strfreev(*(char ***)at);
    *(char ***)at = texts;
}

static bool read_number(Reader *reader, const Node *value, uint64_t most, uint64_t *ret)
{
    const char *text = value->kind == NODE_TEXT ? value->text : "";
    if (g_ascii_string_to_unsigned(text, 10, 0, most, ret, NULL)) return true;
    complain(reader, value, "expected a number");
    return false;
}

static void read_u64(Reader *reader, const Node *value, void *at)
{
    read_number(reader, value, UINT64_MAX, at);
}

static void read_u32(Reader *reader, const Node *value, void *at)
{
    uint64_t number = *(uint32_t *)at;
    read_number(reader, value, UINT32_MAX, &number);
    *(uint32_t *)at = (uint32_t)number;
}

/* "The k-th time" counts from 1. */
static void read_occurrence(Reader *reader, const Node *value, void *at)
{
    uint64_t number = 1;
    if (read_number(reader, value, UINT32_MAX, &number) && number == 0)
        complain(reader, value, "expected a number from 1");
    *(uint32_t *)at = (uint32_t)number;
}

static void read_format(Reader *reader, const Node *value, void *at)
{
    (void)reader, (void)value, (void)at; /* format_read has looked at it */
}

/* -------- the verdict -------- */

/* What a trace may end in.  A schedule that was led by hand need not fail. */
static const VerdictKind kinds[] = {VERDICT_HOLDS,    VERDICT_VIOLATES, VERDICT_THROWS,
                                    VERDICT_DEADLOCK, VERDICT_STUCK,    VERDICT_LIVELOCK};

static bool verdict_kind(const char *word, VerdictKind *ret)
{
    bool found = false;
    for (size_t i = 0; i < G_N_ELEMENTS(kinds) && !found; i++) {
        char *text = verdict_text((Verdict){.kind = kinds[i]});
        if ((found = strcmp(text, word) == 0)) *ret = kinds[i];
        free(text);
    }
    return found;
}

static bool has_name(VerdictKind kind)
{
    return kind != VERDICT_DEADLOCK && kind != VERDICT_HOLDS;
}

/* deadlock, or {throws: "message"} */
static void read_verdict(Reader *reader, const Node *value, void *at)
{
    (void)at;
    bool named = value->kind == NODE_MAP && value->count == 1;
    const Node *word = named ? value->keys[0] : value;
    bool fine = word->kind == NODE_TEXT && verdict_kind(word->text, &reader->trace->verdict) &&
                named == has_name(reader->trace->verdict);
    if (!fine)
        complain(reader, value,
                 "expected deadlock, or {violates: NAME}, {throws: \"MESSAGE\"}, {stuck: NAME}, "
                 "{livelock: NAME} or holds");
    else if (named) read_text(reader, value->values[0], &reader->trace->verdict_name);
}

/* -------- the steps -------- */

static void read_keys(Reader *reader, const Node *map, const Key *keys, uint32_t count, void *base,
                      const char *what);

/* Steps are numbered for people; a number out of place means that lines were lost or moved. */
static void read_step_number(Reader *reader, const Node *value, void *at)
{
    (void)at;
    uint64_t number = 0;
    read_number(reader, value, UINT32_MAX, &number);
    if (number && number != reader->trace->steps->len)
        diagnostic_add(reader->document->diagnostics, value->at, NULL,
                       "step %u is the %u. in the list: lines are missing or out of order",
                       (unsigned)number, reader->trace->steps->len);
}

static const Key step_keys[] = {
    {"step", true, read_step_number, 0},
    {"actor", true, read_text, offsetof(TraceStep, actor)},
    {"at", true, read_text, offsetof(TraceStep, step)},
    {"occurrence", false, read_occurrence, offsetof(TraceStep, occurrence)},
    {"choice", false, read_u32, offsetof(TraceStep, choice)},
    {"changes", false, read_texts, offsetof(TraceStep, changes)},
};

static void read_steps(Reader *reader, const Node *value, void *at)
{
    (void)at;
    if (value->kind != NODE_LIST) complain(reader, value, "expected a list of steps");
    for (uint32_t i = 0; value->kind == NODE_LIST && i < value->count; i++) {
        TraceStep *step = g_new0(TraceStep, 1);
        step->occurrence = 1;
        step->changes = g_new0(char *, 1);
        g_ptr_array_add(reader->trace->steps, step);
        read_keys(reader, value->values[i], step_keys, G_N_ELEMENTS(step_keys), step, "a step");
    }
}

/* -------- the whole -------- */

/* A step by its number, kept as an index.  Whether there is such a step is known at the end. */
static void read_step(Reader *reader, const Node *value, void *at)
{
    uint64_t number = 0;
    bool fine = read_number(reader, value, UINT32_MAX - 1, &number);
    if (fine && number == 0) complain(reader, value, "expected a step's number");
    if (number > 0) *(uint32_t *)at = (uint32_t)number - 1;
}

static void read_end(Reader *reader, const Node *value, void *at)
{
    (void)at;
    uint64_t end = 0;
    read_number(reader, value, UINT32_MAX, &end);
    reader->end = (uint32_t)end;
}

static const Key trace_keys[] = {
    {"format", true, read_format, 0},
    {"checker", true, read_text, offsetof(Trace, checker)},
    {"title", false, read_text, offsetof(Trace, title)},
    {"scenario", false, read_text, offsetof(Trace, scenario)},
    {"subject", false, read_text, offsetof(Trace, subject)},
    {"parameters", false, read_texts, offsetof(Trace, parameters)},
    {"variant", true, read_text, offsetof(Trace, variant)},
    {"scenario-digest", false, read_text, offsetof(Trace, scenario_digest)},
    {"steps-digest", true, read_text, offsetof(Trace, steps_digest)},
    {"other-steps", false, read_texts, offsetof(Trace, other_steps)},
    {"verdict", true, read_verdict, 0},
    {"strategy", true, read_text, offsetof(Trace, strategy)},
    {"seed", true, read_u64, offsetof(Trace, seed)},
    {"initial", true, read_u32, offsetof(Trace, initial)},
    {"cycle", false, read_step, offsetof(Trace, cycle)},
    {"lost-before", false, read_step, offsetof(Trace, lost)},
    {"steps", true, read_steps, 0},
    {"end", true, read_end, 0},
};

static const Key *key_named(const Key *keys, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(keys[i].name, name) == 0) return &keys[i];
    return NULL;
}

static void unknown_key(Reader *reader, const Node *key, const Key *keys, uint32_t count,
                        const char *what)
{
    g_autofree const char **names = g_new(const char *, count);
    for (uint32_t i = 0; i < count; i++)
        names[i] = keys[i].name;
    g_autofree char *hint = diagnostic_hint(NULL, key->text, names, count);
    diagnostic_add(reader->document->diagnostics, key->at, hint, "%s has no key `%s`", what,
                   key->text);
}

static void read_keys(Reader *reader, const Node *map, const Key *keys, uint32_t count, void *base,
                      const char *what)
{
    if (map->kind != NODE_MAP) {
        complain(reader, map, "expected a map of keys and values");
        return;
    }
    for (uint32_t i = 0; i < map->count; i++) {
        const Key *key = key_named(keys, count, map->keys[i]->text);
        if (key) key->read(reader, map->values[i], (char *)base + key->offset);
        else unknown_key(reader, map->keys[i], keys, count, what);
    }
    for (uint32_t i = 0; i < count; i++)
        if (keys[i].required && !node_get(map, keys[i].name))
            diagnostic_add(reader->document->diagnostics, map->at, NULL, "%s lacks the key `%s`",
                           what, keys[i].name);
}

/* Somebody else's YAML is one mistake, not thirty. */
static bool is_trace(Reader *reader, const Node *root)
{
    if (node_get(root, "format") && (node_get(root, "steps") || node_get(root, "verdict")))
        return true;
    diagnostic_add(reader->document->diagnostics, root->at,
                   "a trace begins with `format:` and has `verdict:` and `steps:`",
                   "this is not a trace");
    return false;
}

/* A mark belongs to one verdict and stands before a step that there is. */
static void check_mark(const Reader *reader, const Node *root, const char *key, uint32_t index,
                       VerdictKind verdict)
{
    const Node *mark = node_get(root, key);
    if (!mark) return;
    Diagnostics *diagnostics = reader->document->diagnostics;
    char *kind = verdict_text((Verdict){.kind = verdict});
    if (index >= reader->trace->steps->len)
        diagnostic_add(diagnostics, mark->at, NULL, "there is no such step");
    if (reader->trace->verdict != verdict)
        diagnostic_add(diagnostics, mark->at, NULL, "`%s` belongs to the verdict `%s`", key, kind);
    free(kind);
}

/* What no single key can tell. */
static void check_whole(Reader *reader, const Node *root)
{
    const Trace *trace = reader->trace;
    Diagnostics *diagnostics = reader->document->diagnostics;
    const Node *end = node_get(root, "end");
    if (end && reader->end != trace->steps->len)
        diagnostic_add(diagnostics, end->at, NULL, "it ends after step %u, but has %u steps",
                       reader->end, trace->steps->len);
    check_mark(reader, root, "cycle", trace->cycle, VERDICT_LIVELOCK);
    check_mark(reader, root, "lost-before", trace->lost, VERDICT_STUCK);
    if (trace->verdict == VERDICT_LIVELOCK && trace->cycle == TRACE_NO_CYCLE)
        diagnostic_add(diagnostics, node_get(root, "verdict")->at, NULL,
                       "a livelock has a `cycle`, and none is given");
    if (!trace->scenario && !trace->subject)
        diagnostic_add(diagnostics, root->at, NULL, "a trace names a `scenario` or a `subject`");
}

static Trace *read_document(Document *document, GError **error)
{
    g_autoptr(Trace) trace = trace_new();
    Reader reader = {.document = document, .trace = trace};
    const Node *root = document->root;
    if (root && is_trace(&reader, root) && format_read(document, "format", "trace", TRACE_FORMAT)) {
        read_keys(&reader, root, trace_keys, G_N_ELEMENTS(trace_keys), trace, "a trace");
        if (!diagnostics_count(document->diagnostics)) check_whole(&reader, root);
    }
    if (!diagnostics_count(document->diagnostics)) return g_steal_pointer(&trace);
    g_autofree char *text = diagnostics_text(document->diagnostics);
    g_set_error_literal(error, TRACE_ERROR, TRACE_ERROR_INPUT, text);
    return NULL;
}

Trace *trace_read(const char *path, GError **error)
{
    g_autoptr(Document) document = document_read_up_to(path, MOST_BYTES);
    return read_document(document, error);
}

Trace *trace_parse(const char *text, size_t length, const char *path, GError **error)
{
    g_autoptr(Document) document = document_parse(path, text, length);
    return read_document(document, error);
}
