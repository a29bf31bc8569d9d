/* A session in the terminal. */
#ifndef CHECKER_INTERACTIVE_CONSOLE_H
#define CHECKER_INTERACTIVE_CONSOLE_H

#include "checker/interactive/opening.h"

#include <stdio.h>

/* Read commands until they end.  Returns the exit status: bad input if a command that came through
 * a pipe could not be done. */
int console_run(Opening *opening, FILE *out);

#endif
