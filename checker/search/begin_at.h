/* The same subject, begun somewhere else: for searches from a state that somebody has come to. */
#ifndef CHECKER_BEGIN_AT_H
#define CHECKER_BEGIN_AT_H

#include "checker/search/search.h"

typedef struct BeginAt {
    Subject subject; /* hand this one to a search */
    const Subject *original;
    uint8_t state[SUBJECT_MAX_STATE];
} BeginAt;

/* `state` is one that `original` can reach from an initial state: what it says about safe steps and
 * interchangeable names holds from there on, too.  *ret must stay where it is. */
void begin_at(BeginAt *ret, const Subject *original, const uint8_t *state);

#endif
