#include "checker/program/json_write.h"

void json_string(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_string_append_c(out, '"');
    for (const char *at = valid; *at; at++) {
        if (*at == '"' || *at == '\\') g_string_append_printf(out, "\\%c", *at);
        else if ((unsigned char)*at < 0x20) g_string_append_printf(out, "\\u%04x", (unsigned)*at);
        else g_string_append_c(out, *at);
    }
    g_string_append_c(out, '"');
}

/* "key": ; a comma first unless it opens its object. */
void json_key(GString *out, const char *key)
{
    if (out->str[out->len - 1] != '{') g_string_append_c(out, ',');
    json_string(out, key);
    g_string_append_c(out, ':');
}

void json_text(GString *out, const char *key, const char *text)
{
    json_key(out, key);
    if (text) json_string(out, text);
    else g_string_append(out, "null");
}

void json_number(GString *out, const char *key, uint64_t number)
{
    json_key(out, key);
    g_string_append_printf(out, "%" G_GUINT64_FORMAT, number);
}

/* Never in the user's locale: a comma would not be JSON. */
void json_real(GString *out, const char *key, double number)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    json_key(out, key);
    g_string_append(out, g_ascii_formatd(digits, sizeof digits, "%.6f", number));
}

/* For what may be tiny. */
void json_estimate(GString *out, const char *key, double number)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    json_key(out, key);
    g_string_append(out, g_ascii_formatd(digits, sizeof digits, "%.6g", number));
}

void json_flag(GString *out, const char *key, bool flag)
{
    json_key(out, key);
    g_string_append(out, flag ? "true" : "false");
}
