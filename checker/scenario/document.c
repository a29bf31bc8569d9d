#include "checker/scenario/document.h"

#include <errno.h>
#include <libfyaml.h>
#include <stdio.h>
#include <string.h>

typedef struct Parser {
    Document *document;
    struct fy_parser *events;
    struct fy_event *event; /* the current one; NULL at the end or at a mistake */
    uint32_t depth;
    uint32_t end; /* where the last token ended: the place of a value that is missing */
} Parser;

/* -------- events -------- */

static void advance(Parser *parser)
{
    if (parser->event) fy_parser_event_free(parser->events, parser->event);
    parser->event = fy_parser_parse(parser->events);
}

static bool at(const Parser *parser, enum fy_event_type type)
{
    return parser->event && parser->event->type == type;
}

/* The token that carries an event's place in the source, or NULL. */
static struct fy_token *event_token(const struct fy_event *event)
{
    switch (event->type) {
    case FYET_SCALAR:
        return event->scalar.value;
    case FYET_ALIAS:
        return event->alias.anchor;
    case FYET_SEQUENCE_START:
        return event->sequence_start.sequence_start;
    case FYET_MAPPING_START:
        return event->mapping_start.mapping_start;
    case FYET_DOCUMENT_START:
        return event->document_start.document_start;
    default:
        return NULL;
    }
}

static Span token_span(struct fy_token *token, Span otherwise)
{
    const struct fy_mark *start = token ? fy_token_start_mark(token) : NULL;
    const struct fy_mark *end = token ? fy_token_end_mark(token) : NULL;
    if (!start || !end || end->input_pos < start->input_pos) return otherwise;
    return (Span){(uint32_t)start->input_pos, (uint32_t)(end->input_pos - start->input_pos)};
}

static Span event_span(Parser *parser)
{
    Span span = token_span(event_token(parser->event), (Span){parser->end, 0});
    parser->end = span.start + span.length;
    return span;
}

/* -------- the tree -------- */

static Node *parse_node(Parser *parser);

static Node *node_new(Parser *parser, NodeKind kind)
{
    Node *node = storage_new0(parser->document->storage, Node, 1);
    node->kind = kind;
    node->at = event_span(parser);
    return node;
}

/* Anchors and tags would make a file mean something that it does not show. */
static void refuse_decorations(const Parser *parser)
{
    Diagnostics *diagnostics = parser->document->diagnostics;
    struct fy_token *anchor = fy_event_get_anchor_token(parser->event);
    struct fy_token *tag = fy_event_get_tag_token(parser->event);
    if (anchor && !at(parser, FYET_ALIAS))
        diagnostic_add(diagnostics, token_span(anchor, SPAN_NONE), NULL,
                       "anchors (&name) are not understood here");
    if (tag)
        diagnostic_add(diagnostics, token_span(tag, SPAN_NONE), NULL,
                       "tags (!name) are not understood here");
}

/* The span of a block (| or >) begins with the indentation of its first line. */
static Span trimmed(const Document *document, Span span)
{
    while (span.length > 0 && g_ascii_isspace(document->source[span.start]))
        span.start++, span.length--;
    return span;
}

static Node *parse_text(Parser *parser)
{
    Node *node = node_new(parser, NODE_TEXT);
    struct fy_token *token = parser->event->scalar.value;
    size_t length = 0;
    const char *text = token ? fy_token_get_text(token, &length) : "";
    node->text = storage_own(parser->document->storage, g_strndup(text ? text : "", length));
    node->quoted = token && fy_scalar_token_get_style(token) != FYSS_PLAIN;
    node->at = trimmed(parser->document, node->at);
    advance(parser);
    return node;
}

static Node *parse_alias(Parser *parser)
{
    Node *node = node_new(parser, NODE_TEXT);
    diagnostic_add(parser->document->diagnostics, node->at, "write it out",
                   "aliases (*name) are not understood here");
    node->text = "";
    advance(parser);
    return node;
}

static Node *parse_list(Parser *parser)
{
    Node *node = node_new(parser, NODE_LIST);
    g_autoptr(GPtrArray) values = g_ptr_array_new();
    advance(parser);
    while (parser->event && !at(parser, FYET_SEQUENCE_END)) {
        Node *value = parse_node(parser);
        if (value) g_ptr_array_add(values, value);
    }
    if (parser->event) advance(parser);
    node->count = values->len;
    node->values = storage_own(parser->document->storage, g_ptr_array_steal(values, NULL));
    return node;
}

