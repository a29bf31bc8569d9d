/* A trace: a counterexample as a file that a person can read in a diff.
 *
 * It names everything (actor, step, the how-manieth time, choice) and numbers nothing, so that it
 * survives edits of the model.  docs/traces.md describes the format.
 */
#ifndef CHECKER_TRACE_TRACE_H
#define CHECKER_TRACE_TRACE_H

#include "checker/trace/path.h"

/* 2: `other-steps`.  Those of format 1 are read, too. */
#define TRACE_FORMAT 2
#define TRACE_NO_CYCLE G_MAXUINT32
#define TRACE_NO_LOSS G_MAXUINT32

typedef struct TraceStep {
    char *actor, *step;
    uint32_t occurrence; /* the actor's k-th time at this step, from 1 */
    uint32_t choice;
    char **changes; /* "p1.status Psyscall -> Pgcstop"; NULL-terminated */
} TraceStep;

/* Every string is owned by the trace; NULL where the comment allows it. */
typedef struct Trace {
    char *checker;     /* the version that wrote it */
    char *scenario;    /* path from the trace's folder; NULL: the subject was asked by itself */
    char *subject;     /* the shared object, likewise; NULL: the model that ships with checker */
    char **parameters; /* NAME=VALUE for the subject; never NULL */
    char *title;
    char *variant;
    char *scenario_digest; /* Variant.digest; NULL without a scenario */
    char *steps_digest;    /* of the step table it was made with; this and... */
    char **other_steps;    /* ...these by trace_set_step_table; NULL in format 1 */
    VerdictKind verdict;
    char *verdict_name; /* as Verdict.name; may be NULL */
    char *strategy;
    uint64_t seed;
    uint32_t initial;
    uint32_t cycle;   /* index of the step the cycle begins with, or TRACE_NO_CYCLE */
    uint32_t lost;    /* index of the first step after the goal is lost, or TRACE_NO_LOSS */
    GPtrArray *steps; /* of TraceStep * */
} Trace;

/* No steps, no strings.  Free with trace_free. */
Trace *trace_new(void);
void trace_free(Trace *trace); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Trace, trace_free)

static inline const TraceStep *trace_step(const Trace *trace, uint32_t index)
{
    return g_ptr_array_index(trace->steps, index);
}

/* Take over initial, cycle, lost and the steps of a path. */
void trace_set_path(Trace *trace, const Path *path);

/* -------- files -------- */

#define TRACE_ERROR trace_error_quark()
GQuark trace_error_quark(void);
typedef enum TraceError {
    TRACE_ERROR_INPUT, /* not a trace, or one with mistakes: the message has all positions */
    TRACE_ERROR_OUTPUT /* cannot be written */
} TraceError;

/* The text of a trace file.  The same trace is the same bytes. */
char *trace_text(const Trace *trace);

/* Read a file.  On failure returns NULL and sets *error, ready to print. */
Trace *trace_read(const char *path, GError **error);
Trace *trace_parse(const char *text, size_t length, const char *path, GError **error);

/* Write a file, whole or not at all: to a temporary name, then renamed.  An existing file is
 * replaced only if it is a trace of the same scenario (or subject) and variant. */
bool trace_write(const Trace *trace, const char *path, GError **error);

/* The way from the folder of `file` to `target`, and back; free with g_free. */
char *trace_relative_path(const char *file, const char *target);
char *trace_resolve_path(const char *file, const char *relative);

#endif
