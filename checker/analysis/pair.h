/* The critical pair: two steps of two actors, the first right before the second in this schedule or
 * in one that comes to the same, such that the run passes if they come the other way round. */
#ifndef CHECKER_ANALYSIS_PAIR_H
#define CHECKER_ANALYSIS_PAIR_H

#include "checker/analysis/events.h"
#include "checker/analysis/failure.h"

/* A path with two of its steps the other way round, everybody else in the old order. */
typedef struct PairSwap {
    Order order;
    const uint32_t
        *sequence; /* all events of the path in the new order; up to order.first as before */
    uint32_t at;   /* in the sequence: the second step of the pair; the first follows */
} PairSwap;

/* Does the run in this order pass, everybody moving in it as far as they can?  The same steps must
 * have been swapped. */
typedef bool PairPasses(void *data, const PairSwap *swap);

/* Of Order, the pair that moves the fewest other steps first.  The caller frees the array with
 * g_array_unref. */
GArray *pair_find_by(const Events *events, PairPasses *passes, void *data);

/* The same of a model: a run passes if nothing fails on the way and nothing has to afterwards, as
 * failure_certain says of the states of a complete atlas. */
GArray *pair_find(const Atlas *atlas, const uint8_t *certain, const Failure *failure,
                  const Events *events);

#endif
