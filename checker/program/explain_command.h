/* checker explain: a counterexample for somebody who did not write the scenario. */
#ifndef CHECKER_PROGRAM_EXPLAIN_COMMAND_H
#define CHECKER_PROGRAM_EXPLAIN_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Returns the exit status: wrong if the trace does not fail as it claims any more. */
int explain_command(const Options *options, FILE *out);

#endif
