/* The grounds on which a step is called safe: what is true in every world as long as nothing has
 * gone wrong that the runtime relies on itself.
 *
 * The others are counted on to respect what an M claims, and to stop where it keeps them from going
 * on.  Nothing in the world enforces that: some of the historic races come to the opposite.  So it
 * is looked at in every state, and the search begins again without the reduction where the grounds
 * are gone.  docs/reductions.md argues why such a state is not missed. */
#ifndef MODEL_GROUNDS_H
#define MODEL_GROUNDS_H

#include "model/memo.h"

/* Everything about one state that is asked more than once.  Set the first four. */
typedef struct Sight {
    const Futures *futures;
    View view;
    MemoOfM *m[MAX_MS]; /* filled */
    MemoOfG *g[MAX_GS];
    uint8_t awake;              /* bit set of Ms: all but those that sleep in stopm */
    uint8_t idle;               /* bit set of Ps: the idle list */
    uint8_t passes;             /* CUT_*: what somebody has just come through */
    bool ends_marking, flushes; /* some M does */
} Sight;

/* Look at what no single entry tells; the entries are there. */
void sight_complete(Sight *sight);

/* Are there grounds?  No two Ms claim one object, no P that is claimed is on the idle list, nobody
 * has come through a stop or a forEachP that another M keeps him from, and nobody finds that
 * marking is done while another flushes. */
bool grounds_hold(const Sight *sight);

/* Could the next step of M `m` hide that there are none: by ending a claim, so that nobody has it,
 * or by ending what was to be kept? */
bool grounds_end(const Sight *sight, uint8_t m);

/* What a stop or a forEachP cannot come through before M `m` moves: CUT_*. */
uint8_t grounds_keep(const Sight *sight, uint8_t m);

/* What the next step of M `m`, which is at `pc`, touches in this very state.  touch.c */
Touch touch_now(const Sight *sight, uint8_t m, uint16_t pc);

#endif
