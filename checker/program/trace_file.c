#include "checker/program/trace_file.h"

#include "checker/program/output_file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

char *trace_file_name(const char *scenario_path, const char *name)
{
    g_autofree char *file = g_path_get_basename(scenario_path);
    char *dot = strrchr(file, '.');
    if (dot && dot != file) *dot = '\0';
    return g_strdelimit(g_strdup_printf("%s.%s", file, name), "/", '-');
}

char *trace_file_path(const char *folder, const char *scenario_path, const char *name)
{
    g_autofree char *plain = trace_file_name(scenario_path, name);
    g_autofree char *file = g_strconcat(plain, ".trace", NULL);
    return g_build_filename(folder, file, NULL);
}

bool trace_file_folder(const char *folder, GError **error)
{
    if (!folder || g_mkdir_with_parents(folder, 0777) == 0) return true;
    g_set_error(error, OUTPUT_FILE_ERROR, 0, "checker: --trace-dir: `%s` cannot be made: %s\n",
                folder, g_strerror(errno));
    return false;
}
