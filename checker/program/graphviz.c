#include "checker/program/graphviz.h"

#include <gio/gio.h>
#include <stdbool.h>

char *graphviz_svg(const char *dot, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autofree char *program = g_find_program_in_path("dot");
    if (!program) {
        g_set_error_literal(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT,
                            "checker: error: Graphviz is not installed, which makes the SVG; "
                            "-o FILE.dot needs no other program\n");
        return NULL;
    }
    g_autoptr(GSubprocess) process =
        g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &failure,
                         program, "-Tsvg", NULL);
    char *svg = NULL;
    bool made = process &&
                g_subprocess_communicate_utf8(process, dot, NULL, &svg, NULL, &failure) &&
                g_subprocess_wait_check(process, NULL, &failure);
    if (made) return svg;
    g_free(svg);
    g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED, "checker: error: Graphviz: %s\n",
                failure->message);
    return NULL;
}
