/* A counterexample of the model carried over to the real code: the program `follow` drives the real
 * runtime, on threads, along the same schedule (docs/runtime.md). */
#ifndef CHECKER_PROGRAM_REAL_REPLAY_H
#define CHECKER_PROGRAM_REAL_REPLAY_H

#include "checker/trace/path.h"

/* How that ended. */
typedef struct RealReplay {
    bool taken;  /* all steps, and the state after each was the model's */
    bool threw;  /* and `words` are the message */
    bool parted; /* model and runtime; `words` say where */
    bool hangs;  /* all steps were taken, and some program does not come to its end any more */
    char *words; /* never NULL; owned */
} RealReplay;

void real_replay_clear(RealReplay *replay);

/* Follow a path of the model.  False, with *error set, if the runtime is not its code or `follow`
 * is not there. */
bool real_replay(const Path *path, RealReplay *ret, GError **error);
/* Follow what conform_plan (checker/live/conform.h) has written to a file. */
bool real_replay_plan(const char *plan, RealReplay *ret, GError **error);
bool real_replay_is_plan(const char *file);

#endif
