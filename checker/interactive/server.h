/* A session in the browser: a page served on this machine only. */
#ifndef CHECKER_INTERACTIVE_SERVER_H
#define CHECKER_INTERACTIVE_SERVER_H

#include "checker/interactive/opening.h"

#include <stdio.h>

/* Print the address of the page and serve it until SIGINT or SIGTERM.  Returns the exit status: bad
 * input if the port cannot be had. */
int server_run(Opening *opening, FILE *out);

#endif
