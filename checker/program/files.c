#include "checker/program/files.h"

#include <string.h>

G_DEFINE_QUARK(files_error, files_error)

enum { MOST_NESTED = 16 }; /* a link that leads back up ends here */

static bool is_scenario(const char *name)
{
    return g_str_has_suffix(name, ".yml") || g_str_has_suffix(name, ".yaml");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool collect_folder(const char *path, GPtrArray *files, unsigned depth, GError **error)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, error);
    if (!folder) return g_prefix_error(error, "%s: error: ", path), false;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(folder));)
        if (*name != '.') g_ptr_array_add(names, g_build_filename(path, name, NULL));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (g_file_test(name, G_FILE_TEST_IS_DIR)) {
            if (depth < MOST_NESTED && !collect_folder(name, files, depth + 1, error)) return false;
        } else if (is_scenario(name)) {
            g_ptr_array_add(files, g_strdup(name));
        }
    }
    return true;
}

bool files_collect(const char *path, GPtrArray *files, GError **error)
{
    if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_ptr_array_add(files, g_strdup(path));
        return true;
    }
    guint before = files->len;
    if (!collect_folder(path, files, 0, error)) return false;
    if (files->len > before) return true;
    g_set_error(error, FILES_ERROR, 0, "%s: error: there is no scenario (*.yml, *.yaml) in it\n",
                path);
    return false;
}
