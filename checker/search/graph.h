/* States and the moves between them, kept in memory: what questions about the future are asked of.
 *
 * A graph is built by expanding the states of a store once more, breadth-first, and keeping every
 * move that ran: a spin is a move from a state to itself.  Built over a finished exploration it
 * adds no state; built over a store that holds a single state it explores from there.
 *
 * Its states are numbered in the order in which one thread comes to them, whoever has filled the
 * store: so what is found in a graph does not depend on that.
 */
#ifndef CHECKER_GRAPH_H
#define CHECKER_GRAPH_H

#include "checker/search/explored.h"

typedef struct Graph {
    uint32_t state_count;
    uint32_t source_count; /* states 0 .. source_count - 1 are where runs begin */
    uint32_t all_actors;   /* bit set */
    uint32_t *stored;      /* per state: its number in the store */
    uint64_t *first;       /* the moves out of state s are first[s] .. first[s + 1] - 1 */
    uint32_t *target;      /* of each move */
    uint8_t *actor;        /* of each move */
    uint32_t *movable;     /* per state: the actors that can move, a THREW move included */
    /* Bit set over states: a run that comes here is followed no further and not held against any
     * goal.  It has failed in another way (a violated invariant, a deadlock, passed over because
     * Question.find asks for something else), or, in a search with a limit, was not expanded. */
    uint8_t *outside;
    bool has_outside; /* some state is outside, or some move throws */
    bool reached;     /* the scope's goal holds in some state */
    /* Private: room in the arrays above, and the way back from the store. */
    uint32_t state_room, stored_room;
    uint32_t *found; /* per stored state: its number here plus one, or 0 */
    uint32_t found_room;
    uint64_t edge_room;
} Graph;

/* How far to build. */
typedef struct GraphScope {
    const Check *goal;    /* NULL, or: states where it holds are not expanded... */
    bool until_reached;   /* ...and the first of them ends the building */
    uint64_t state_limit; /* 0: none.  What lies beyond is outside */
} GraphScope;

/* What graph_build returns when it came to the limit on states. */
extern const char graph_states_limit[];

/* Build from the first `source_count` states of explored->store, which are the sources.  Returns
 * NULL, or the name of what ended it first: graph_states_limit, and the graph is usable, incomplete
 * as it is, or "memory", "time", "interrupt".  Free it in either case. */
const char *graph_build(Graph *graph, const Explored *explored, uint32_t source_count,
                        const GraphScope *scope);
void graph_free(Graph *graph);
uint64_t graph_bytes(const Graph *graph);

/* Bit set over all states: those where the goal holds.  The caller frees it with free(). */
uint8_t *graph_goal(const Graph *graph, const Explored *explored, const Check *goal);

/* Bit set over all states: those that are not outside.  The caller frees it with free(). */
uint8_t *graph_inside(const Graph *graph);

/* Where each level of equal distance from the sources begins: level k is the states levels[k] ..
 * levels[k + 1] - 1.  The caller frees it with free(). */
uint32_t *graph_levels(const Graph *graph, uint32_t *ret_count);

/* An empty bit set over all states; the caller frees it with free(). */
uint8_t *graph_bits(const Graph *graph);

#endif
