/* Where --trace-dir puts a counterexample. */
#ifndef CHECKER_PROGRAM_TRACE_FILE_H
#define CHECKER_PROGRAM_TRACE_FILE_H

#include <glib.h>
#include <stdbool.h>

/* "SCENARIO.NAME", SCENARIO without its ending: what the files of a variant are called; free with
 * g_free. */
char *trace_file_name(const char *scenario_path, const char *name);

/* "DIR/SCENARIO.NAME.trace"; free with g_free. */
char *trace_file_path(const char *folder, const char *scenario_path, const char *name);

/* Make the folder, if one is wanted.  On failure returns false and sets *error, ready to print. */
bool trace_file_folder(const char *folder, GError **error);

#endif
