/* Cutting a search into shares that do not depend on each other: what one worker would do first,
 * second, and so on. */
#ifndef CHECKER_LIVE_SHARES_H
#define CHECKER_LIVE_SHARES_H

#include "checker/live/runtime/runtime.h"

enum { MOST_SHARES = 1 << 14 };

/* The search begins. */
void shares_begin(void);
/* Cut what comes next; returns how many shares that are, at most MOST_SHARES.  0: nothing is left.
 * random, pct and pos come to it several times, each time when the shares before have been run. */
uint32_t shares_next(const Entry *entry);
/* The search is to do this one of them: for explore_begin. */
void share_take(uint32_t number);
/* How much of the whole search it is, if the subtrees of a decision are of one size; 0: nobody can
 * tell. */
double share_weight(uint32_t number);

#endif
