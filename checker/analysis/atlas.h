/* An atlas: states, and every move out of each of them, throws included.
 *
 * It is entered at any states, before or after others are charted, and grows from there.  What a
 * counterexample could have become is read off it; so it follows no reduction, and stops only where
 * a run has failed by a violated invariant.
 */
#ifndef CHECKER_ANALYSIS_ATLAS_H
#define CHECKER_ANALYSIS_ATLAS_H

#include "checker/search/graph.h"

#include <glib.h>

#define ATLAS_NONE STORE_NONE

typedef struct AtlasMove {
    uint32_t target;  /* the same state: it spins; ATLAS_NONE: it throws */
    uint32_t message; /* of a throw: index into Subject.messages */
    Move move;
} AtlasMove;

typedef struct AtlasState {
    uint32_t first, count; /* its moves, in the order of actor and choice, once it is charted */
    uint32_t movable;      /* bit set: the actors that can move, once it is charted */
    uint16_t broken; /* 0, or 1 + the first CHECK_ALWAYS that is false: runs end here, and there are
                      * no moves */
    bool charted;
} AtlasState;

typedef struct Atlas {
    const Question *question;
    AtlasState *states;
    AtlasMove *moves;
    uint32_t count;
    const char *ended; /* what a limit has left uncharted: "states", "memory", ...; NULL: nothing */
    /* Private. */
    Explored explored; /* for the store, and the limits on memory and time */
    uint64_t most;
    uint32_t state_room, move_room, move_count, charted;
} Atlas;

/* At most `most_states` states, or as few as options->limits allow.  Free with atlas_free. */
Atlas *atlas_new(const Question *question, const SearchOptions *options, uint64_t most_states);
void atlas_free(Atlas *atlas); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Atlas, atlas_free)

/* The number of a state; ATLAS_NONE: a limit is in the way. */
uint32_t atlas_enter(Atlas *atlas, const uint8_t *state);
/* Find the moves out of one state.  False: a limit is in the way. */
bool atlas_chart(Atlas *atlas, uint32_t state);
/* Find all that can be reached from what was entered.  False: a limit is in the way. */
bool atlas_complete(Atlas *atlas);

void atlas_open(const Atlas *atlas, uint32_t state, Opened *ret_opened);

static inline const AtlasMove *atlas_moves(const Atlas *atlas, uint32_t state)
{
    return &atlas->moves[atlas->states[state].first];
}

/* Nobody can move here, and no invariant is violated. */
static inline bool atlas_halted(const Atlas *atlas, uint32_t state)
{
    return atlas->states[state].charted && !atlas->states[state].movable &&
           !atlas->states[state].broken;
}
/* ...and somebody may not rest. */
bool atlas_deadlocked(const Atlas *atlas, uint32_t state);

/* 1 + the first CHECK_ALWAYS that is false there, or 0. */
uint16_t atlas_first_broken(const Question *question, const uint8_t *state);

/* One byte for each state: 1 where the check holds.  The caller frees it with g_free. */
uint8_t *atlas_where(const Atlas *atlas, const Check *check);

/* A complete atlas as a graph, under the same numbers, for what is computed on graphs.  Violated
 * invariants and deadlocks are outside.  Free it with graph_free. */
Graph atlas_graph(const Atlas *atlas);

#endif
