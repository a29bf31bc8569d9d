#include "checker/program/output_file.h"

#include <glib/gstdio.h>
#include <unistd.h>

G_DEFINE_QUARK(output_file_error, output_file_error)

/* Why the file must not be written, or NULL. */
static const char *objection(const char *path, bool force)
{
    GStatBuf status;
    if (g_lstat(path, &status) != 0) return NULL;
    if (S_ISDIR(status.st_mode)) return "is a folder";
    if (!S_ISREG(status.st_mode)) return "is not an ordinary file";
    return force ? NULL : "exists; --force replaces it";
}

/* The folder has to take a temporary file, too. */
static const char *folder_objection(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    if (!g_file_test(folder, G_FILE_TEST_EXISTS)) return "its folder is not there";
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) return "its folder is no folder";
    return g_access(folder, W_OK) == 0 ? NULL : "its folder cannot be written to";
}

bool output_file_check(const char *path, bool force, GError **error)
{
    const char *against = objection(path, force);
    if (!against) against = folder_objection(path);
    if (against) g_set_error(error, OUTPUT_FILE_ERROR, 0, "%s: error: %s\n", path, against);
    return !against;
}

bool output_file_write(const char *path, const char *text, gssize length, bool force,
                       GError **error)
{
    const char *against = objection(path, force);
    if (against) {
        g_set_error(error, OUTPUT_FILE_ERROR, 0, "%s: error: %s\n", path, against);
        return false;
    }
    GFileSetContentsFlags flags = G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE;
    g_autoptr(GError) failure = NULL;
    if (g_file_set_contents_full(path, text, length, flags, 0666, &failure)) return true;
    g_set_error(error, OUTPUT_FILE_ERROR, 0, "%s: error: %s\n", path, failure->message);
    return false;
}
