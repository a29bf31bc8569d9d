/* The programs that come with checker and are started by it: in a build beside it, else where they
 * were installed. */
#ifndef CHECKER_PROGRAM_HELPERS_H
#define CHECKER_PROGRAM_HELPERS_H

#include <glib.h>

#define HELPERS_ERROR helpers_error_quark()
GQuark helpers_error_quark(void);

/* The path of one; the caller frees it.  NULL, with *error set to a sentence, if it is not there.
 */
char *helper_find(const char *name, GError **error);

#endif
