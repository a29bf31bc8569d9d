/* `checker live`: real programs, and their traces. */
#ifndef CHECKER_PROGRAM_LIVE_COMMAND_H
#define CHECKER_PROGRAM_LIVE_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Each returns an exit status. */
int live_command(const Options *options, FILE *out);
int live_replay(const Options *options, FILE *out, const char *path);

#endif
