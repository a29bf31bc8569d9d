/* What has to come in which order for the failure to happen.
 *
 * The steps of the path are kept, and each actor's own order; between actors there are only
 * constraints: this step before that one.  A set of them is enough if every schedule of these steps
 * that keeps to it ends in the failure.  From all orders that conflicts impose, one after the other
 * is dropped where the rest is enough without it: so in the end none can be spared, though another
 * set might be smaller.
 */
#ifndef CHECKER_ANALYSIS_CONSTRAINTS_H
#define CHECKER_ANALYSIS_CONSTRAINTS_H

#include "checker/analysis/events.h"
#include "checker/analysis/failure.h"

typedef struct Constraints {
    GArray *orders; /* of Order; NULL: not known */
    bool minimal;   /* without any one of them there is a schedule of these steps that does not fail
                     * in this way; false: a limit was in the way */
    uint32_t tried; /* how many orders there were at first */
} Constraints;

/* `steps`: so many of the events count, the others only show what becomes of it.  `atlas` is
 * complete and `failing` as by failure_states.  Free `orders` with g_array_unref. */
Constraints constraints_find(const Atlas *atlas, const Failure *failure, const uint8_t *failing,
                             const Events *events, uint32_t steps);

#endif
