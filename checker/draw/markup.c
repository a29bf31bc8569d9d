#include "checker/draw/markup.h"

#include <stdbool.h>
#include <string.h>

/* Line ends and tabs become spaces: a name is one line. */
static gunichar harmless(gunichar c)
{
    if (c == '\n' || c == '\t' || c == '\r') return ' ';
    bool control = g_unichar_iscntrl(c) || g_unichar_type(c) == G_UNICODE_FORMAT;
    return control || c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c;
}

char *markup_plain(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = valid; *at; at = g_utf8_next_char(at))
        g_string_append_unichar(out, harmless(g_utf8_get_char(at)));
    return g_string_free(out, FALSE);
}

char *markup_text(const char *text)
{
    g_autofree char *plain = markup_plain(text);
    return g_markup_escape_text(plain, -1);
}

char *markup_dot(const char *text)
{
    g_autofree char *plain = markup_plain(text);
    GString *out = g_string_new(NULL);
    for (const char *at = plain; *at; at++) {
        if (*at == '"' || *at == '\\') g_string_append_c(out, '\\');
        g_string_append_c(out, *at);
    }
    return g_string_free(out, FALSE);
}

/* -------- lines -------- */

/* How many bytes of `text` make the next line. */
static size_t line_length(const char *text, size_t width)
{
    if ((size_t)g_utf8_strlen(text, -1) <= width) return strlen(text);
    const char *end = g_utf8_offset_to_pointer(text, (glong)width);
    for (const char *at = end; at > text; at--)
        if (*at == ' ') return (size_t)(at - text);
    return (size_t)(end - text);
}

char **markup_wrap(const char *text, size_t width)
{
    GPtrArray *lines = g_ptr_array_new();
    do {
        size_t length = line_length(text, MAX(width, 1));
        g_ptr_array_add(lines, g_strndup(text, length));
        text += length;
        text += strspn(text, " ");
    } while (*text);
    g_ptr_array_add(lines, NULL);
    return (char **)g_ptr_array_free(lines, FALSE);
}
