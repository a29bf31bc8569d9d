/* One way to fail, as an atlas shows it: which states and throws are that failure, and from which
 * states there is no way around one. */
#ifndef CHECKER_ANALYSIS_FAILURE_H
#define CHECKER_ANALYSIS_FAILURE_H

#include "checker/analysis/atlas.h"

typedef struct Failure {
    const Question *question;
    Verdict verdict;
    const Check *check; /* that the verdict names: the invariant or the goal; NULL for others */
} Failure;

Failure failure_of(const Question *question, Verdict verdict);

/* Does it show in one state, or in one throw?  Not so where a goal is lost or avoided. */
bool failure_is_local(const Failure *failure);
bool failure_in_throw(const Failure *failure, uint32_t message);
/* Of a charted state: it violates the invariant first of all, or is a deadlock, or a run without
 * its goal ends here. */
bool failure_in_state(const Failure *failure, const Atlas *atlas, uint32_t state);

/* Is an invariant false in this state?  Then a run ends here; *ret_failed: by this failure. */
bool failure_ends_run(const Failure *failure, const uint8_t *state, bool *ret_failed);

/* One byte for each state of a complete atlas, which the caller frees with g_free: 1 where the
 * failure shows; for a goal, where it cannot be reached any more, though something goes on. */
uint8_t *failure_states(const Failure *failure, const Atlas *atlas);

/* The same for: every run from here fails, in this way or another.  Of a goal: it is never reached.
 */
uint8_t *failure_certain(const Failure *failure, const Atlas *atlas);

#endif
