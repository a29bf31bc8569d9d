/* checker odds SCENARIO...: how likely is a failure that a test meets by chance? */
#ifndef CHECKER_PROGRAM_ODDS_COMMAND_H
#define CHECKER_PROGRAM_ODDS_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Answers with an exit status: STATUS_WRONG if what was simulated contradicts what was computed,
 * STATUS_INCOMPLETE if a limit came first. */
int odds_command(const Options *options, FILE *out);

#endif
