/* What was worked out about an M or a G before, remembered by what it was worked out from.
 *
 * From one state to the next most Ms and Gs stay as they are, and what go_safe wants to know of one
 * depends on its own bytes alone.  An entry keeps these bytes and is used only where they are the
 * same again: so a memo makes an answer quicker, never another one. */
#ifndef MODEL_MEMO_H
#define MODEL_MEMO_H

#include "model/future.h"

enum { MEMO_PLACES = 256 }; /* for each M and each G; a power of two */

/* Futures, with the operations added; one for each degree to which they are cut. */
enum { DEGREES = 4, NOT_KNOWN = UINT8_MAX };
typedef struct Ahead {
    uint8_t cut[DEGREES]; /* CUT_*: what the future is there for, or NOT_KNOWN */
    Future future[DEGREES];
} Ahead;

/* Of an M and the G it executes or has last executed. */
typedef struct MemoOfM {
    M m;
    G g; /* all zero if there is none */
    bool filled;
    uint16_t pc;     /* the step it takes next */
    uint8_t runs;    /* bit set of Gs: the one that it executes or has last executed, if any */
    uint8_t parks;   /* the same: the one that it has taken off itself, in park_m */
    uint8_t through; /* CUT_*: what it has just come through */
    bool sleeps;     /* in stopm, and nobody has woken it */
    Claims claims;
    uint8_t raises;     /* bit set of Ps: its forEachP will raise their flags */
    bool owes_fn;       /* it has won a flag and not counted it yet */
    bool ends_marking;  /* inside gcMarkDone, it has found that marking may be done... */
    bool flushes;       /* ...or has found so first, and the flush is not over... */
    uint8_t flush_kept; /* ...CUT_*: and will not be, if one of these is cut */
    Ahead ahead;        /* future_of_m */
} MemoOfM;

typedef struct MemoOfG {
    G g;
    bool filled;
    uint8_t home; /* the P whose scheduler it waits for as a mark worker, or 0 */
    Ahead ahead;  /* future_of_g */
} MemoOfG;

/* All zero: nothing is remembered.  Of one configuration; for one thread at a time. */
typedef struct Memo {
    MemoOfM m[MAX_MS][MEMO_PLACES];
    MemoOfG g[MAX_GS][MEMO_PLACES];
    uint16_t last_m[MAX_MS], last_g[MAX_GS]; /* the places used last: nearly always the next, too */
} Memo;

/* Work out what depends on these bytes alone, and forget the rest. */
void memo_fill_m(MemoOfM *entry, const View *v, uint8_t m);
void memo_fill_g(MemoOfG *entry, const View *v, uint8_t g);

/* The entry of this M or G, filled.  Valid until the next call for the same one. */
MemoOfM *memo_of_m(Memo *memo, const View *v, uint8_t m);
MemoOfG *memo_of_g(Memo *memo, const View *v, uint8_t g);

/* Its future in the world that the entry is for. */
void memo_look_ahead_of_m(MemoOfM *entry, const Futures *futures, const View *v, uint8_t m,
                          uint8_t cut);
void memo_look_ahead_of_g(MemoOfG *entry, const Futures *futures, const View *v, uint8_t g,
                          uint8_t cut);

/* How many of CUT_STOPS, CUT_FOREACHPS and CUT_RUNNING: they seldom come in another order. */
static inline uint8_t memo_degree(uint8_t cut)
{
    return (uint8_t)((cut & 1) + (cut >> 1 & 1) + (cut >> 2 & 1));
}

static inline const Future *memo_future_of_m(MemoOfM *entry, const Futures *futures, const View *v,
                                             uint8_t m, uint8_t cut)
{
    uint8_t degree = memo_degree(cut);
    if (entry->ahead.cut[degree] != cut) memo_look_ahead_of_m(entry, futures, v, m, cut);
    return &entry->ahead.future[degree];
}

static inline const Future *memo_future_of_g(MemoOfG *entry, const Futures *futures, const View *v,
                                             uint8_t g, uint8_t cut)
{
    uint8_t degree = memo_degree(cut);
    if (entry->ahead.cut[degree] != cut) memo_look_ahead_of_g(entry, futures, v, g, cut);
    return &entry->ahead.future[degree];
}

#endif
