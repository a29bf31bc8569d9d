/* The moves out of stored states, as the numbers of the states that they lead to. */
#ifndef CHECKER_ROWS_H
#define CHECKER_ROWS_H

#include "checker/search/explored.h"
#include "checker/search/moves.h"

/* All moves out of one state that ran, spins included, in the order of actor and choice. */
typedef struct Row {
    uint32_t count;
    uint32_t *targets; /* stored numbers... */
    uint8_t *actors;   /* ...and who moves there */
    uint32_t movable;  /* the actors that can move, a THREW move included */
    bool throws;       /* some move throws */
    bool outside;      /* a run that comes here has failed, and is not what the question asks for */
} Row;

/* Makes one row after the other; all of it is its own. */
typedef struct RowMaker {
    const Explored *explored;
    Opened opened; /* the state of the row */
    Row row;       /* valid until the next one is made */
    uint32_t targets_room, actors_room;
    bool lacks_room; /* for a state that is not in the store yet */
} RowMaker;

void row_maker_init(RowMaker *maker, const Explored *explored);
void row_maker_clear(RowMaker *maker);

/* Open a stored state, and judge it: false, and the row is empty, if it violates an invariant. */
bool row_begin(RowMaker *maker, uint32_t stored);
/* Expand it.  Successors that the store does not know are inserted, unless the exploration is
 * finished: then the subject is at fault. */
void row_complete(RowMaker *maker);

/* The number of the state that a move leads to, which a finished exploration must know. */
uint32_t rows_successor(const Explored *explored, const Moves *moves, const Opened *from);

/* The rows of a finished exploration, made by `options->workers` threads. */
typedef struct Rows Rows;
/* NULL, with *ret_ended set, if a limit ended it first. */
Rows *rows_make(const Explored *explored, const char **ret_ended);
void rows_free(Rows *rows); /* NULL is fine */
Row rows_at(const Rows *rows, uint32_t stored);
uint64_t rows_bytes(const Rows *rows); /* NULL is fine: 0 */

#endif
