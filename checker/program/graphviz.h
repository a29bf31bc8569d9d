/* Graphviz, as a program beside ours. */
#ifndef CHECKER_PROGRAM_GRAPHVIZ_H
#define CHECKER_PROGRAM_GRAPHVIZ_H

#include <glib.h>

/* Let `dot` lay out a graph as SVG.  NULL with *error, ready to print, if it is not installed or
 * fails.  Free with g_free. */
char *graphviz_svg(const char *dot, GError **error);

#endif
