#include "checker/program/tap_write.h"

/* In a description `#` would begin a directive. */
char *tap_description(const char *text)
{
    return g_strdelimit(g_strdup(text), "#\n", ' ');
}

void tap_comment(FILE *out, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        if (**line || line[1]) fprintf(out, "# %s\n", *line);
}