/* Is this a key that the map has not had yet? */
static bool key_is_good(Parser *parser, const Node *key, GHashTable *known)
{
    if (key->kind != NODE_TEXT || key->text[0] == '\0') {
        diagnostic_add(parser->document->diagnostics, key->at, NULL, "a key must be a word");
        return false;
    }
    if (g_hash_table_add(known, (char *)key->text)) return true;
    diagnostic_add(parser->document->diagnostics, key->at, NULL, "the key `%s` is there twice",
                   key->text);
    return false;
}

static Node *parse_map(Parser *parser)
{
    Node *node = node_new(parser, NODE_MAP);
    g_autoptr(GPtrArray) keys = g_ptr_array_new(), values = g_ptr_array_new();
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    advance(parser);
    while (parser->event && !at(parser, FYET_MAPPING_END)) {
        Node *key = parse_node(parser);
        Node *value = parser->event ? parse_node(parser) : NULL;
        if (!key || !value || !key_is_good(parser, key, known)) continue;
        g_ptr_array_add(keys, key);
        g_ptr_array_add(values, value);
    }
    if (parser->event) advance(parser);
    node->count = keys->len;
    node->keys = storage_own(parser->document->storage, g_ptr_array_steal(keys, NULL));
    node->values = storage_own(parser->document->storage, g_ptr_array_steal(values, NULL));
    return node;
}

static void stop(Parser *parser)
{
    if (parser->event) fy_parser_event_free(parser->events, parser->event);
    parser->event = NULL;
}

/* The node at the current event; afterwards the event behind it is current.  NULL at the end. */
static Node *parse_node(Parser *parser)
{
    if (parser->depth == DOCUMENT_MAX_DEPTH) {
        diagnostic_add(parser->document->diagnostics, event_span(parser), NULL,
                       "more than %d levels of nesting", DOCUMENT_MAX_DEPTH);
        stop(parser);
        return NULL;
    }
    Node *node = NULL;
    refuse_decorations(parser);
    parser->depth++;
    switch (parser->event->type) {
    case FYET_SCALAR:
        node = parse_text(parser);
        break;
    case FYET_ALIAS:
        node = parse_alias(parser);
        break;
    case FYET_SEQUENCE_START:
        node = parse_list(parser);
        break;
    case FYET_MAPPING_START:
        node = parse_map(parser);
        break;
    default:
        advance(parser);
        break;
    }
    parser->depth--;
    return node;
}

/* -------- the stream -------- */

/* The byte at a line and column, which libfyaml counts from 1 and in characters. */
static uint32_t offset_of(const Document *document, int line, int column)
{
    const char *end = document->source + document->length, *here = document->source;
    for (int i = 1; i < line; i++) {
        const char *newline = memchr(here, '\n', end - here);
        if (!newline) return (uint32_t)document->length;
        here = newline + 1;
    }
    for (int i = 1; i < column && here < end && *here != '\n'; i++)
        here = g_utf8_next_char(here);
    return (uint32_t)(MIN(here, end) - document->source);
}

/* libfyaml found the text not to be YAML: say it in our words' shape. */
static void report_syntax(Document *document, struct fy_diag *diag)
{
    void *previous = NULL;
    const struct fy_diag_error *error;
    bool any = false;
    while ((error = fy_diag_errors_iterate(diag, &previous))) {
        Span otherwise = {offset_of(document, error->line, error->column), 1};
        diagnostic_add(document->diagnostics, token_span(error->fyt, otherwise), NULL,
                       "not YAML: %s", error->msg ? error->msg : "syntax error");
        any = true;
    }
    /* Where it has no memory it says nothing. */
    const char *why = errno == ENOMEM ? "out of memory" : "not YAML";
    if (!any) diagnostic_add(document->diagnostics, SPAN_NONE, NULL, "%s", why);
}

static void parse_stream(Parser *parser)
{
    Document *document = parser->document;
    advance(parser);
    while (at(parser, FYET_STREAM_START) || at(parser, FYET_DOCUMENT_START))
        advance(parser);
    if (parser->event && !at(parser, FYET_STREAM_END)) document->root = parse_node(parser);
    while (at(parser, FYET_DOCUMENT_END))
        advance(parser);
    if (at(parser, FYET_DOCUMENT_START))
        diagnostic_add(document->diagnostics, event_span(parser), "one file, one document",
                       "a second document begins here");
    stop(parser);
}

static void parse(Document *document)
{
    struct fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = NULL;
    struct fy_diag *diag = fy_diag_create(&quiet);
    g_assert(diag);
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg config = {.diag = diag, .flags = FYPCF_JSON_NONE};
    struct fy_parser *events = fy_parser_create(&config);
    g_assert(events);
    fy_parser_set_string(events, document->source, document->length);
    errno = 0;

    parse_stream(&(Parser){.document = document, .events = events});
    if (fy_parser_get_stream_error(events)) {
        report_syntax(document, diag);
        document->root = NULL; /* half a tree would be blamed for what it lacks */
    }
    fy_parser_destroy(events);
    fy_diag_destroy(diag);
}

