/* Marks: the steps of a counterexample that decide it.
 *
 * They are computed on the states that the question can reach, never guessed from the names of
 * steps.  Who narrates, draws or steps through a path shows them; nobody else computes them.
 */
#ifndef CHECKER_ANALYSIS_MARKS_H
#define CHECKER_ANALYSIS_MARKS_H

#include "checker/trace/path.h"

typedef enum MarkKind {
    MARK_STALE_READ,  /* reads what another changes (`other`) before this actor acts upon it */
    MARK_MADE_STALE,  /* the change; `other` is the read */
    MARK_ACTS,        /* acts upon the stale value; `other` is the read */
    MARK_PAIR,        /* swapped with the step `other` of another actor the run passes */
    MARK_PARTS,       /* the first step that the fixed variant takes otherwise, or not at all */
    MARK_NO_RETURN,   /* after this step every continuation fails */
    MARK_LOST,        /* after this step the goal cannot be reached any more */
    MARK_CYCLE_START, /* the first step of the cycle */
    MARK_FAILS        /* the step at which the property is broken */
} MarkKind;

#define MARK_NO_STEP UINT32_MAX

typedef struct Mark {
    MarkKind kind;
    uint32_t step;  /* index into the path's steps */
    uint32_t other; /* the step that it belongs with, or MARK_NO_STEP */
    char *note;     /* a sentence for people: what was read, what it is now; owned by the marks */
} Mark;

typedef struct Marks {
    GArray *marks; /* of Mark, by step and kind */
    /* The window of the race: the steps between which another actor must move; MARK_NO_STEP if
     * there is none. */
    uint32_t window_first, window_last;
    const char *left_out; /* why some kinds are not known ("more than 2,000,000 states"), or NULL */
} Marks;

/* How much may be searched for them: limits as in SearchOptions.  `fixed` is the question of the
 * variant that the path is compared with for MARK_PARTS, or NULL. */
Marks marks_find(const Question *question, const Path *path, Verdict verdict,
                 const SearchOptions *options, const Question *fixed);
void marks_clear(Marks *marks);

/* The same of what is known already (insight.h). */
struct Insight;
Marks marks_of(const struct Insight *insight, const Path *path);

#endif
