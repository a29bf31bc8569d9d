/* checker replay: does a counterexample still fail, and in the same way? */
#ifndef CHECKER_PROGRAM_REPLAY_COMMAND_H
#define CHECKER_PROGRAM_REPLAY_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Returns the exit status: fine if every trace fails the same way, wrong if one does not. */
int replay_command(const Options *options, FILE *out);

#endif
