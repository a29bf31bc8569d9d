/* A strategy decides who goes on.  It is asked on the stack of whoever has come to a step. */
#ifndef CHECKER_LIVE_SEARCH_H
#define CHECKER_LIVE_SEARCH_H

#include "checker/live/runtime/thread.h"

typedef struct Search {
    void (*begin)(void);
    /* Who makes step run.steps, of those that can; NOBODY: nothing new could follow. */
    uint32_t (*choose)(void);
    /* The execution has ended as `complete` says; prepare another one.  False: there is none. */
    bool (*next)(bool complete);
    /* The execution in progress is to be run once more, and to go the same way up to where it was;
     * NULL: that cannot be. */
    void (*again)(void);
    /* It may come back to the decision before this step; only if it stops. */
    bool (*returns)(uint32_t step);
    /* Of the branches of this decision that are known so far, how many there are, and how many were
     * explored before the one in progress. */
    void (*branches)(uint32_t step, uint32_t *ret_all, uint32_t *ret_explored);
    bool waits_by_reading; /* loops without effect are learned as waits (await.c) */
    bool sees_states;      /* a loop without effect comes to a state that it knows */
    bool stops;            /* goes back to the search where it may come back to */
    bool orders;           /* needs the events' clocks */
} Search;

extern const Search search_dpor, search_depth_first, search_random, search_pct, search_pos,
    search_replay, search_stateful;
extern const Search *search;
/* The bound made a difference. */
extern bool preemptions_left_out, delays_left_out, switches_left_out, steps_left_out;

/* -------- a share of a search, taken before search->begin (shares.c) -------- */

/* depth_first: only what begins with these `length` choices; and of each execution only the first
 * `depth` steps, 0: all. */
void depth_first_take(const uint8_t *choices, uint32_t length, uint32_t depth);

/* random, pct, pos: the executions from `first` on and before `end`, 0: to the last one.  Of all
 * those before, as pct wants to know it, the longest had so many steps. */
typedef struct Samples {
    uint64_t first, end, longest;
} Samples;
void random_take(Samples share);

/* Those of the present threads whose next step is possible. */
Threads enabled_threads(void);
bool enabled(const Thread *thread);

/* A small counter-based generator. */
uint64_t random_next(void);
uint64_t random_below(uint64_t limit);
void random_seed(uint64_t seed, uint64_t run);

#endif
