/* Everything that a question's actors can do, one transition after the other: for pictures of small
 * state spaces, and for what all transitions have in common.  No reduction, no symmetry: what is
 * drawn is what there is. */
#ifndef CHECKER_DRAW_REACH_H
#define CHECKER_DRAW_REACH_H

#include "checker/search/search.h"

#include <glib.h>

#define REACH_NOWHERE UINT32_MAX

typedef struct Transition {
    Move move;
    uint32_t from, to;  /* states in the order of discovery; REACH_NOWHERE: the step throws */
    const char *throws; /* the message, or NULL */
    bool is_first;      /* nothing led to this state before */
    const uint8_t *before, *after; /* valid as long as the Reach */
} Transition;
typedef void ReachVisitor(void *data, const Transition *transition);

typedef struct Reach {
    const Question *question;
    GPtrArray *states; /* of uint8_t *, in the order of discovery; the initial ones come first */
    GHashTable *numbers;
    uint32_t initial_count; /* different ones */
} Reach;

/* Visit every transition breadth-first.  A state in which an invariant is false is not left, nor is
 * one after a throw.  False: there are more than `limit` states, or *interrupted (may be NULL) has
 * become true.  Call reach_clear in either case. */
bool reach_all(Reach *ret, const Question *question, uint64_t limit,
               const volatile int *interrupted, ReachVisitor *visit, void *data);
void reach_clear(Reach *reach);

/* The number of a state, or REACH_NOWHERE. */
uint32_t reach_number(const Reach *reach, const uint8_t *state);
/* The first invariant that is false there, or NULL. */
const Check *reach_broken(const Question *question, const uint8_t *state);
/* Nobody can move, and somebody must not rest. */
bool reach_is_deadlock(const Question *question, const uint8_t *state);

#endif
