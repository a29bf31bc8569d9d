/* The least lasso: a way to a state, and a fair way from there back to it, without the goal. */
#ifndef CHECKER_ANALYSIS_LASSO_H
#define CHECKER_ANALYSIS_LASSO_H

#include "checker/analysis/least.h"

/* `atlas` is complete.  `goal`: one byte for each state.  Counted are the context switches and
 * steps of stem and cycle in one row.  False: there is none, or *ret_gave_up: it would have taken
 * too long.  The caller frees the schedule with schedule_free. */
bool lasso_least(const Atlas *atlas, uint32_t start, const uint8_t *goal, Schedule *ret_lasso,
                 bool *ret_gave_up);

#endif
