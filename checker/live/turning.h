/* What decides that an execution of a real program fails, found by running others. */
#ifndef CHECKER_LIVE_TURNING_H
#define CHECKER_LIVE_TURNING_H

#include "checker/analysis/no_return.h"
#include "checker/analysis/pair.h"
#include "checker/live/again.h"

/* The point of no return: what begins with so many steps of the execution is run in every way, each
 * time at most so many executions. */
NoReturn turning_point(Again *again, uint64_t most_executions);

/* Of Order, as pair_find_by: the execution is run with the pair the other way round.  `events` are
 * its steps.  The caller frees the array with g_array_unref. */
GArray *turning_pairs(Again *again, const Events *events);

#endif
