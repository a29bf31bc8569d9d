/* `checker list`: what scenarios can say. */
#ifndef CHECKER_PROGRAM_LIST_COMMAND_H
#define CHECKER_PROGRAM_LIST_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

int list_command(const Options *options, FILE *out);

#endif
