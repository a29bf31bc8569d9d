/* Text from scenarios and models inside of markup. */
#ifndef CHECKER_DRAW_MARKUP_H
#define CHECKER_DRAW_MARKUP_H

#include <glib.h>

/* As text or a quoted attribute of HTML, XML or SVG; what XML cannot hold (bytes that are not
 * UTF-8, control characters) becomes U+FFFD.  Free with g_free. */
char *markup_text(const char *text);

/* Inside the double quotes of a DOT string: `\n` breaks the line there. */
char *markup_dot(const char *text);

/* On a terminal or in a text file: what could move the cursor becomes U+FFFD. */
char *markup_plain(const char *text);

/* Break at spaces, and in the middle of words that are too long, into lines of at most `width`
 * characters; at least one line.  Free with g_strfreev. */
char **markup_wrap(const char *text, size_t width);

#endif
