#include "checker/program/ceiling.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* -------- control groups -------- */

/* MIN would ask the system twice. */
static void lower(uint64_t *least, uint64_t limit)
{
    if (limit < *least) *least = limit;
}

/* A number; a file that says `max`, or is not there, is no limit. */
static uint64_t limit_in(const char *folder, const char *file)
{
    g_autofree char *path = g_build_filename(folder, file, NULL), *text = NULL;
    guint64 limit;
    if (!g_file_get_contents(path, &text, NULL, NULL)) return UINT64_MAX;
    bool is_number = g_ascii_string_to_unsigned(g_strchomp(text), 10, 0, G_MAXUINT64, &limit, NULL);
    return is_number ? limit : UINT64_MAX;
}

static uint64_t limit_of_group(const char *folder)
{
    static const char *const files[] = {"memory.max", "memory.high", "memory.limit_in_bytes"};
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
        lower(&least, limit_in(folder, files[i]));
    return least;
}

/* Of a group and all above it.  In a container the path may be the host's, and not be there: then
 * what is mounted is the container's own group. */
static uint64_t limit_along(const char *mounted, const char *group)
{
    g_autofree char *path = g_strdup(group);
    uint64_t least = limit_of_group(mounted);
    for (char *slash; (slash = strrchr(path, '/')); *slash = '\0') {
        g_autofree char *folder = g_strconcat(mounted, path, NULL);
        lower(&least, limit_of_group(folder));
    }
    return least;
}

/* A line of /proc/self/cgroup: number, controllers, path.  Version 2 has no controllers there. */
static uint64_t limit_of_line(const char *root, const char *line)
{
    g_auto(GStrv) parts = g_strsplit(line, ":", 3);
    if (g_strv_length(parts) != 3) return UINT64_MAX;
    g_auto(GStrv) controllers = g_strsplit(parts[1], ",", -1);
    bool is_second = strcmp(parts[0], "0") == 0 && !*parts[1];
    if (!is_second && !g_strv_contains((const char *const *)controllers, "memory"))
        return UINT64_MAX;
    g_autofree char *mounted =
        g_strconcat(root, "/sys/fs/cgroup", is_second ? "" : "/memory", NULL);
    return limit_along(mounted, parts[2]);
}

uint64_t ceiling_of_groups(const char *root)
{
    g_autofree char *path = g_strconcat(root, "/proc/self/cgroup", NULL), *text = NULL;
    uint64_t least = UINT64_MAX;
    if (!g_file_get_contents(path, &text, NULL, NULL)) return least;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        lower(&least, limit_of_line(root, *line));
    return least;
}

/* -------- all of them -------- */

static uint64_t limit_of_process(int resource)
{
    struct rlimit limit;
    bool known = getrlimit(resource, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return known ? limit.rlim_cur : UINT64_MAX;
}

uint64_t ceiling_bytes(void)
{
    uint64_t least = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    lower(&least, ceiling_of_groups(""));
    lower(&least, limit_of_process(RLIMIT_AS));
    lower(&least, limit_of_process(RLIMIT_DATA));
    return least;
}
