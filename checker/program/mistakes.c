#include "checker/program/mistakes.h"

#include <string.h>

static void mistake_clear(void *mistake)
{
    g_free(((Mistake *)mistake)->sentence);
}

/* ":12" at *at: the number, and *at moves behind it; 0 if there is none. */
static uint64_t take_number(const char **at)
{
    if (**at != ':' || !g_ascii_isdigit((*at)[1])) return 0;
    char *end;
    uint64_t number = g_ascii_strtoull(*at + 1, &end, 10);
    *at = end;
    return number;
}

/* Is this line the head of a diagnostic? */
static bool read_head(const char *line, const char *path, Mistake *ret)
{
    static const char mark[] = ": error: ";
    if (!g_str_has_prefix(line, path)) return false;
    const char *at = line + strlen(path);
    *ret = (Mistake){0};
    ret->line = take_number(&at);
    ret->column = take_number(&at);
    if (!g_str_has_prefix(at, mark)) return false;
    ret->sentence = g_strdup(at + strlen(mark));
    return true;
}

GArray *mistakes_of(const char *path, const char *text)
{
    GArray *mistakes = g_array_new(FALSE, FALSE, sizeof(Mistake));
    g_array_set_clear_func(mistakes, mistake_clear);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    Mistake mistake;
    for (char **line = lines; *line; line++)
        if (read_head(*line, path, &mistake)) g_array_append_val(mistakes, mistake);
    if (mistakes->len > 0) return mistakes;
    mistake = (Mistake){.sentence = g_strchomp(g_strdup(text))};
    g_array_append_val(mistakes, mistake);
    return mistakes;
}
