/* Everything that can go wrong: every distinct failure of a question once.
 *
 * Two failures are the same if the same property is broken by the same actor at the same step; two
 * deadlocks, if the same actors wait at the same steps.  Of each the shortest schedule is kept.
 * Question.find is not looked at; a run ends with its first failure, as in any search.
 */
#ifndef CHECKER_ANALYSIS_FAILURES_H
#define CHECKER_ANALYSIS_FAILURES_H

#include "checker/search/search.h"

#include <glib.h>

#define FAILURE_NOBODY UINT32_MAX

typedef struct DistinctFailure {
    Verdict verdict;
    /* Who breaks the property, by which step: the last of the schedule, or with STUCK the one with
     * which the goal is lost.  NOBODY for what no single step does: deadlocks, goals missed by
     * going round, what is wrong at the start, and what never happens. */
    uint32_t actor, step;
    char *where;    /* of a deadlock: "m1 at GCWAIT_LOCK, m2 at ..."; or NULL */
    uint64_t moves; /* how many moves, or deadlocked states, there are of it; 0: not counted */
    bool has_schedule;
    Schedule schedule;
    bool has_pair; /* failures_unite has found the critical pair of the schedule: */
    Move first, second;
    GArray *also; /* of Move: other steps by which the same happens; NULL: none */
} DistinctFailure;

typedef struct Failures {
    GPtrArray *list;   /* of DistinctFailure *, the shortest first */
    uint64_t states;   /* that were looked at */
    const char *ended; /* NULL: all of them; else the limit that came first, and the list may lack
                        * some, and is empty */
} Failures;

/* Limits, workers and what interrupts come from `options`.  Names point into the question.  Clear
 * with failures_clear. */
Failures failures_find(const Question *question, const SearchOptions *options);
void failures_clear(Failures *failures);

/* Find the critical pair (pair.h) of each schedule, and make one of those failures that break the
 * same property by the same actor and have the same pair, the shortest of them with the ways of
 * all.  By whom a goal is lost does not matter: that is whoever happens to move last.  To be called
 * once.  Charts the states once more, a million at most: returns the limit that came first, then
 * nothing has changed; or NULL. */
const char *failures_unite(Failures *failures, const Question *question,
                           const SearchOptions *options);

/* "throws: "..." by gc at FOREACHP_CHECK_P": what tells it from other failures of the subject; free
 * with g_free. */
char *failure_name(const DistinctFailure *failure, const Subject *subject);

#endif
