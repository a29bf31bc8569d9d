/* The moves out of one state: every enabled actor, every choice, in the order of actor and choice.
 */
#ifndef CHECKER_MOVES_H
#define CHECKER_MOVES_H

#include "checker/search/search.h"

typedef struct Moves {
    /* Set by moves_begin. */
    const Subject *subject;
    const uint8_t *from;
    uint8_t *to; /* receives each successor; state_size bytes.  After a move that changed it, `to`
                  * may be pointed elsewhere */
    StepCount *counts; /* one for each step, or NULL: blocked, ran and threw are counted here */
    /* The current move, after moves_next returned true: outcome is RAN or THREW. */
    Move move;
    Outcome outcome;
    uint32_t message;
    bool changed;     /* `to` differs from `from` (otherwise the actor spins) */
    uint32_t movable; /* bit set of the actors that could move so far */
    /* Private. */
    Attempt attempt;
    bool pristine; /* `to` still equals `from` */
} Moves;

void moves_begin(Moves *moves, const Subject *subject, const uint8_t *from, uint8_t *to,
                 StepCount *counts);
bool moves_next(Moves *moves);

/* Can any actor move here? */
bool moves_any(const Subject *subject, const uint8_t *state);

#endif
