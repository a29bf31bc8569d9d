/* One failing execution of a real program, run again: as it was, in another order, with less, or
 * from its middle on.  Whatever is said about it was seen to happen. */
#ifndef CHECKER_LIVE_AGAIN_H
#define CHECKER_LIVE_AGAIN_H

#include "checker/live/live_trace.h"

typedef struct Again {
    char *const *argv; /* the program and its arguments */
    const volatile int *interrupted;
    LiveShared *shared; /* what was asked and answered last */
    uint32_t verdict;   /* the failure: this and its message */
    char message[LIVE_MESSAGE];
    GArray *threads;     /* of uint8_t: who makes each step of the execution */
    uint64_t executions; /* that may still be run in searches */
    gint64 deadline;     /* monotonic microseconds; 0: none */
    GError *error;       /* the program could not be run; nothing else is of worth then */
} Again;

/* The trace's own question: to replay it. */
void again_ask(LiveQuestion *question, const LiveTrace *trace);

/* After again_ask has been answered in `shared`, which stays the caller's.  Clear with again_clear.
 */
Again again_of(LiveShared *shared, char *const *argv, const volatile int *interrupted);
void again_clear(Again *again);

/* Is the last answer an execution that fails in this way? */
bool again_fails(const Again *again);

/* Neither interrupted nor out of time. */
bool again_may_go_on(const Again *again);

/* Run once: these threads in this order, those that cannot move passed over, then whoever can.
 * True: the answer is an execution that fails in this way. */
bool again_vary(Again *again, const uint8_t *threads, uint32_t count);
/* True: it ends with nothing wrong. */
bool again_vary_passes(Again *again, const uint8_t *threads, uint32_t count);
/* The execution itself, and nothing beyond it. */
bool again_as_it_was(Again *again);

/* What came of a search. */
typedef enum AgainFound {
    AGAIN_FOUND, /* the answer is one */
    AGAIN_NONE,  /* there is none */
    AGAIN_OPEN   /* a limit came first: again_limit says which */
} AgainFound;

enum { AGAIN_MOST_STEPS = 10000 }; /* longer executions are given up */

/* The first failing execution, by thread numbers, of those with at most so many context switches
 * and steps; AGAIN_MOST_STEPS: any number of steps. */
AgainFound again_search(Again *again, uint32_t switches, uint32_t steps);
/* One that begins with the first `count` steps and passes. */
AgainFound again_search_passing(Again *again, uint32_t count, uint64_t most_executions);

/* "time", "executions", "steps" or "interrupt". */
const char *again_limit(const Again *again);

#endif
