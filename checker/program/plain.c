#include "checker/program/plain.h"

#include <glib.h>
#include <stdbool.h>

/* Format characters reorder text or hide it. */
static bool is_visible(gunichar c)
{
    GUnicodeType type = g_unichar_type(c);
    return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT &&
           type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR &&
           type != G_UNICODE_SURROGATE && type != G_UNICODE_UNASSIGNED;
}

char *plain_text(const char *text)
{
    if (!text) return NULL;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *plain = g_string_new(NULL);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (is_visible(c)) g_string_append_unichar(plain, c);
        else if (c == '\n' || c == '\t') g_string_append_c(plain, ' ');
        else g_string_append_printf(plain, "\\x%02x", (unsigned)c);
    }
    return g_string_free(plain, FALSE);
}
