#include "checker/program/output_file.h"

#include <glib/gstdio.h>

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
