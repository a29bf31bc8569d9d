#include "checker/program/helpers.h"

G_DEFINE_QUARK(helpers_error, helpers_error)

char *helper_find(const char *name, GError **error)
{
    static const char *const folders[] = {"runtime", "../lib/checker", "."};
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *here = g_path_get_dirname(self ? self : "checker");
    for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(here, folders[i], name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_EXECUTABLE)) return g_steal_pointer(&path);
    }
    g_set_error(error, HELPERS_ERROR, 0,
                "the program `%s` is neither in %s nor in %s/%s nor in %s/%s; it comes with the "
                "runtime",
                name, here, here, folders[0], here, folders[1]);
    return NULL;
}
