/* checker minimise: the least schedule that fails as a trace does. */
#ifndef CHECKER_PROGRAM_MINIMISE_COMMAND_H
#define CHECKER_PROGRAM_MINIMISE_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Returns the exit status: wrong if the trace does not fail as it claims any more. */
int minimise_command(const Options *options, FILE *out);

#endif
