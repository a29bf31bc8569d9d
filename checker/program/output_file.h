/* Files that people asked for by name. */
#ifndef CHECKER_PROGRAM_OUTPUT_FILE_H
#define CHECKER_PROGRAM_OUTPUT_FILE_H

#include <glib.h>
#include <stdbool.h>

#define OUTPUT_FILE_ERROR output_file_error_quark()
GQuark output_file_error_quark(void);

/* Can a file be written there?  To be asked before long work; the same errors. */
bool output_file_check(const char *path, bool force, GError **error);

/* Write a file, whole or not at all: to a temporary name, then renamed.  What exists is replaced
 * only with `force`, and never if it is not an ordinary file.  On failure returns false and sets
 * *error, ready to print. */
bool output_file_write(const char *path, const char *text, gssize length, bool force,
                       GError **error);

#endif
