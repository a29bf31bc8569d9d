/* Less of a schedule by leaving out and moving its parts: a local minimum, where the whole world is
 * too large to be searched. */
#ifndef CHECKER_ANALYSIS_SHRINK_H
#define CHECKER_ANALYSIS_SHRINK_H

#include "checker/analysis/failure.h"

/* A copy that fails in the same way, from which no run of one actor, and no single step, can be
 * left out, nor a run moved beside another of the same actor: or as far as it has come when it had
 * taken too many tries.  The caller frees it with schedule_free. */
Schedule shrink(const Failure *failure, const SearchOptions *options, const Schedule *schedule);

#endif
