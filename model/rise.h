/* Invariants as functions of what they look at (looks.def). */
#ifndef MODEL_RISE_H
#define MODEL_RISE_H

/* What a change of one thing from 0 to something does to an invariant, and the way back does the
 * opposite. */
typedef enum Rise { RISE_END, RISE_BREAKS, RISE_MENDS, RISE_EITHER } Rise;

#endif
