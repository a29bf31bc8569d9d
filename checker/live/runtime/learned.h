/* What the search has learned of the program and what changes a step, or what is noted of it.  It
 * begins anew with each, so that all executions of an answer are run by the same rules. */
#ifndef CHECKER_LIVE_LEARNED_H
#define CHECKER_LIVE_LEARNED_H

#include <stdbool.h>

typedef struct Learned {
    bool unlock_steps;  /* somebody looks at locks without waiting: unlocking is a step */
    bool time_matters;  /* somebody looks at the clock: time is part of a state */
    bool sizes_differ;  /* among overlapping accesses: every update is taken for a write */
    bool stacks_shared; /* a thread's stack can be in a race */
    bool cells_overlap; /* some access is to a part of what another one is to, and of more */
    bool mixed;         /* some byte is accessed atomically and plainly */
} Learned;

extern Learned learned;
extern bool restart_wanted; /* more was learned: the search must begin anew */

/* `what` is one of `learned`.  Unless that is known, the execution ends here. */
void learn(bool *what);

#endif
