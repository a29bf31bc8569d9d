/* A finding: one variant, searched, and compared with what its scenario expects. */
#ifndef CHECKER_PROGRAM_FINDING_H
#define CHECKER_PROGRAM_FINDING_H

#include "checker/scenario/scenario.h"
#include "checker/trace/trace.h"

struct Live;

typedef enum Standing {
    STANDING_FINE,  /* as expected; or nothing was expected and nothing is wrong */
    STANDING_WRONG, /* not as expected; or nothing was expected and something is wrong */
    STANDING_OPEN   /* ended before it could say */
} Standing;

extern const char *const standing_words[]; /* "ok", "FAIL", "open": by Standing */

/* What a complete search never saw.  A model that proves things because nothing happens is the
 * real enemy. */
typedef struct Vacuity {
    /* Names, of const char *, which belong to the question. */
    GPtrArray *never_ran;     /* steps of procedures that were entered */
    GPtrArray *never_true;    /* awaiting steps whose guard was false whenever they were tried */
    GPtrArray *never_blocked; /* awaiting steps whose guard was true whenever they were tried; not
                               * known of a reduced search */
    GPtrArray *never_entered; /* whole procedures */
    GPtrArray *always_true;   /* goals that no state fails */
    GPtrArray *alone;         /* actors that never could move beside another; likewise not known */
} Vacuity;

typedef struct Finding {
    const Scenario *scenario;
    const Variant *variant;
    Result result;
    char *verdict;     /* in words */
    bool fails;        /* there is a counterexample */
    bool was_expected; /* the verdict is the one that the scenario expects */
    Standing standing;
    char *difference; /* what was expected instead: "expected holds"; NULL unless WRONG by that */
    Path *path;       /* the counterexample of a model, or NULL */
    const struct Live
        *live;         /* what came of a real program; NULL of a model, and if it was not run */
    char *guarantee;   /* what that is worth (guarantee.h) */
    char *trace_path;  /* the file it was written to, or NULL */
    const char *model; /* the shared object that replaying it takes, or NULL; borrowed */
    GPtrArray *drift;  /* of char *: what differs from the baseline; NULL: there is none */
    bool drift_counts; /* it is a part of `difference` */
    Vacuity *vacuity;  /* NULL unless the search was complete and found no counterexample */
} Finding;

/* Judge what the search of a variant has found; the result becomes the finding's.  `as_written`:
 * the search is the one the scenario describes, nothing of it was changed on the command line; only
 * then its exact figures count. */
Finding finding_make(const Scenario *scenario, const Variant *variant, Result result,
                     bool as_written);
void finding_clear(Finding *finding);

/* The trace of a finding that has a path, as it will lie at `path`.  `options` of the command line
 * name the shared objects.  Free with trace_free. */
typedef struct Origin {
    const char *subject;           /* the shared object that holds the model, or NULL */
    const char *const *parameters; /* NULL-terminated; of a subject asked by itself, or NULL */
    bool bare;                     /* asked by itself: there is no scenario file */
} Origin;
Trace *finding_trace(const Finding *finding, const Origin *origin, const char *path);

/* The verdict that a variant is expected to have; free with g_free. */
char *finding_expected(const Variant *variant);

/* Figures of the search, in the order of reports. */
enum { FINDING_FIGURES = 3 };
typedef struct Figure {
    const char *name;
    uint64_t count;
} Figure;
/* How many there are. */
uint32_t finding_figures(const Finding *finding, Figure ret[FINDING_FIGURES]);
/* What the strategy is called. */
const char *finding_strategy(const Finding *finding);

/* The command that follows its trace, once that is written: "checker replay TRACE".  Free with
 * g_free. */
char *finding_replay_command(const Finding *finding);

Vacuity *vacuity_of(const Question *question, const Statistics *statistics);
void vacuity_free(Vacuity *vacuity);            /* NULL is fine */
uint32_t vacuity_count(const Vacuity *vacuity); /* without the procedures never entered */

#endif
