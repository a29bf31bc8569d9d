/* The scenario files behind what was named on the command line. */
#ifndef CHECKER_PROGRAM_FILES_H
#define CHECKER_PROGRAM_FILES_H

#include <glib.h>
#include <stdbool.h>

#define FILES_ERROR files_error_quark()
GQuark files_error_quark(void);

/* Does its name say that it is a scenario, or is it a folder? */
bool files_may_be_scenarios(const char *path);

/* Append to `files` (of char *, owned) the file at `path`, or all *.yml and *.yaml in the folder
 * and the folders in it, in the order of their names.  Hidden ones are passed over.  False, with
 * *error ready to print: there is nothing there. */
bool files_collect(const char *path, GPtrArray *files, GError **error);

#endif
