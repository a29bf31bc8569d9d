/* A trace of a real program, and the program run along it again. */
#ifndef CHECKER_PROGRAM_LIVE_CASE_H
#define CHECKER_PROGRAM_LIVE_CASE_H

#include "checker/live/live_trace.h"
#include "checker/program/live_report.h"

/* A program that is about to be run; argv is taken over.  Clear with live_end. */
void live_begin(Live *live, const Options *options, FILE *out, char **argv);
void live_end(Live *live);

/* After a data race or a misuse of memory run the failing execution once more, to see the stack of
 * the other one: of the first access, of whoever freed the memory.  False, with *error set, if it
 * cannot be run. */
bool live_see_other(Live *live, GError **error);

typedef struct LiveCase {
    const char *path;
    LiveTrace *trace;
    Live live;
} LiveCase;

/* Read a trace and run its program along it; what came of it is in live.shared.  NULL, with *error
 * ready to print, if that cannot be done.  Free with live_case_free. */
LiveCase *live_case_run(const Options *options, FILE *out, const char *path, GError **error);
void live_case_free(LiveCase *one); /* NULL is fine */

/* Does it fail as the trace says?  A sentence, which the caller frees with g_free, and the exit
 * status for it. */
char *live_case_judge(const LiveCase *one, int *ret_status);
/* The program's file is another one than that of the trace. */
bool live_case_has_changed(const LiveCase *one);

#endif
