/* What a trace is about: the variant of its scenario, or of the model that was asked by itself. */
#ifndef CHECKER_PROGRAM_TRACED_H
#define CHECKER_PROGRAM_TRACED_H

#include "checker/program/models.h"
#include "checker/program/options.h"
#include "checker/trace/follow.h"

typedef struct Traced {
    const char *path; /* of the trace; borrowed */
    Trace *trace;
    Models models;
    char *subject; /* the shared object that the trace names, where it was found; NULL: none */
    Scenario *scenario;
    bool bare; /* the scenario is the subject asked by itself */
    Variant *variant;
} Traced;

/* Read the trace at `path` and the scenario that it names, or that --scenario names instead.  The
 * variant's limits become those of the command line.  On failure returns false and sets *error,
 * ready to print.  Call traced_clear in either case; `path` must live until then. */
bool traced_read(Traced *ret, const Options *options, const char *path, GError **error);
void traced_clear(Traced *traced);

/* What the trace claims; the name belongs to it. */
Verdict traced_claim(const Traced *traced);

/* Follow the whole trace.  Where that is not possible returns NULL and sets *error, ready to print.
 * Free with path_free. */
Path *traced_path(const Traced *traced, GError **error);
/* Does this path fail as the trace says, at its end and not before? */
bool traced_still_fails(const Traced *traced, const Path *path);

#endif
