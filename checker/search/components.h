/* Strongly connected components: the sets of states that a run can stay in for ever. */
#ifndef CHECKER_COMPONENTS_H
#define CHECKER_COMPONENTS_H

#include "checker/search/graph.h"

typedef struct Components {
    uint32_t count;
    uint32_t *of;      /* per state: its component, or STORE_NONE if it is not in the subset */
    uint32_t *members; /* states, grouped by component... */
    uint32_t *begin;   /* ...component c has members[begin[c]] .. members[begin[c + 1] - 1] */
} Components;

/* The components of the graph restricted to the states of a bit set.  A move leads to the same
 * component or to one with a lower number. */
void components_find(Components *components, const Graph *graph, const uint8_t *subset);
void components_free(Components *components);

/* The most memory that components_find needs, for so many states. */
uint64_t components_bytes(uint32_t state_count);

/* Enter the states of a component into a bit set. */
void component_mark(const Components *components, uint32_t component, uint8_t *states);

/* Can a run that treats every actor weakly fairly stay in this component for ever?  It can if
 * something moves inside and every actor, somewhere inside, either makes a move that stays inside
 * or cannot move: a run that visits all of these places again and again is fair. */
bool component_is_fair(const Components *components, const Graph *graph, uint32_t component);

#endif
