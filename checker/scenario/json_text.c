#include "checker/scenario/json_text.h"

#include <string.h>

enum { INDENTATION = 2 };

/* -------- writing -------- */

/* Something comes: behind what is complete stands a comma. */
static void separate(GString *out)
{
    if (out->len > 0 && !strchr("{[:", out->str[out->len - 1])) g_string_append_c(out, ',');
}

/* C0, DEL and C1; the last begin escape sequences on some terminals. */
static bool is_control(gunichar character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

static void append_character(GString *out, const char *at)
{
    gunichar character = g_utf8_get_char(at);
    if (character == '"' || character == '\\') g_string_append_printf(out, "\\%c", (char)character);
    else if (is_control(character)) g_string_append_printf(out, "\\u%04x", character);
    else g_string_append_len(out, at, g_utf8_next_char(at) - at);
}

static void append_string(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_string_append_c(out, '"');
    for (const char *at = valid; *at; at = g_utf8_next_char(at))
        append_character(out, at);
    g_string_append_c(out, '"');
}

void json_key(GString *out, const char *key)
{
    separate(out);
    append_string(out, key);
    g_string_append_c(out, ':');
}

static void begin_value(GString *out, const char *key)
{
    if (key) json_key(out, key);
    else separate(out);
}

void json_open(GString *out, const char *key, char bracket)
{
    begin_value(out, key);
    g_string_append_c(out, bracket);
}

void json_close(GString *out, char bracket)
{
    g_string_append_c(out, bracket);
}

void json_text(GString *out, const char *key, const char *text)
{
    begin_value(out, key);
    if (text) append_string(out, text);
    else g_string_append(out, "null");
}

void json_number(GString *out, const char *key, uint64_t number)
{
    begin_value(out, key);
    g_string_append_printf(out, "%" G_GUINT64_FORMAT, number);
}

void json_integer(GString *out, const char *key, int64_t number)
{
    begin_value(out, key);
    g_string_append_printf(out, "%" G_GINT64_FORMAT, number);
}

/* Never in the user's locale: a comma would not be JSON. */
static void append_double(GString *out, const char *key, const char *format, double number)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    begin_value(out, key);
    g_string_append(out, g_ascii_formatd(digits, sizeof digits, format, number));
}

void json_real(GString *out, const char *key, double number)
{
    append_double(out, key, "%.6f", number);
}

void json_estimate(GString *out, const char *key, double number)
{
    append_double(out, key, "%.6g", number);
}

void json_flag(GString *out, const char *key, bool flag)
{
    begin_value(out, key);
    g_string_append(out, flag ? "true" : "false");
}

void json_null(GString *out, const char *key)
{
    json_text(out, key, NULL);
}

void json_texts(GString *out, const char *key, const GPtrArray *texts)
{
    json_open(out, key, '[');
    for (guint i = 0; i < texts->len; i++)
        json_text(out, NULL, g_ptr_array_index(texts, i));
    json_close(out, ']');
}

/* -------- layout -------- */

/* The end of the string that begins here. */
static const char *behind_string(const char *at)
{
    for (at++; *at != '"'; at++)
        if (*at == '\\') at++;
    return at + 1;
}

static void break_line(GString *out, uint32_t level)
{
    g_string_append_printf(out, "\n%*s", (int)(level * INDENTATION), "");
}

static bool is_empty(const char *opening)
{
    return opening[1] == '}' || opening[1] == ']';
}

char *json_pretty(const char *compact)
{
    GString *out = g_string_new(NULL);
    uint32_t level = 0;
    for (const char *at = compact; *at;) {
        const char *next = *at == '"' ? behind_string(at) : at + 1;
        bool opens = *at == '{' || *at == '[', closes = *at == '}' || *at == ']';
        bool was_empty = closes && (at[-1] == '{' || at[-1] == '[');
        if (closes) level--;
        if (closes && !was_empty) break_line(out, level);
        g_string_append_len(out, at, next - at);
        if (opens) level++;
        if ((opens && !is_empty(at)) || *at == ',') break_line(out, level);
        if (*at == ':') g_string_append_c(out, ' ');
        at = next;
    }
    g_string_append_c(out, '\n');
    return g_string_free(out, FALSE);
}
