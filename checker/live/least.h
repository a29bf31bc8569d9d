/* The least execution of a real program that fails in the same way: fewest context switches, then
 * fewest steps, then the first in the order of thread numbers. */
#ifndef CHECKER_LIVE_LEAST_H
#define CHECKER_LIVE_LEAST_H

#include "checker/analysis/minimise.h"
#include "checker/live/again.h"

typedef struct LiveLeast {
    Worth worth;       /* never WORTH_NOTHING */
    Schedule schedule; /* its actors are threads; the caller frees it with schedule_free */
    bool tried_all;    /* that could be left out or moved */
    const char *ended; /* what kept it from being optimal; or NULL */
    uint32_t proven;   /* no execution with fewer context switches fails in this way */
} LiveLeast;

/* First parts of the execution are left out and moved, each time running what remains; then all
 * executions with no context switch, with one, ... are run, until one fails.  Limits on that second
 * part come with `again`; the answer is local if they come first. */
LiveLeast live_least(Again *again);

#endif
