/* Table systems drawn by hand, with one goal or invariant: the check named "second". */
#ifndef CHECKER_TABLE_BY_HAND_H
#define CHECKER_TABLE_BY_HAND_H

#include "checker/search/table_system.h"

/* Actors, by number. */
enum { ONE, TWO, THREE };

/* Nobody can move yet and everybody may rest; `goal` is the bit set of rows where the check holds.
 * A run begins in row 0. */
static inline void table_begin(TableSystem *system, uint32_t rows, uint32_t actors, CheckKind kind,
                               uint32_t goal)
{
    *system = (TableSystem){.rows = rows, .actors = actors, .initials = 1};
    for (uint32_t row = 0; row < rows; row++) {
        system->may_rest[row] = UINT32_MAX;
        for (uint32_t actor = 0; actor < actors; actor++)
            system->cell[row][actor] = (TableCell){.choices = 1, .outcome = {BLOCKED}};
    }
    system->bad[1] = ~goal;
    table_subject(system);
    system->checks[1].kind = kind;
}

static inline void table_edge(TableSystem *system, uint32_t from, uint32_t actor, uint32_t to)
{
    system->cell[from][actor].outcome[0] = RAN;
    system->cell[from][actor].to[0] = (uint8_t)to;
}

#endif
