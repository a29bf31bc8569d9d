/* A complete search under way: what explore.c works on, and conclude.c reads its answer from. */
#ifndef CHECKER_EXPLORATION_H
#define CHECKER_EXPLORATION_H

#include "checker/search/ample.h"
#include "checker/search/explored.h"
#include "checker/search/reservation.h"

/* Successors wait here between being generated and being looked up, so that several cache misses
 * are under way at the same time. */
#define BATCH_SIZE 32

typedef struct Batch {
    uint32_t count;
    uint32_t depth; /* of every state in it */
    Parent parents[BATCH_SIZE];
    Key keys[BATCH_SIZE];
    uint8_t *states; /* BATCH_SIZE of them, back to back; the keys point into them */
} Batch;

/* A state that waits on the stack of a depth-first search. */
typedef struct Pending {
    uint32_t state, depth;
} Pending;

/* The states stored but not expanded.  Breadth-first needs no queue: they are the highest numbers,
 * in order. */
typedef struct Frontier {
    uint32_t depth;           /* of the state taken last */
    uint32_t next, level_end; /* breadth-first: what is left of the current level */
    uint32_t height;          /* depth-first */
    Pending *stack;
} Frontier;

/* The wanted failures that the fewest steps lead to; deeper ones are forgotten. */
typedef struct Failures {
    bool found;
    uint32_t depth; /* length of the schedules to them */
    uint32_t count, capacity;
    uint32_t *states;     /* violating or deadlocked, in the order of discovery */
    bool throws;          /* some move throws after `depth` - 1 others, first of all: */
    uint32_t throws_from; /* in this state */
    Move throws_by;
} Failures;

typedef struct Exploration {
    Explored explored; /* what later passes need; points into the reservations below */
    Store *store;
    Parent *parents;
    uint8_t *violating;
    uint32_t *levels;
    bool depth_first;
    const Ample *ample; /* NULL: no step is taken ahead of the others */
    uint32_t room;      /* states that the arrays can take */

    Batch batch;
    Frontier frontier;
    Failures failures;
    Statistics statistics;
    const char *ended; /* the limit that ended the search, or NULL */
    bool cut;          /* the depth limit left a state with moves unexpanded */
    uint64_t rounds;
    double reported; /* clock reading of the last progress report */

    Reservation parents_reservation, violating_reservation, order_reservation;
} Exploration;

/* False: not even an empty search fits into memory.  Free it in either case. */
bool exploration_init(Exploration *exploration, const Question *question,
                      const SearchOptions *options, const Ample *ample);
void exploration_free(Exploration *exploration);

void failures_add(Failures *failures, uint32_t depth, uint32_t state);
void failures_add_throw(Failures *failures, uint32_t depth, uint32_t from, Move by);

/* Turn what was explored into a verdict and a schedule; the statistics move to the result. */
Result exploration_conclude(Exploration *exploration);

/* STRATEGY_BFS and STRATEGY_DFS; with `ample` (or NULL) safe steps are taken ahead.  Then a
 * schedule is some schedule, and VERDICT_INCOMPLETE with the name `ample_groundless` is possible.
 */
Result search_complete(const Question *question, const SearchOptions *options, const Ample *ample);

#endif
