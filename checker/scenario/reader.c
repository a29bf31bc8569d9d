/* Reading by tables, and the values that stand behind keys. */
#include "checker/scenario/reader.h"

#include "checker/scenario/nearest.h"

#include <stdarg.h>
#include <string.h>

void reader_error(Reader *reader, Span at, const char *hint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    reader->faulty = true;
    diagnostic_add(reader->document->diagnostics, at, hint, "%s", message);
}

/* -------- keys -------- */

static const Key *find_key(const Level *level, const char *name)
{
    for (uint32_t i = 0; i < level->count; i++)
        if (strcmp(level->keys[i].name, name) == 0) return &level->keys[i];
    return NULL;
}

static void report_unknown_key(Reader *reader, const Level *level, const Node *key)
{
    const char **names = g_new0(const char *, level->count + 1);
    for (uint32_t i = 0; i < level->count; i++)
        names[i] = level->keys[i].name;
    g_autofree char *list = g_strjoinv(", ", (char **)names);
    g_autofree char *what = g_strdup_printf("%s has the keys %s", level->name, list);
    g_autofree char *hint = diagnostic_hint(what, key->text, names, level->count);
    reader_error(reader, key->at, hint, "unknown key `%s`", key->text);
    g_free(names);
}

bool read_map(Reader *reader, const Node *node, const char *what)
{
    if (node->kind == NODE_MAP) return true;
    reader_error(reader, node->at, "key: value", "%s is a map, found %s", what,
                 node_kind_text(node));
    return false;
}

bool level_check_keys(Reader *reader, const Level *level, const Node *map)
{
    if (!read_map(reader, map, level->name)) return false;
    for (uint32_t i = 0; i < map->count; i++)
        if (!find_key(level, map->keys[i]->text)) report_unknown_key(reader, level, map->keys[i]);
    return true;
}

void level_read(Reader *reader, const Level *level, const Node *map, void *into)
{
    if (!level_check_keys(reader, level, map)) return;
    for (uint32_t i = 0; i < level->count; i++) {
        const Key *key = &level->keys[i];
        const Node *value = node_get(map, key->name);
        if (value && key->read) key->read(reader, value, into);
    }
}

/* -------- values -------- */

/* A node of the wrong sort. */
static void report_value(Reader *reader, const Node *node, const char *expected)
{
    bool word = node->kind == NODE_TEXT && node->text[0];
    g_autofree char *quoted = g_strdup_printf("`%s`", node->text);
    reader_error(reader, node->at, NULL, "expected %s, found %s", expected,
                 word ? quoted : node_kind_text(node));
}

bool read_number(Reader *reader, const Node *node, uint64_t least, uint64_t most, uint64_t *into)
{
    guint64 number = 0;
    if (node->kind == NODE_TEXT && !node->quoted &&
        g_ascii_string_to_unsigned(node->text, 10, least, most, &number, NULL)) {
        *into = number;
        return true;
    }
    g_autofree char *expected =
        most == G_MAXUINT64
            ? g_strdup_printf("a number, at least %" G_GUINT64_FORMAT, least)
            : g_strdup_printf("a number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, least,
                              most);
    report_value(reader, node, expected);
    return false;
}

bool read_flag(Reader *reader, const Node *node, bool *into)
{
    bool yes = node->kind == NODE_TEXT && strcmp(node->text, "true") == 0;
    bool no = node->kind == NODE_TEXT && strcmp(node->text, "false") == 0;
    if (yes || no) *into = yes;
    else report_value(reader, node, "true or false");
    return yes || no;
}

const char *read_text(Reader *reader, const Node *node, const char *what)
{
    if (node->kind == NODE_TEXT && node->text[0]) return node->text;
    report_value(reader, node, what);
    return NULL;
}

const char *one_line(Reader *reader, const char *text)
{
    static const char blanks[] = " \t\r\n";
    GString *line = g_string_new(NULL);
    for (text += strspn(text, blanks); *text; text += strspn(text, blanks)) {
        size_t length = strcspn(text, blanks);
        if (line->len) g_string_append_c(line, ' ');
        g_string_append_len(line, text, (gssize)length);
        text += length;
    }
    return storage_own(reader->storage, g_string_free(line, FALSE));
}

const char *read_line(Reader *reader, const Node *node, const char *what)
{
    const char *text = read_text(reader, node, what);
    return text ? one_line(reader, text) : NULL;
}

int read_word(Reader *reader, const Node *node, const char *what, const char *const *words,
              uint32_t count)
{
    if (node->kind != NODE_TEXT || !node->text[0]) {
        report_value(reader, node, "a word");
        return -1;
    }
    for (uint32_t i = 0; i < count; i++)
        if (words[i] && strcmp(words[i], node->text) == 0) return (int)i;

    /* A short list is its own best hint. */
    g_autofree char *list = NULL;
    if (count <= 8) {
        GString *all = g_string_new("expected");
        for (uint32_t i = 0; i < count; i++)
            if (words[i]) g_string_append_printf(all, "%s %s", i ? "," : "", words[i]);
        list = g_string_free(all, FALSE);
    }
    g_autofree char *hint = diagnostic_hint(list, node->text, words, count);
    reader_error(reader, node->at, hint, "%s `%s`", what, node->text);
    return -1;
}

uint8_t read_id(Reader *reader, const Node *node, char letter)
{
    bool fits = node->kind == NODE_TEXT && node->text[0] == letter && node->text[1] >= '1' &&
                node->text[1] <= '8' && node->text[2] == '\0';
    if (fits) return (uint8_t)(node->text[1] - '0');
    g_autofree char *expected = g_strdup_printf("%c1 to %c8", letter, letter);
    report_value(reader, node, expected);
    return 0;
}
