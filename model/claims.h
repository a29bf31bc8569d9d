/* Claims: which Gs, Ms and Ps an M treats as its own at this moment.
 *
 * The runtime gives every G, every sleeping M and every P to one M at a time, but nothing in the
 * world enforces it: that two Ms have one G is exactly what some of the historic races come to.  So
 * what an M claims is read off its own stacks, and that no two Ms claim one object is looked at in
 * every state that is stored. */
#ifndef MODEL_CLAIMS_H
#define MODEL_CLAIMS_H

#include "model/ids.h"
#include "model/view.h"

/* Sets of ids. */
typedef struct Claims {
    uint8_t gs, ms, ps;
} Claims;

/* What the M claims: itself while it is awake, the G it executes, the P it holds (in a system call
 * only as long as nobody may take it), and what its procedures have taken from a list and not
 * passed on yet.  An M that was woken claims the P that came with the note. */
Claims claims_of(const View *v, uint8_t m);

/* May this step, which the M is at, end a claim to a G or a P, so that nobody has it?  (Claims to
 * sleeping Ms need no watching: the list of idle Ms is in order whatever the settings are.) */
bool claims_end(const View *v, uint8_t m, uint16_t pc);

#endif
