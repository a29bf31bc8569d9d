/* `checker resume DIR`: go on with a search from its checkpoints. */
#ifndef CHECKER_PROGRAM_RESUME_COMMAND_H
#define CHECKER_PROGRAM_RESUME_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

int resume_command(const Options *options, FILE *out);

#endif
