/* checker draw: a counterexample as a picture. */
#ifndef CHECKER_PROGRAM_DRAW_COMMAND_H
#define CHECKER_PROGRAM_DRAW_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Answers with an exit status. */
int draw_command(const Options *options, FILE *out);

#endif
