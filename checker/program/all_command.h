/* checker --all SCENARIO...: every distinct failure once. */
#ifndef CHECKER_PROGRAM_ALL_COMMAND_H
#define CHECKER_PROGRAM_ALL_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Answers with an exit status: STATUS_WRONG if a variant fails that nobody expects to fail, does
 * not fail as expected, or, with --strict, in another way than its baseline says. */
int all_command(const Options *options, FILE *out);

#endif
