/* What the command line changes in the searches that scenarios describe. */
#ifndef CHECKER_PROGRAM_SETTLE_H
#define CHECKER_PROGRAM_SETTLE_H

#include "checker/program/options.h"
#include "checker/scenario/scenario.h"

/* The ceiling where none is given, in bytes: three quarters of what there may be (ceiling.h).  An
 * answer that is incomplete is better than a machine without memory. */
uint64_t settle_most_memory(void);
/* Say on standard error if --max-memory is more than there may be: the system would end the process
 * first. */
void settle_warn(const Options *options);

/* Let the options override what the variant says under `explore`.  False, with *error set to a
 * sentence: an option means nothing to the strategy that will search. */
bool settle_search(const Options *options, Variant *variant, GError **error);

/* Processors of this machine, as many as one search can use. */
uint32_t settle_processors(void);

/* How many of so many searches run at a time, at least 1. */
uint32_t settle_jobs(const Options *options, uint32_t searches);

/* Does the command line leave every search as its scenario describes it?  Limits on states, memory
 * and time do: a search that ends within them is the same search. */
bool settle_leaves_alone(const Options *options);

#endif
