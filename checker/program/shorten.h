/* Schedules that a search happened upon, minimised before anybody sees them. */
#ifndef CHECKER_PROGRAM_SHORTEN_H
#define CHECKER_PROGRAM_SHORTEN_H

#include "checker/analysis/minimise.h"

#include <glib.h>

/* Minimise the schedule of a result of any search but breadth-first, which has found a shortest one
 * already; result->found tells what it was.  What is left of the limits on time and memory is
 * enough or the answer is a local minimum. */
void shorten(const Question *question, const SearchOptions *options, Result *result);

/* "found with 212 steps and 57 context switches, minimised to 41 and 9: no schedule has fewer
 * context switches, and of those none fewer steps"; NULL if nothing was minimised.  The caller
 * frees it with g_free. */
char *shorten_text(const Result *result);

/* What a minimised schedule is worth, in words; `ended` as in Minimised. */
char *shorten_worth(Worth worth, const char *ended);

#endif
