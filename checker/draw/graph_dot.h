/* State spaces as graphs for Graphviz. */
#ifndef CHECKER_DRAW_GRAPH_DOT_H
#define CHECKER_DRAW_GRAPH_DOT_H

#include "checker/draw/reach.h"
#include "checker/trace/path.h"

/* By default: more states cannot be read in a picture, and more take a gigabyte. */
#define GRAPH_MOST_STATES 1000
#define GRAPH_MOST_STATUSES 1000000

typedef struct GraphLimits {
    uint64_t states;
    const volatile int *interrupted; /* may be NULL */
} GraphLimits;

/* Every state and every step of the question, the path's highlighted if it is not NULL.  A node
 * says what differs from the state it was first reached from, an edge who takes which step.  NULL
 * if a limit comes first.  Free with g_free. */
char *graph_states_dot(const Question *question, const Path *path, const char *title,
                       GraphLimits limits);

/* For each kind of status (of Ps, of Gs) the changes that some step makes somewhere, with these
 * steps.  NULL if a limit comes first.  Free with g_free. */
char *graph_statuses_dot(const Question *question, const char *title, GraphLimits limits);

#endif
