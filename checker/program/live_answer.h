/* Have a real program answer what it was asked. */
#ifndef CHECKER_PROGRAM_LIVE_ANSWER_H
#define CHECKER_PROGRAM_LIVE_ANSWER_H

#include "checker/program/live_report.h"
#include "checker/program/progress.h"

/* Its question is put, and the answer is in live->shared: with the stack of the other access if
 * there are two.  `name` is for the figures on the way.  False, with *error set, if the program
 * cannot be run. */
bool live_search(Live *live, const ProgressBoard *board, const char *name, GError **error);

/* Write the failing execution to `path`, which live->trace becomes. */
bool live_keep(Live *live, const char *path, GError **error);

#endif
