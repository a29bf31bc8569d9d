#include "checker/program/xml_write.h"

#include <stdbool.h>

/* Some characters cannot stand in XML however they are written. */
static char *xml_text(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        bool layout = character == '\t' || character == '\n' || character == '\r';
        bool allowed = layout || (character >= 0x20 && character != 0xFFFE && character != 0xFFFF);
        g_string_append_unichar(out, allowed ? character : 0xFFFD);
    }
    char *escaped = g_markup_escape_text(out->str, -1);
    g_string_free(out, TRUE);
    return escaped;
}

void xml_attribute(GString *out, const char *name, const char *value)
{
    g_autofree char *escaped = xml_text(value);
    g_string_append_printf(out, " %s=\"%s\"", name, escaped);
}

void xml_seconds(GString *out, double seconds)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    xml_attribute(out, "time", g_ascii_formatd(digits, sizeof digits, "%.3f", seconds));
}

void xml_element(GString *out, const char *name, const char *message, const char *text)
{
    g_autofree char *escaped = xml_text(text);
    g_string_append_printf(out, "      <%s", name);
    xml_attribute(out, "message", message);
    g_string_append_printf(out, ">%s</%s>\n", escaped, name);
}
