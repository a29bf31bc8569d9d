/* Commands that look closely at one counterexample. */
#ifndef CHECKER_PROGRAM_ONE_TRACE_H
#define CHECKER_PROGRAM_ONE_TRACE_H

#include "checker/program/live_case.h"
#include "checker/program/traced.h"

#include <stdio.h>

/* What such a command does with the trace, followed to its end.  Returns the exit status; with
 * STATUS_BAD_INPUT *error may be set, ready to print. */
typedef int OneTrace(Traced *traced, const Options *options, FILE *out, const Path *path,
                     GError **error);

/* The same with the trace of a real program, which fails as it says. */
typedef int OneLiveTrace(LiveCase *one, GError **error);

/* Read and follow the trace that is the first operand, and act.  Returns the exit status. */
int one_trace(const Options *options, FILE *out, OneTrace *act, OneLiveTrace *act_live);

/* "it does not fail as it claims any more": returns the exit status for that. */
int one_trace_passes(const Traced *traced, FILE *out);

#endif
