#include "checker/draw/svg_elements.h"

#include "checker/draw/markup.h"

void svg_text(GString *out, int x, int y, const char *style, const char *words)
{
    g_autofree char *safe = markup_text(words);
    g_string_append_printf(out, "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n", x, y, style,
                           safe);
}

void svg_upright(GString *out, int x, int y, const char *style, const char *words)
{
    g_autofree char *safe = markup_text(words);
    g_string_append_printf(
        out, "<text transform=\"translate(%d %d) rotate(-90)\" class=\"%s\">%s</text>\n", x, y,
        style, safe);
}

void svg_box(GString *out, int x, int y, int width, int height, const char *style)
{
    g_string_append_printf(out,
                           "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"%s\"/>\n", x,
                           y, width, height, style);
}
