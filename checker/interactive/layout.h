/* Lines for a terminal of any width. */
#ifndef CHECKER_INTERACTIVE_LAYOUT_H
#define CHECKER_INTERACTIVE_LAYOUT_H

#include <glib.h>

enum { LAYOUT_LEAST_WIDTH = 20, LAYOUT_USUAL_WIDTH = 80 };

/* Break each line of `text` between words so that it fits, as far as words do.  What does not fit
 * is continued below the line's first tab, which becomes two spaces, or, where that leaves too
 * little room, indented by six.  The program's colours take no room; other control characters
 * become U+FFFD.  Free with g_free. */
char *layout(const char *text, unsigned width);

/* The width of what standard output goes to (terminal.h), or what is least. */
unsigned layout_width(void);

#endif
