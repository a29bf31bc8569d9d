#include "checker/interactive/layout.h"

#include "checker/program/color.h"
#include "checker/program/terminal.h"

#include <stdbool.h>
#include <string.h>

enum { NARROW_INDENT = 6, LEAST_ROOM = 24 };

unsigned layout_width(void)
{
    return MAX(terminal_width(stdout, LAYOUT_USUAL_WIDTH), LAYOUT_LEAST_WIDTH);
}

/* -------- what may go to a terminal -------- */

/* The length of the colour that begins here, 0 if none of the program's does. */
static size_t color_length(const char *at)
{
    static const char *const colors[] = {COLOR_GOOD,  COLOR_BAD,    COLOR_OPEN,
                                         COLOR_FAINT, COLOR_STRONG, COLOR_END};
    for (size_t i = 0; i < G_N_ELEMENTS(colors); i++)
        if (g_str_has_prefix(at, colors[i])) return strlen(colors[i]);
    return 0;
}

/* The text without what would upset a terminal: names come from files that others have written. */
static char *harmless(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = valid; *at;) {
        size_t length = color_length(at);
        gunichar c = g_utf8_get_char(at);
        bool upsets = !length && g_unichar_iscntrl(c) && c != '\n' && c != '\t';
        if (!length) length = (size_t)(g_utf8_next_char(at) - at);
        if (upsets) g_string_append_unichar(out, 0xfffd);
        else g_string_append_len(out, at, (gssize)length);
        at += length;
    }
    return g_string_free(out, FALSE);
}

/* Columns that a word takes on the screen. */
static unsigned columns_of(const char *word, size_t length)
{
    unsigned columns = 0;
    for (const char *at = word; at < word + length;) {
        size_t color = color_length(at);
        gunichar c = g_utf8_get_char(at);
        if (!color) columns += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
        at = color ? at + color : g_utf8_next_char(at);
    }
    return columns;
}

/* -------- lines -------- */

/* A line on its way out. */
typedef struct Line {
    GString *out;
    unsigned width, column;
    unsigned hanging; /* where the next lines of it begin */
} Line;

static void break_line(Line *line)
{
    while (line->out->len && line->out->str[line->out->len - 1] == ' ')
        g_string_truncate(line->out, line->out->len - 1);
    g_string_append_printf(line->out, "\n%*s", (int)line->hanging, "");
    line->column = line->hanging;
}

static void append_tab(Line *line)
{
    line->column += 2;
    g_string_append(line->out, "  ");
    if (line->column + LEAST_ROOM <= line->width) line->hanging = line->column;
    else break_line(line);
}

/* A word, and the spaces or the tab behind it. */
static const char *append_word(Line *line, const char *at)
{
    size_t length = strcspn(at, " \t\n"), spaces = strspn(at + length, " ");
    unsigned columns = columns_of(at, length);
    if (line->column + columns > line->width && line->column > line->hanging) break_line(line);
    g_string_append_len(line->out, at, (gssize)(length + spaces));
    line->column += columns + (unsigned)spaces;
    at += length + spaces;
    if (*at != '\t') return at;
    append_tab(line);
    return at + 1;
}

static const char *append_line(GString *out, const char *at, unsigned width)
{
    unsigned indent = (unsigned)strspn(at, " ");
    Line line = {.out = out, .width = width, .column = indent};
    line.hanging = MIN(indent + 2, NARROW_INDENT);
    g_string_append_len(out, at, indent);
    at += indent;
    while (*at && *at != '\n')
        at = append_word(&line, at);
    while (out->len && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    if (*at == '\n') g_string_append_c(out, '\n');
    return at + (*at == '\n');
}

char *layout(const char *text, unsigned width)
{
    GString *out = g_string_new(NULL);
    g_autofree char *shown = harmless(text);
    for (const char *at = shown; *at;)
        at = append_line(out, at, width);
    return g_string_free(out, FALSE);
}
