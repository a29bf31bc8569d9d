/* The critical pair: two steps of two actors, the first right before the second in this schedule or
 * in one that comes to the same, such that the run passes if they come the other way round. */
#ifndef CHECKER_ANALYSIS_PAIR_H
#define CHECKER_ANALYSIS_PAIR_H

#include "checker/analysis/events.h"
#include "checker/analysis/failure.h"

/* Of Order, the pair that moves the fewest other steps first.  A swapped run lets everybody move in
 * the old order, as far as they can; it passes if nothing fails on the way and nothing has to
 * afterwards.  `certain` as by failure_certain on a complete atlas, or NULL: what comes afterwards
 * is not known, and *ret_unsure tells that it counted as passed.  The caller frees the array with
 * g_array_unref. */
GArray *pair_find(const Atlas *atlas, const uint8_t *certain, const Failure *failure,
                  const Events *events, bool *ret_unsure);

#endif
