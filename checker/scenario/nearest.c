#include "checker/scenario/nearest.h"

#include <glib.h>
#include <string.h>

enum { LONGEST_WORD = 63 }; /* longer ones are not misspelt, they are something else */

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: row i holds the distances of the first i characters of `from` to every
 * beginning of `to`; a swap of neighbours looks back two rows. */
static uint32_t distance(const char *from, const char *to)
{
    uint32_t rows[3][LONGEST_WORD + 1];
    uint32_t *before = rows[0], *last = rows[1], *row = rows[2];
    size_t from_length = strlen(from), to_length = strlen(to);

    for (uint32_t j = 0; j <= to_length; j++)
        last[j] = j;
    for (uint32_t i = 1; i <= from_length; i++) {
        row[0] = i;
        for (uint32_t j = 1; j <= to_length; j++) {
            row[j] = least(last[j], row[j - 1]) + 1;
            row[j] = least(row[j], last[j - 1] + (from[i - 1] != to[j - 1]));
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        uint32_t *oldest = before;
        before = last, last = row, row = oldest;
    }
    return last[to_length];
}

const char *nearest_word(const char *word, const char *const *words, uint32_t count)
{
    if (strlen(word) > LONGEST_WORD) return NULL;
    g_autofree char *wanted = g_ascii_strdown(word, -1);
    /* A third of the letters may be wrong, and one in any case. */
    uint32_t best = (uint32_t)strlen(word) / 3 + 2;
    const char *nearest = NULL;

    for (uint32_t i = 0; i < count; i++) {
        if (!words[i] || strlen(words[i]) > LONGEST_WORD) continue;
        g_autofree char *candidate = g_ascii_strdown(words[i], -1);
        uint32_t edits = distance(wanted, candidate);
        /* Nothing of a short word would be left. */
        if (edits >= best || edits >= strlen(candidate)) continue;
        best = edits;
        nearest = words[i];
    }
    return nearest;
}
