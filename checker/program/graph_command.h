/* checker graph: the states of a small scenario as a graph, and the status machines of a model. */
#ifndef CHECKER_PROGRAM_GRAPH_COMMAND_H
#define CHECKER_PROGRAM_GRAPH_COMMAND_H

#include "checker/program/options.h"

#include <stdio.h>

/* Answers with an exit status. */
int graph_command(const Options *options, FILE *out);

#endif
