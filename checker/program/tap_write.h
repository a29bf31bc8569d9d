/* Writing the Test Anything Protocol. */
#ifndef CHECKER_PROGRAM_TAP_WRITE_H
#define CHECKER_PROGRAM_TAP_WRITE_H

#include <glib.h>
#include <stdio.h>

/* Without `#`, which would begin a directive, and in one line; free with g_free. */
char *tap_description(const char *text);
void tap_comment(FILE *out, const char *text); /* each of its lines */

#endif
