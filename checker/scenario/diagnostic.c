#include "checker/scenario/diagnostic.h"

#include "checker/scenario/nearest.h"

#include <stdarg.h>
#include <string.h>

enum {
    MOST_SHOWN = 100,      /* a file with more mistakes is not a scenario at all */
    EXCERPT_WIDTH = 96,    /* bytes of a long line that are shown around the mistake */
    LONGEST_MESSAGE = 500, /* bytes */
};

typedef struct Diagnostic {
    Span at;
    uint32_t order; /* mistakes at one place keep the order they were found in */
    char *message, *hint;
} Diagnostic;

struct Diagnostics {
    const char *path, *text;
    size_t length;
    GPtrArray *list;   /* of Diagnostic * */
    GHashTable *known; /* "start:message" of each */
};

static void diagnostic_free(void *data)
{
    Diagnostic *diagnostic = data;
    g_free(diagnostic->message);
    g_free(diagnostic->hint);
    g_free(diagnostic);
}

Diagnostics *diagnostics_new(const char *path, const char *text, size_t length)
{
    Diagnostics *diagnostics = g_new(Diagnostics, 1);
    *diagnostics =
        (Diagnostics){path, text, length, g_ptr_array_new_with_free_func(diagnostic_free),
                      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    return diagnostics;
}

void diagnostics_free(Diagnostics *diagnostics)
{
    if (!diagnostics) return;
    g_ptr_array_unref(diagnostics->list);
    g_hash_table_unref(diagnostics->known);
    g_free(diagnostics);
}

uint32_t diagnostics_count(const Diagnostics *diagnostics)
{
    return diagnostics->list->len;
}

void diagnostic_add(Diagnostics *diagnostics, Span at, const char *hint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);

    /* Variants share the text they do not override, so its mistakes are met once for each. */
    if (!g_hash_table_add(diagnostics->known, g_strdup_printf("%u:%s", at.start, message))) {
        g_free(message);
        return;
    }
    Diagnostic *diagnostic = g_new(Diagnostic, 1);
    *diagnostic = (Diagnostic){at, diagnostics->list->len, message, g_strdup(hint)};
    g_ptr_array_add(diagnostics->list, diagnostic);
}

char *diagnostic_hint(const char *what, const char *word, const char *const *words, uint32_t count)
{
    const char *nearest = nearest_word(word, words, count);
    if (!nearest) return g_strdup(what);
    if (!what) return g_strdup_printf("did you mean `%s`?", nearest);
    return g_strdup_printf("%s; did you mean `%s`?", what, nearest);
}

/* -------- printing -------- */

/* The line around a place, and the place in it; columns are characters, from 1. */
typedef struct Excerpt {
    uint32_t line, column;
    const char *start; /* what is shown of the line */
    size_t before;     /* bytes shown before the mistake */
    size_t marked;     /* bytes of the mistake */
    size_t after;      /* bytes shown after it */
    bool cut_before, cut_after;
} Excerpt;

