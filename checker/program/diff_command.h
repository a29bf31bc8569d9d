/* checker diff A B: where two variants part. */
#ifndef CHECKER_PROGRAM_DIFF_COMMAND_H
#define CHECKER_PROGRAM_DIFF_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Answers with an exit status: STATUS_WRONG if they differ, as diff(1) does. */
int diff_command(const Options *options, FILE *out);

#endif