/* -------- the file -------- */

/* Text that can be shown and parsed at all? */
static bool is_text(const Document *document)
{
    Diagnostics *diagnostics = document->diagnostics;
    const char *source = document->source, *end;
    if (document->length > document->most) {
        diagnostic_add(diagnostics, SPAN_NONE, NULL, "larger than %zu KiB", document->most >> 10);
        return false;
    }
    if (!g_utf8_validate(source, (gssize)document->length, &end)) {
        diagnostic_add(diagnostics, (Span){(uint32_t)(end - source), 1}, NULL,
                       "not a text file: byte 0x%02x is not UTF-8", (unsigned char)*end);
        return false;
    }
    return true;
}

/* A document with nothing in it yet; takes over `source`. */
static Document *document_new(const char *path, char *source, size_t length, size_t most)
{
    Document *document = g_new0(Document, 1);
    document->path = g_strdup(path);
    document->source = source;
    document->length = length;
    document->most = most;
    document->storage = storage_new();
    document->diagnostics = diagnostics_new(document->path, source, length);
    return document;
}

static void document_fill(Document *document)
{
    if (!is_text(document)) return;
    parse(document);
    if (document->root || diagnostics_count(document->diagnostics)) return;
    diagnostic_add(document->diagnostics, SPAN_NONE, NULL, "the file is empty");
}

Document *document_parse(const char *path, const char *text, size_t length)
{
    char *copy = g_malloc0(length + 1);
    memcpy(copy, text, length);
    Document *document = document_new(path, copy, length, DOCUMENT_MAX_BYTES);
    document_fill(document);
    return document;
}

Document *document_read(const char *path)
{
    return document_read_up_to(path, DOCUMENT_MAX_BYTES);
}

Document *document_read_up_to(const char *path, size_t most_bytes)
{
    /* One byte more than is allowed shows that the file is too large, be it endless. */
    char *text = g_malloc(most_bytes + 1);
    FILE *file = fopen(path, "rbe");
    size_t length = file ? fread(text, 1, most_bytes + 1, file) : 0;
    int error = !file || ferror(file) ? errno : 0;
    text = g_realloc(text, length + 1);
    text[length] = '\0';
    if (file) fclose(file);

    Document *document = document_new(path, text, length, most_bytes);
    if (error)
        diagnostic_add(document->diagnostics, SPAN_NONE, NULL, "cannot be read: %s",
                       g_strerror(error));
    else document_fill(document);
    return document;
}

bool document_begins_with(const char *path, const char *text)
{
    size_t wanted = strlen(text);
    g_autofree char *begin = g_malloc0(wanted + 1);
    FILE *file = fopen(path, "rbe");
    bool is_whole = file && fread(begin, 1, wanted, file) == wanted;
    if (file) fclose(file);
    return is_whole && memcmp(begin, text, wanted) == 0;
}

void document_free(Document *document)
{
    if (!document) return;
    diagnostics_free(document->diagnostics);
    if (document->storage) g_ptr_array_unref(document->storage);
    g_free(document->path);
    g_free(document->source);
    g_free(document);
}

/* -------- nodes -------- */

Node *node_get(const Node *map, const char *key)
{
    for (uint32_t i = 0; map && map->kind == NODE_MAP && i < map->count; i++)
        if (strcmp(map->keys[i]->text, key) == 0) return map->values[i];
    return NULL;
}

const char *node_kind_text(const Node *node)
{
    switch (node->kind) {
    case NODE_TEXT:
        return node->text[0] ? "text" : "nothing";
    case NODE_LIST:
        return "a list";
    case NODE_MAP:
        return "a map";
    }
    g_assert_not_reached();
}

uint32_t document_line(const Document *document, Span at)
{
    uint32_t line = 1;
    for (size_t i = 0; i < MIN(at.start, document->length); i++)
        line += document->source[i] == '\n';
    return line;
}

/* YAML folds lines and strips indentation, but leaves what is not blank alone: the k-th character
 * that is not blank in the text is the k-th in the source. */
Span node_place(const Document *document, const Node *node, uint32_t offset, uint32_t length)
{
    const char *source = document->source + node->at.start;
    const char *end = source + node->at.length;
    uint32_t before = 0;
    for (uint32_t i = 0; i < offset && node->text[i]; i++)
        before += !g_ascii_isspace(node->text[i]);
    while (source < end && (before > 0 || g_ascii_isspace(*source)))
        before -= !g_ascii_isspace(*source++);
    return (Span){(uint32_t)(source - document->source), length};
}
