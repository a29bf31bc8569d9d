/* Inside edits (edits.h): what learning needs of the trees. */
#ifndef CHECKER_EDITS_INSIDE_H
#define CHECKER_EDITS_INSIDE_H

#include "checker/search/edits.h"

/* Of a string of this shape, each for sixteen bytes. */
static inline uint32_t edits_patches(const Shape *shape)
{
    uint32_t pieces = bytes_pieces(shape->length), at_once = (uint32_t)sizeof(TwoWords);
    return pieces ? pieces : (shape->length + at_once - 1) / at_once;
}

/* Room for so many turns more; all others may have to be forgotten. */
void edits_make_room(Edits *edits, uint32_t coming);
/* Where the tree of an actor's choice begins. */
Way *edits_root_for(Edits *edits, uint32_t actor, uint32_t choice);
/* The turn for what a fork has found, or the empty place where it belongs. */
Turn *edits_turn_for(Edits *edits, Answer found, Way fork);
/* The number of another edit, which is to be filled in... */
uint32_t edits_add(Edits *edits, const Effect *effect);
/* ...and once it is: its number, or that of one that is the same; then it is gone. */
uint32_t edits_unique(Edits *edits);
void edits_begin_unique(Edits *edits); /* there are none */
uint64_t edits_unique_bytes(const Edits *edits);

#endif
