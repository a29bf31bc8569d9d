/* Start a program that checker-cc has compiled, with a question, and wait for the answer. */
#ifndef CHECKER_LIVE_LAUNCH_H
#define CHECKER_LIVE_LAUNCH_H

#include "checker/live/protocol.h"

#include <glib.h>

/* A question and its answer, in memory that the program shares.  Free with live_free. */
LiveShared *live_new(void);         /* all zero but for the version */
void live_free(LiveShared *shared); /* NULL is fine */

/* Programs that are started from now on, by whomever, find this question. */
void live_announce(const LiveShared *shared);

#define LIVE_ERROR live_error_quark()
GQuark live_error_quark(void);

/* Run argv[0], looked up like a shell does, with its arguments.  `loud`: what it prints is seen.
 * False, with *error set, if it cannot be started or did not finish; if *interrupted becomes
 * non-zero it is ended and the answer is LIVE_INCOMPLETE. */
bool live_run(LiveShared *shared, char *const *argv, bool loud, const volatile int *interrupted,
              GError **error);

/* Called now and then while it runs. */
typedef void (*LiveProgress)(void *data, const LiveAnswer *so_far);
/* The same, silently; `progress` may be NULL. */
bool live_run_watched(LiveShared *shared, char *const *argv, LiveProgress progress, void *data,
                      const volatile int *interrupted, GError **error);

/* The words of verdicts, strategies and kinds. */
extern const char *const live_verdicts[LIVE_VERDICTS], *const live_strategies[LIVE_STRATEGIES],
                                                           *const live_kinds[LIVE_KINDS];

#endif
