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

/* These actors (a bit set) can move, in so many expanded states. */
void statistics_movable(Statistics *statistics, uint32_t movable, uint64_t times);

/* The same, put off for as long as the first actors are concerned: the same few sets come again and
 * again. */
#define CROWDS 256
typedef struct Crowds {
    uint64_t times[CROWDS]; /* by bit set; not counted yet */
} Crowds;

static inline void crowds_add(Crowds *crowds, Statistics *statistics, uint32_t movable)
{
    if (movable < CROWDS) crowds->times[movable]++;
    else statistics_movable(statistics, movable, 1);
}

void crowds_count(Crowds *crowds, Statistics *statistics); /* what was put off */

/* Memory that this process holds now, bytes; 0: unknown, or with a sanitizer, which holds most of
 * it. */
uint64_t resident_memory(void);
uint64_t peak_memory(void); /* the most that it ever held, bytes */

double clock_seconds(void); /* monotonic, from some fixed point */

#endif
