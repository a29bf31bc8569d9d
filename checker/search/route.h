/* Shortest ways through a graph. */
#ifndef CHECKER_ROUTE_H
#define CHECKER_ROUTE_H

#include "checker/search/graph.h"

typedef struct Hop {
    uint32_t from, to;
    uint8_t actor;
} Hop;

/* A way from state to state.  Free `hops` with free(). */
typedef struct Route {
    uint32_t start; /* where it begins; set by route_begin */
    uint32_t length, room;
    Hop *hops;
} Route;

/* Where a way may end; any one of these is enough. */
typedef struct Destination {
    const uint8_t *states; /* NULL, or a bit set: in one of these states */
    uint32_t actors;       /* at a move of one of these actors, or where one of them cannot move */
} Destination;

/* Begin at the source from which `states` are nearest within the subset, and go there.  Among
 * equally short ways the one that the order of states and moves puts first.  Some way must exist.
 */
Route route_from_sources(const Graph *graph, const uint8_t *subset, const uint8_t *states);

/* Go on from the end of the route by the fewest moves, at least one, within the subset.  Some way
 * must exist. */
void route_extend(Route *route, const Graph *graph, const uint8_t *subset,
                  const Destination *destination);

uint32_t route_end(const Route *route); /* the state it has come to */

/* The route as a schedule: each hop becomes the first move of its actor that leads there.
 * schedule->initial is the index of the initial state if the route begins at one, else 0. */
Schedule route_schedule(const Route *route, const Graph *graph, const Explored *explored);

#endif
