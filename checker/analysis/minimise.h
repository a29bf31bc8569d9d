/* The least schedule to a failure: fewest context switches, then fewest steps, then the first in
 * the canonical order of (actor name, step name, choice). */
#ifndef CHECKER_ANALYSIS_MINIMISE_H
#define CHECKER_ANALYSIS_MINIMISE_H

#include "checker/analysis/failure.h"

typedef enum Worth {
    WORTH_NOTHING, /* it could not be made less, or its failure does not lie in a schedule */
    WORTH_LOCAL,   /* no run of one actor and no step can be left out or moved */
    WORTH_OPTIMAL  /* no schedule from this initial state is less: by search */
} Worth;

typedef struct Length {
    uint32_t switches, steps; /* a lasso's cycle counts once; an aftermath does not count */
} Length;

typedef struct Minimised {
    Worth worth;
    Schedule schedule; /* it fails in the same way; with WORTH_NOTHING a copy of the given one.  The
                        * caller frees it with schedule_free */
    const char *ended; /* what kept it from being optimal: "states", "memory", ...; or NULL */
} Minimised;

/* `schedule` ends in `verdict`.  At most `most_states` states are searched, fewer if the options
 * say so; 0: none, the answer is local. */
Minimised minimise(const Question *question, const SearchOptions *options, const Schedule *schedule,
                   Verdict verdict, uint64_t most_states);

enum { MINIMISE_STATES = 1000000 };

Length schedule_length(const Schedule *schedule);
static inline bool length_less(Length a, Length b)
{
    return a.switches != b.switches ? a.switches < b.switches : a.steps < b.steps;
}

#endif