static bool begins_character(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

static uint32_t characters(const char *text, size_t length)
{
    uint32_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += begins_character(text[i]);
    return count;
}

/* Shorten [start, end) to EXCERPT_WIDTH bytes, give or take a character, that hold `at`. */
static void cut_long_line(Excerpt *excerpt, const char *start, const char *at, const char *end)
{
    const char *from = start, *to = end;
    if (at - from > EXCERPT_WIDTH / 2) from = at - EXCERPT_WIDTH / 2;
    if (to - from > EXCERPT_WIDTH) to = from + EXCERPT_WIDTH;
    if (end - start <= EXCERPT_WIDTH) from = start, to = end;
    while (from < at && !begins_character(*from))
        from++;
    while (to < end && !begins_character(*to))
        to++;
    excerpt->start = from;
    excerpt->before = at - from;
    excerpt->marked = MIN(excerpt->marked, (size_t)(to - at));
    excerpt->after = to - at - excerpt->marked;
    excerpt->cut_before = from > start;
    excerpt->cut_after = to < end;
}

static Excerpt excerpt_of(const Diagnostics *diagnostics, Span at)
{
    size_t offset = MIN(at.start, diagnostics->length);
    const char *text = diagnostics->text, *place = text + offset;
    const char *line = text, *end = memchr(place, '\n', diagnostics->length - offset);
    if (!end) end = text + diagnostics->length;
    if (end > place && end[-1] == '\r') end--;

    Excerpt excerpt = {.line = 1, .marked = at.length};
    for (const char *c = text; c < place; c++)
        if (*c == '\n') excerpt.line++, line = c + 1;
    excerpt.column = characters(line, place - line) + 1;
    cut_long_line(&excerpt, line, place, end);
    return excerpt;
}

/* Text from the file as it is, except what would upset a terminal. */
static void append_source(GString *out, const char *source, size_t length)
{
    const char *end = source + length;
    while (source < end) {
        gunichar character = g_utf8_get_char_validated(source, end - source);
        bool valid = character < (gunichar)-2;
        bool shown = valid && (!g_unichar_iscntrl(character) || character == '\t');
        size_t width = valid ? (size_t)(g_utf8_next_char(source) - source) : 1;
        g_string_append_len(out, shown ? source : "?", shown ? (gssize)width : 1);
        source += width;
    }
}

/* A message quotes what it is about, and that may be anything. */
static void append_message(GString *out, const char *message)
{
    size_t length = strlen(message), shown = MIN(length, LONGEST_MESSAGE);
    while (shown < length && !begins_character(message[shown]))
        shown++;
    append_source(out, message, shown);
    g_string_append(out, shown < length ? "...\n" : "\n");
}

/* Blanks as wide as the source text above them. */
static void append_blanks(GString *out, const char *source, size_t length)
{
    for (const char *c = source; c < source + length; c++)
        if (begins_character(*c)) g_string_append_c(out, *c == '\t' ? '\t' : ' ');
}

static void append_excerpt(GString *out, const Excerpt *excerpt)
{
    static const char ellipsis[] = "...";
    g_string_append_printf(out, "%5u | %s", excerpt->line, excerpt->cut_before ? ellipsis : "");
    append_source(out, excerpt->start, excerpt->before + excerpt->marked + excerpt->after);
    g_string_append_printf(out, "%s\n      | %s", excerpt->cut_after ? ellipsis : "",
                           excerpt->cut_before ? "   " : "");
    append_blanks(out, excerpt->start, excerpt->before);
    g_string_append_c(out, '^');
    uint32_t width = characters(excerpt->start + excerpt->before, excerpt->marked);
    for (uint32_t i = 1; i < width; i++)
        g_string_append_c(out, '~');
    g_string_append_c(out, '\n');
}

static void append_diagnostic(GString *out, const Diagnostics *diagnostics,
                              const Diagnostic *diagnostic)
{
    bool placed = diagnostic->at.start != SPAN_NONE.start;
    Excerpt excerpt = placed ? excerpt_of(diagnostics, diagnostic->at) : (Excerpt){0};
    g_string_append(out, diagnostics->path);
    if (placed) g_string_append_printf(out, ":%u:%u", excerpt.line, excerpt.column);
    g_string_append(out, ": error: ");
    append_message(out, diagnostic->message);
    if (placed) append_excerpt(out, &excerpt);
    if (!diagnostic->hint) return;
    g_string_append(out, "      | ");
    append_message(out, diagnostic->hint);
}

static int by_place(const void *a, const void *b)
{
    const Diagnostic *x = *(Diagnostic *const *)a, *y = *(Diagnostic *const *)b;
    if (x->at.start != y->at.start) return x->at.start < y->at.start ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

char *diagnostics_text(const Diagnostics *diagnostics)
{
    GString *out = g_string_new(NULL);
    uint32_t count = diagnostics->list->len;
    g_ptr_array_sort(diagnostics->list, by_place);
    for (uint32_t i = 0; i < MIN(count, MOST_SHOWN); i++)
        append_diagnostic(out, diagnostics, g_ptr_array_index(diagnostics->list, i));
    if (count > MOST_SHOWN)
        g_string_append_printf(out, "%s: error: and %u more\n", diagnostics->path,
                               count - MOST_SHOWN);
    return g_string_free(out, FALSE);
}
