/* Schedules that are less than a given one: without a run of one actor, with one moved to the next
 * of the same actor, without a single step.
 *
 * A candidate is a list of moves of which only actor and choice count: each actor does what comes
 * next for it, and a move that cannot be made is left out.  So what remains of a schedule still
 * makes sense when something is taken from it. */
#ifndef CHECKER_ANALYSIS_CANDIDATES_H
#define CHECKER_ANALYSIS_CANDIDATES_H

#include "checker/search/search.h"

typedef struct Candidates {
    Schedule *best;
    /* If what can be made of the candidate fails and is less than *best, put it there, and true.
     * Takes the candidate's moves. */
    bool (*try_out)(void *data, Schedule *candidate);
    void *data;
} Candidates;

/* Try candidates as long as one of them helps. */
void candidates_try(const Candidates *all);

#endif
