/* Two questions side by side: where do they part?
 *
 * Both are led by the same schedule, step for step by the names of actors and steps and the numbers
 * of choices, through all pairs of states that schedules possible in both lead to, breadth-first.
 * So what is found is shortest, and if nothing is, then every schedule of the one is one of the
 * other.
 */
#ifndef CHECKER_ANALYSIS_DIFFERENCE_H
#define CHECKER_ANALYSIS_DIFFERENCE_H

#include "checker/search/search.h"

typedef enum DifferenceKind {
    DIFFERS_IN_EFFECT, /* both take the step, and it changes something else */
    DIFFERS_IN_STEP,   /* only one can take it */
    DIFFERS_IN_FAILURE /* only one fails at it */
} DifferenceKind;
#define DIFFERENCE_KINDS 3

/* What the other one does instead of the step. */
typedef enum Instead {
    INSTEAD_NOTHING,    /* it takes the step, too */
    INSTEAD_BLOCKED,    /* it waits at the same step */
    INSTEAD_AT_ANOTHER, /* it is at `other_step` */
    INSTEAD_NO_CHOICE,  /* its step has fewer alternatives */
    INSTEAD_NO_ACTOR    /* there is no actor of that name */
} Instead;

typedef struct Difference {
    bool found;
    Schedule schedule; /* of the one that can; its last step is the difference */
    Instead instead;
    uint32_t other_step; /* with AT_ANOTHER: of the other subject */
    Verdict failure;     /* with DIFFERS_IN_FAILURE */
} Difference;

typedef struct Differences {
    /* [kind][side]: what the first (0) or the second (1) can and the other cannot.  Both have an
     * effect: the same way to the same step. */
    Difference found[DIFFERENCE_KINDS][2];
    uint64_t pairs;    /* pairs of states that were looked at */
    const char *ended; /* NULL: all of them.  Else "states", "memory", "time", "interrupt", or
                        * "size" if two states together are too large */
} Differences;

/* The limits are those of `options`.  Free with differences_clear. */
Differences differences_find(const Question *first, const Question *second,
                             const SearchOptions *options);
void differences_clear(Differences *differences);

bool differences_any(const Differences *differences);

#endif
