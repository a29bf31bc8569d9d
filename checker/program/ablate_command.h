/* checker ablate SCENARIO...: which parts of a fix matter? */
#ifndef CHECKER_PROGRAM_ABLATE_COMMAND_H
#define CHECKER_PROGRAM_ABLATE_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Answers with an exit status: STATUS_WRONG if a fix does not hold without any change. */
int ablate_command(const Options *options, FILE *out);

#endif
