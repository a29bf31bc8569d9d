#include "checker/program/graphviz.h"

#include "checker/program/errand.h"

#include <unistd.h>

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
    const char *const arguments[] = {program, "-Tsvg", NULL};
    Errand drawing = {arguments, dot, STDOUT_FILENO};
    char *svg = NULL;
    int status = 0;
    if (errand_run(&drawing, &svg, &status, &failure) &&
        g_spawn_check_wait_status(status, &failure))
        return svg;
    g_free(svg);
    g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED, "checker: error: Graphviz: %s\n",
                failure->message);
    return NULL;
}
