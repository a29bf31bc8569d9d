/* The moves out of a stored state, as far as a search has learned them (edits.h): what each makes
 * of its string, and no step is taken. */
#ifndef CHECKER_KNOWN_MOVES_H
#define CHECKER_KNOWN_MOVES_H

#include "checker/search/bundles.h"
#include "checker/search/edits.h"
#include "checker/search/explored.h"

typedef struct KnownMoves {
    const Edits *edits;
    const Opened *from;
    const uint8_t *string; /* of that state; may lie in... */
    uint8_t room[BUNDLES_ROOM];
    /* The current one, that runs or throws. */
    uint32_t actor;
    const Edit *edit;
    const Effect *effect;
    bool lacks_some; /* not all have been learned; which ones there are, is not known then */
    /* The next attempt. */
    uint32_t next_actor, next_choice;
} KnownMoves;

/* Of a state that is open, folded or not, in an exploration that has edits. */
static inline void known_moves_begin(KnownMoves *moves, const Explored *explored, uint32_t stored,
                                     const Opened *from)
{
    moves->edits = explored->edits;
    moves->from = from;
    moves->string = store_opened_string(explored->store, stored, from, moves->room);
    moves->lacks_some = false;
    moves->next_actor = moves->next_choice = 0;
}

static inline void known_moves_next_actor(KnownMoves *moves)
{
    moves->next_actor++;
    moves->next_choice = 0;
}

/* In the order of actor and choice.  False: there are no more, or it is not known which. */
static inline bool known_moves_next(KnownMoves *moves)
{
    const Edits *edits = moves->edits;
    while (moves->next_actor < edits->actor_count) {
        moves->actor = moves->next_actor;
        uint32_t edit = edits_find(edits, moves->string, moves->actor, moves->next_choice);
        moves->lacks_some = edit == WAY_NOWHERE;
        if (moves->lacks_some) return false;
        moves->edit = edits_at(edits, edit);
        moves->effect = edits_effect(edits, edit);
        if (++moves->next_choice >= moves->edit->choices) known_moves_next_actor(moves);
        if (moves->edit->kind != EDIT_BLOCKED) return true;
    }
    return false;
}

/* The state that the current one leads to, if that is another; false: it is not stored. */
static inline bool known_moves_key(const KnownMoves *moves, Key *ret_key)
{
    const Store *store = moves->edits->store;
    edits_apply(moves->edit, store_shape(store)->length, moves->string, ret_key->string);
    return store_complete_key(store, moves->from, ret_key);
}

#endif
