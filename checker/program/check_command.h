/* The main job: explore every variant of every scenario, and report. */
#ifndef CHECKER_PROGRAM_CHECK_COMMAND_H
#define CHECKER_PROGRAM_CHECK_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Returns the exit status; the report goes to `out`. */
int check_command(const Options *options, FILE *out);

#endif
