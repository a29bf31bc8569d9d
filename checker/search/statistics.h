/* The figures of a search: their storage, and the clocks and meters they are read from. */
#ifndef CHECKER_STATISTICS_H
#define CHECKER_STATISTICS_H

#include "checker/search/search.h"

Statistics statistics_new(const Question *question); /* all zero */
void statistics_free(Statistics *statistics);        /* clears it */

/* Add what another worker of the same search has counted. */
void statistics_add(Statistics *statistics, const Question *question, const Statistics *other);

/* Bring `seconds` and `memory` up to date, for a search that began at `started`. */
void statistics_measure(Statistics *statistics, double started);

/* These actors (a bit set) can move in one expanded state. */
void statistics_movable(Statistics *statistics, uint32_t movable);

double clock_seconds(void); /* monotonic, from some fixed point */

#endif
