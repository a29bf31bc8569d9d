/* checker explore: step through a scenario or a trace by hand. */
#ifndef CHECKER_INTERACTIVE_EXPLORE_COMMAND_H
#define CHECKER_INTERACTIVE_EXPLORE_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Returns the exit status when the session ends. */
int explore_command(const Options *options, FILE *out);

#endif
