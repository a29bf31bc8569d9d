/* Lines from a person, edited, or from a pipe. */
#ifndef CHECKER_INTERACTIVE_LINES_H
#define CHECKER_INTERACTIVE_LINES_H

#include "checker/explore/session.h"

#include <stdio.h>

/* Is somebody typing, and looking? */
bool lines_are_typed(void);

/* The next line, without its end, or NULL if there are no more.  From a terminal it can be edited,
 * completed and recalled; Ctrl-C discards it.  From a pipe, prompt and line are written to `out`,
 * so that it reads as if they had been typed.  Free it with g_free. */
char *lines_read(const Session *session, const char *prompt, FILE *out);

#endif
