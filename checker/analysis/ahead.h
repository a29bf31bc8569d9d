/* What still can and cannot change after a state. */
#ifndef CHECKER_ANALYSIS_AHEAD_H
#define CHECKER_ANALYSIS_AHEAD_H

#include "checker/analysis/atlas.h"

typedef struct Ahead {
    uint32_t states;   /* that can be reached from it, itself included; 0: too many */
    uint8_t *constant; /* one byte for each of Subject.fields: 1 if none of these states changes it;
                        * NULL with 0 states */
} Ahead;

/* Free `constant` with g_free. */
Ahead ahead_of(const Question *question, const SearchOptions *options, const uint8_t *state);

/* What an actor does if it goes on alone: the steps that it takes until it is where it was, or is
 * blocked, and what it reads there. */
typedef struct Alone {
    bool blocked;     /* in the only step; else it goes round, or ends */
    bool ends;        /* it comes to no end that repeats, or throws, within some steps */
    GArray *steps;    /* of uint16_t: indices into Subject.steps, each once, in order */
    GPtrArray *reads; /* of const Field *, each once: not those that are hidden */
} Alone;

/* Free with alone_clear. */
Alone alone_from(const Subject *subject, const uint8_t *state, uint32_t actor);
void alone_clear(Alone *alone);

#endif
