/* Claims: which G and which Ps an M treats as its own at this moment.
 *
 * The runtime gives every G and every P to one M at a time, but nothing in the world enforces it:
 * that two Ms have one G is exactly what some of the historic races come to.  So what an M claims
 * is read off its own stacks, and that no two Ms claim one object is looked at in every state that
 * is stored. */
#ifndef MODEL_CLAIMS_H
#define MODEL_CLAIMS_H

#include "model/view.h"

/* Bit sets: bit n is the object with id n + 1. */
typedef struct Claims {
    uint8_t gs, ps;
} Claims;

/* What the M claims: the G it executes, the P it holds (in a system call only as long as nobody may
 * take it), and what its procedures have taken from a list and not passed on yet. */
Claims claims_of(const View *v, uint8_t m);

/* Does this step end a claim, or could it? */
bool claims_end(uint16_t pc);

#endif
