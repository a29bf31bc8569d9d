/* What can still become of one goal from one state on: a complete search of what lies ahead. */
#ifndef CHECKER_PROSPECT_H
#define CHECKER_PROSPECT_H

#include "checker/search/search.h"

typedef enum ProspectKind {
    PROSPECT_GOOD,   /* the goal is not lost */
    PROSPECT_LOST,   /* it is; how, is told by the verdict */
    PROSPECT_UNKNOWN /* a limit ended the search first */
} ProspectKind;

typedef struct Prospect {
    ProspectKind kind;
    Verdict verdict;   /* with LOST: stuck or livelock */
    Schedule rest;     /* with LOST: how it goes on from the state.  Empty if all that lies ahead is
                        * lost; the caller frees it with schedule_free */
    const char *ended; /* with UNKNOWN: "states", "memory", "time", "interrupt" */
} Prospect;

/* CHECK_REACHABLE: can the goal be reached from `state`, or not any more?  CHECK_EVENTUALLY, for a
 * run on which the goal has not held so far: is there a way to go on without it?  At most
 * `state_limit` states are searched (0: no such limit); `started` is the clock reading that the
 * time limit counts from. */
Prospect prospect(const Question *question, const SearchOptions *options, double started,
                  const Check *goal, const uint8_t *state, uint64_t state_limit);

#endif
