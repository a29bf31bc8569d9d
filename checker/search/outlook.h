/* What can become of a run: a complete look at all that lies ahead of the initial states.
 *
 * A search stops at the first failure; an outlook goes through all states, up to a limit, and says
 * of each kind of end how many states are such ends and which is the shortest way to one.  A run
 * ends where an invariant is false, where it throws, and where nobody can move; Question.find plays
 * no part.
 */
#ifndef CHECKER_OUTLOOK_H
#define CHECKER_OUTLOOK_H

#include "checker/search/search.h"

/* One kind of end. */
typedef struct Fate {
    Verdict verdict; /* HOLDS: all come to rest, and nothing is wrong there */
    /* States where the invariant is false, where all rest, or from which a CHECK_REACHABLE goal is
     * lost; moves that throw this message.  0: runs that never come to a CHECK_EVENTUALLY goal are
     * found, not counted. */
    uint64_t count;
    Schedule way; /* the canonical one of the shortest; of a livelock, some shortest lasso */
} Fate;

typedef struct Outlook {
    uint64_t states, transitions;
    uint32_t depth; /* of the state that is farthest away */
    /* NULL: that is all.  Else what ended it first, "states", "memory", "time" or "interrupt": then
     * counts are of what was seen, and goals are not judged. */
    const char *ended;
    uint32_t fate_count;
    /* Failures in the order of VerdictKind, then lost goals in that of the question; an
     * `eventually` that is lost by rest and by livelock has both. */
    Fate *fates;
} Outlook;

/* At most `state_limit` states are expanded (0: no such limit); options->limits and interrupts hold
 * too.  The caller frees it with outlook_free. */
Outlook outlook(const Question *question, const SearchOptions *options, uint64_t state_limit);
void outlook_free(Outlook *outlook); /* clears it */

#endif
