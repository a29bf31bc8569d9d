/* What an exact search does when memory is full (SearchOptions.on_full).
 *
 * It begins again, in a store that takes less: the whole limit is there for it, and nothing of the
 * first search can be of use to one that keeps states in another way.  But a checkpoint can.
 */
#ifndef CHECKER_ON_FULL_H
#define CHECKER_ON_FULL_H

#include "checker/search/checkpoint.h"

/* Did it end for want of memory, and is there something else to try? */
bool on_full_helps(const SearchOptions *options, const Result *result);
/* Try it; frees the result that is there. */
Result on_full_search(const Question *question, const SearchOptions *options, Result full);

#endif
