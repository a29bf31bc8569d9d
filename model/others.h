/* What the others may do as long as one M does not move: the half of Subject.safe that looks ahead.
 *
 * That M does not move is a fact to argue from.  What it claims stays its own.  A P that it keeps
 * from a stop keeps the stop from coming through, and one that has not run fn keeps forEachP.  A
 * mark worker that waits to be found by the scheduler of its P is found by nobody else. */
#ifndef MODEL_OTHERS_H
#define MODEL_OTHERS_H

#include "model/grounds.h"

/* What all others may do before M `m` moves. */
Future others_future(const Sight *sight, uint8_t m);

/* Is a step of M `m` that touches this independent of all that? */
bool others_allow(const Sight *sight, uint8_t m, const Touch *touch);

#endif
