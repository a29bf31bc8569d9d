/* Random executions of the real runtime, each checked against the model step by step. */
#ifndef CHECKER_PROGRAM_CONFORM_COMMAND_H
#define CHECKER_PROGRAM_CONFORM_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Returns the exit status; the report goes to `out`. */
int conform_command(const Options *options, FILE *out);

#endif
