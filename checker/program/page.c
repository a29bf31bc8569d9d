#include "checker/program/page.h"

#include "checker/program/color.h"
#include "checker/program/plain.h"
#include "checker/program/terminal.h"

#include <stdarg.h>
#include <string.h>

typedef struct Word {
    char *text; /* plain */
    int width;
    Style style;
    bool space; /* before it */
} Word;

int page_width(FILE *stream)
{
    uint32_t width = terminal_width(stream, PAGE_WIDEST);
    return CLAMP((int)MIN(width, INT16_MAX), PAGE_NARROWEST, PAGE_WIDEST);
}

static int text_width(const char *text)
{
    int width = 0;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        width += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    }
    return width;
}

/* -------- paragraphs -------- */

static void clear_word(void *word)
{
    g_free(((Word *)word)->text);
}

Page page_new(int width, bool color)
{
    Page page = {.out = g_string_new(NULL),
                 .width = width,
                 .color = color,
                 .words = g_array_new(FALSE, FALSE, sizeof(Word))};
    g_array_set_clear_func(page.words, clear_word);
    return page;
}

void page_clear(Page *page)
{
    g_string_free(page->out, TRUE);
    g_array_unref(page->words);
}

static const char *code_of(const Page *page, Style style)
{
    static const char *const codes[] = {COLOR_PLAIN, COLOR_STRONG, COLOR_FAINT,
                                        COLOR_BAD,   COLOR_GOOD,   COLOR_OPEN};
    return COLOR(page->color, codes[style]);
}

void page_add(Page *page, Style style, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *raw = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *text = plain_text(raw);
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    for (int i = 0; words[i]; i++) {
        Word word = {.style = style, .space = i > 0 && page->words->len > 0};
        if (!*words[i] && words[i + 1]) continue;
        word.text = g_strdup(words[i]);
        word.width = text_width(word.text);
        g_array_append_val(page->words, word);
    }
}

/* The bytes of `text` that fit into so many columns, at least one character. */
static size_t fitting(const char *text, int columns)
{
    const char *at = g_utf8_next_char(text);
    for (; *at; at = g_utf8_next_char(at)) {
        g_autofree char *head = g_strndup(text, (gsize)(g_utf8_next_char(at) - text));
        if (text_width(head) > columns) break;
    }
    return (size_t)(at - text);
}

static void change_style(Page *page, Style style)
{
    if (style == page->style) return;
    if (*code_of(page, page->style)) g_string_append(page->out, COLOR_END);
    g_string_append(page->out, code_of(page, style));
    page->style = style;
}

static void break_line(Page *page, const char *rest)
{
    change_style(page, STYLE_PLAIN);
    g_string_append_printf(page->out, "\n%s", rest);
}

/* Returns the column after it.  What is wider than a line is cut. */
static int write_word(Page *page, const Word *word, int column, const char *rest)
{
    const char *text = word->text;
    int width = word->width;
    while (column + width > page->width && text_width(rest) < page->width) {
        size_t length = fitting(text, page->width - column);
        change_style(page, word->style);
        g_string_append_len(page->out, text, (gssize)length);
        break_line(page, rest);
        text += length;
        width = text_width(text);
        column = text_width(rest);
    }
    if (*text) change_style(page, word->style);
    g_string_append(page->out, text);
    return column + width;
}

/* The width of this word and of those that stick to it. */
static int whole_width(const Page *page, guint at)
{
    int width = g_array_index(page->words, Word, at).width;
    for (guint i = at + 1; i < page->words->len && !g_array_index(page->words, Word, i).space; i++)
        width += g_array_index(page->words, Word, i).width;
    return width;
}

void page_end(Page *page, const char *first, const char *rest)
{
    g_string_append(page->out, first);
    int column = text_width(first), margin = column;
    for (guint i = 0; i < page->words->len; i++) {
        const Word *word = &g_array_index(page->words, Word, i);
        bool space = word->space && column > margin;
        if (space && column + 1 + whole_width(page, i) > page->width) {
            break_line(page, rest);
            column = margin = text_width(rest);
            space = false;
        }
        if (space) g_string_append_c(page->out, ' ');
        column = write_word(page, word, column + space, rest);
    }
    change_style(page, STYLE_PLAIN);
    while (page->out->len && page->out->str[page->out->len - 1] == ' ')
        g_string_truncate(page->out, page->out->len - 1);
    g_string_append_c(page->out, '\n');
    g_array_set_size(page->words, 0);
}

void page_gap(Page *page)
{
    const GString *out = page->out;
    if (out->len < 2 || strcmp(out->str + out->len - 2, "\n\n") == 0) return;
    g_string_append_c(page->out, '\n');
}

void page_heading(Page *page, const char *text)
{
    page_gap(page);
    page_add(page, STYLE_STRONG, "%s", text);
    page_end(page, "", "");
}
