#include "checker/program/files.h"

#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

G_DEFINE_QUARK(files_error, files_error)

static bool is_scenario(const char *name)
{
    return g_str_has_suffix(name, ".yml") || g_str_has_suffix(name, ".yaml");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A folder that a link leads back to is the same folder. */
static bool is_new_folder(GHashTable *seen, const struct stat *status)
{
    return g_hash_table_add(
        seen, g_strdup_printf("%ju %ju", (uintmax_t)status->st_dev, (uintmax_t)status->st_ino));
}

/* Names are printed, and a log must not take one for a command.  Whoever wrote the file chose it.
 */
static bool is_printable(const char *path)
{
    for (const char *at = path; *at; at++)
        if (g_ascii_iscntrl(*at)) return false;
    return true;
}

static bool add_file(const char *path, GPtrArray *files, GError **error)
{
    if (is_printable(path)) {
        g_ptr_array_add(files, g_strdup(path));
        return true;
    }
    g_autofree char *escaped = g_strescape(path, NULL);
    g_set_error(error, FILES_ERROR, 0, "%s: error: there are control characters in this name\n",
                escaped);
    return false;
}

static bool collect_folder(const char *path, GPtrArray *files, GHashTable *seen, GError **error);

/* One name in a folder.  A pipe or a device is no scenario, whatever its name; a link that leads
 * nowhere is one that cannot be read. */
static bool collect_entry(const char *path, GPtrArray *files, GHashTable *seen, GError **error)
{
    struct stat status;
    bool there = stat(path, &status) == 0;
    if (there && S_ISDIR(status.st_mode))
        return !is_new_folder(seen, &status) || collect_folder(path, files, seen, error);
    bool counts = is_scenario(path) && (!there || S_ISREG(status.st_mode));
    return !counts || add_file(path, files, error);
}

static bool collect_folder(const char *path, GPtrArray *files, GHashTable *seen, GError **error)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, error);
    if (!folder) return g_prefix_error(error, "%s: error: ", path), false;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(folder));)
        if (*name != '.') g_ptr_array_add(names, g_build_filename(path, name, NULL));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++)
        if (!collect_entry(g_ptr_array_index(names, i), files, seen, error)) return false;
    return true;
}

bool files_may_be_scenarios(const char *path)
{
    return is_scenario(path) || g_file_test(path, G_FILE_TEST_IS_DIR);
}

bool files_collect(const char *path, GPtrArray *files, GError **error)
{
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)) return add_file(path, files, error);
    guint before = files->len;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    is_new_folder(seen, &status);
    if (!collect_folder(path, files, seen, error)) return false;
    if (files->len > before) return true;
    g_set_error(error, FILES_ERROR, 0, "%s: error: there is no scenario (*.yml, *.yaml) in it\n",
                path);
    return false;
}
