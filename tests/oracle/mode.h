/* Every way to search: the axes along which searches differ, and one search in one of them. */
#ifndef TESTS_ORACLE_MODE_H
#define TESTS_ORACLE_MODE_H

#include "tests/oracle/random_case.h"

typedef struct Mode {
    Strategy strategy;
    StoreKind store;
    uint32_t workers;
    bool orders, names; /* the reductions: left out are orders of steps; names and dead values */
    bool looks_up;      /* steps are looked up, not taken; checks say what they watch */
    bool awake; /* every move is made, though it be known that another leads to the same state */
    bool expects_failure;
    uint32_t pieces;    /* interrupted and gone on with from its checkpoint up to so many times */
    uint32_t leaf_size; /* 0: the usual one */
    uint32_t swarm;
} Mode;

/* The same number of modes for each case: those that are always tried, and some drawn from all. */
#define MODES_ALWAYS 17
#define MODES_DRAWN 3
#define MODES (MODES_ALWAYS + MODES_DRAWN)
Mode mode_number(uint32_t number, Random *random);

/* The searches that others are compared with, which make use of nothing. */
Mode mode_plain(Strategy strategy);

bool mode_is_complete(const Mode *mode);
/* A complete search that may leave out states, for this question. */
bool mode_reduces(const Mode *mode, const Question *question);

/* Search: `folder` is where checkpoints go.  *ret_pieces: into so many it fell. */
Result mode_search(const Mode *mode, const RandomCase *c, const Verdict *find, const char *folder,
                   uint32_t *ret_pieces);

/* For people: "bfs, store exact, 2 workers, ...".  The caller frees it with g_free. */
char *mode_text(const Mode *mode);

#endif
