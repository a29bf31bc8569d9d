/* What a session begins with: a variant, from a scenario, a trace, or a model asked by itself. */
#ifndef CHECKER_INTERACTIVE_OPENING_H
#define CHECKER_INTERACTIVE_OPENING_H

#include "checker/analysis/marks.h"
#include "checker/explore/session.h"
#include "checker/program/traced.h"

typedef struct Opening {
    const Options *options;
    Traced traced;     /* `trace` is NULL if it was a scenario or a model */
    char **parameters; /* of a model asked by itself; NULL-terminated */
    Session *session;
    uint64_t look_ahead; /* how many states are looked at if nobody says */
    Marks marks;         /* what decides a failure, if somebody has asked: of this schedule */
    Schedule marked;
} Opening;

/* False: *error is set, ready to print.  Call opening_clear in either case. */
bool opening_read(Opening *ret, const Options *options, GError **error);
void opening_clear(Opening *opening);

void opening_forget_marks(Opening *opening);

/* The schedule so far as a trace that will lie at `path`.  Free with trace_free. */
Trace *opening_trace(const Opening *opening, const char *path);

/* Write it.  What exists is replaced only with `force`.  On failure returns false and sets *error,
 * ready to print. */
bool opening_save(const Opening *opening, const char *path, bool force, GError **error);

/* "missed-p, negative-count, fixed": all variants of the scenario; free with g_free. */
char *opening_variants(const Opening *opening);

/* "foreachp-stopwait.missed-p.trace": a name for a trace; free with g_free. */
char *opening_trace_name(const Opening *opening);

#endif
