/* A scenario: one YAML file that asks a question about a subject, in one or more variants.
 *
 * Reading a file either gives a complete Scenario or reports every mistake in it, each as
 * file:line:column with the line, a caret and what was expected.
 */
#ifndef CHECKER_SCENARIO_H
#define CHECKER_SCENARIO_H

#include "checker/scenario/live_run.h"
#include "checker/search/search.h"

#include <glib.h>

/* Of the files; docs/traces.md says when it is raised, and what has to be kept then. */
#define SCENARIO_FORMAT 1

/* What a variant is expected to answer; anything not given is not compared. */
typedef struct Expectation {
    bool given;
    Verdict verdict;
    bool has_states, has_transitions, has_depth; /* exact figures of a complete search */
    uint64_t states, transitions;
    uint32_t depth;
} Expectation;

static inline bool expects_failure(const Expectation *expect)
{
    VerdictKind kind = expect->verdict.kind;
    return expect->given && kind != VERDICT_HOLDS && kind != VERDICT_INCOMPLETE;
}

/* One question ready to be searched. */
typedef struct Variant {
    char *name;        /* "broken"; "default" when the file has no variants */
    const char *about; /* one line, or NULL */
    uint32_t line;     /* of its name in the file, or of the title; 0: there is no text */
    Question question; /* subject, checks, find; of a live scenario the subject alone, which is the
                        * world of the runtime, or NULL */
    const LiveRun *live;   /* of a live scenario; else NULL */
    SearchOptions options; /* what the file says under `explore` */
    Expectation expect;
    const char *symmetry;      /* what is interchangeable and why the rest is not: lines of text */
    const char *configuration; /* what the subject is made of, a line for each part: the lines that
                                * two variants do not share are what is different between them; NULL
                                * if the subject was asked by itself */
    char *digest;              /* hex digest of everything above that changes what is searched */
} Variant;

typedef struct Scenario {
    char *path;
    char *title;
    char *history;       /* "golang/go#10618, fixed by f0dd002895b4 (go1.5)", or NULL */
    bool live;           /* a program is run, and no model is asked */
    GPtrArray *variants; /* of Variant * */
    void *storage;       /* what the variants point into */
} Scenario;

/* User models by name, as --subject registered them; NULL for none. */
typedef struct SubjectModule {
    const char *name; /* the subject's own name */
    SubjectEntry *entry;
} SubjectModule;

#define SCENARIO_ERROR scenario_error_quark()
GQuark scenario_error_quark(void);

/* Read one file.  On failure returns NULL and sets *error to all diagnostics of the file, ready to
 * print.  Free with scenario_free (NULL is fine). */
Scenario *scenario_read(const char *path, const SubjectModule *modules, uint32_t module_count,
                        GError **error);
/* The same for text in memory; `path` is what the messages call it. */
Scenario *scenario_parse(const char *path, const char *text, size_t length,
                         const SubjectModule *modules, uint32_t module_count, GError **error);
/* Both again, for who can do something with a live scenario; to the others it is a mistake. */
Scenario *scenario_read_any(const char *path, const SubjectModule *modules, uint32_t module_count,
                            GError **error);
Scenario *scenario_parse_any(const char *path, const char *text, size_t length,
                             const SubjectModule *modules, uint32_t module_count, GError **error);
void scenario_free(Scenario *scenario);

/* What strategies are called, by Strategy. */
extern const char *const scenario_strategies[];
extern const uint32_t scenario_strategy_count;

/* The scenario reference: every key, operation, setting and invariant, from the tables that the
 * reader itself uses.  `checker list` and docs/scenario-reference.md are this text. */
char *scenario_reference(void); /* free with g_free */

/* A JSON Schema (draft 7) of scenario files, from the same tables: what `checker list --format
 * json-schema` prints and docs/schemas/scenario.schema.json holds.  It refuses nothing that the
 * reader takes; what depends on other places of the file only the reader sees. */
char *scenario_schema(void); /* free with g_free */

#endif
