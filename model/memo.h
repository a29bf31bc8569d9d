/* What was worked out about an M or a G before, remembered by what it was worked out from.
 *
 * From one state to the next most Ms and Gs stay as they are, and what go_safe wants to know of one
 * depends on its own bytes alone.  An entry keeps these bytes and is used only where they are the
 * same again: so a memo makes an answer quicker, never another one. */
#ifndef MODEL_MEMO_H
#define MODEL_MEMO_H

#include "model/future.h"

enum { MEMO_PLACES = 256 }; /* for each M and each G; a power of two */

/* Of an M and the G it executes or has last executed. */
typedef struct MemoOfM {
    M m;
    G g; /* all zero if there is none */
    bool filled;
    uint16_t pc; /* the step it takes next */
    Claims claims;
    Future future; /* future_of_m, with the operations added */
} MemoOfM;

typedef struct MemoOfG {
    G g;
    bool filled;
    Future future; /* future_of_g, with the operations added */
} MemoOfG;

/* All zero: nothing is remembered.  Of one configuration; for one thread at a time. */
typedef struct Memo {
    MemoOfM m[MAX_MS][MEMO_PLACES];
    MemoOfG g[MAX_GS][MEMO_PLACES];
} Memo;

/* The entry of this M or G, filled.  Valid until the next call for the same one. */
const MemoOfM *memo_of_m(Memo *memo, const Futures *futures, const View *v, uint8_t m);
const MemoOfG *memo_of_g(Memo *memo, const Futures *futures, const View *v, uint8_t g);

#endif
