/* Elements of a picture that stands still, appended to its text. */
#ifndef CHECKER_DRAW_SVG_ELEMENTS_H
#define CHECKER_DRAW_SVG_ELEMENTS_H

#include <glib.h>

/* Whatever the words are, they become text.  `style` is a class of the style sheet. */
void svg_text(GString *out, int x, int y, const char *style, const char *words);
/* The same from (x, y) upwards. */
void svg_upright(GString *out, int x, int y, const char *style, const char *words);
void svg_box(GString *out, int x, int y, int width, int height, const char *style);

#endif
