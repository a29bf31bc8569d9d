#include "checker/program/xml_write.h"

void xml_attribute(GString *out, const char *name, const char *value)
{
    g_autofree char *valid = g_utf8_make_valid(value, -1);
    g_autofree char *escaped = g_markup_escape_text(valid, -1);
    g_string_append_printf(out, " %s=\"%s\"", name, escaped);
}

void xml_seconds(GString *out, double seconds)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    xml_attribute(out, "time", g_ascii_formatd(digits, sizeof digits, "%.3f", seconds));
}

void xml_element(GString *out, const char *name, const char *message, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autofree char *escaped = g_markup_escape_text(valid, -1);
    g_string_append_printf(out, "      <%s", name);
    xml_attribute(out, "message", message);
    g_string_append_printf(out, ">%s</%s>\n", escaped, name);
}
