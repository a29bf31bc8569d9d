/* What commands do with a trace of a real program, when it has been run and fails as it says. */
#ifndef CHECKER_PROGRAM_LIVE_TRACES_H
#define CHECKER_PROGRAM_LIVE_TRACES_H

#include "checker/program/live_case.h"

/* Each returns an exit status; with STATUS_BAD_INPUT and STATUS_BROKEN *error may be set, ready to
 * print. */
int live_minimise(LiveCase *one, GError **error);
int live_explain(LiveCase *one, GError **error);

#endif
