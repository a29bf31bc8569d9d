/* For tests that make folders of their own. */
#ifndef CHECKER_PROGRAM_REMOVE_TREE_H
#define CHECKER_PROGRAM_REMOVE_TREE_H

#include <glib.h>
#include <glib/gstdio.h>

/* Remove a file, or a folder with all that is in it; nothing happens if it is not there. */
static inline void remove_tree(const char *path)
{
    g_autoptr(GDir) open = g_dir_open(path, 0, NULL);
    for (const char *name; open && (name = g_dir_read_name(open));) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        remove_tree(inside);
    }
    g_remove(path);
}

#endif
