/* What an answer guarantees, whatever ended its search: words that a log can carry. */
#ifndef CHECKER_PROGRAM_GUARANTEE_H
#define CHECKER_PROGRAM_GUARANTEE_H

#include "checker/search/search.h"

/* "complete", "complete up to depth 57", "all schedules with at most 3 preemptions", "omission risk
 * at most 2e-07", ...: one line.  `options` are those of the search.  The caller frees it with
 * g_free. */
char *guarantee_text(const Question *question, const SearchOptions *options, const Result *result);

/* Does the question have goals, which only a complete search judges? */
bool guarantee_has_goals(const Question *question);

#endif
