/* A schedule of a live program under gdb. */
#ifndef CHECKER_LIVE_DEBUG_H
#define CHECKER_LIVE_DEBUG_H

#include "checker/live/launch.h"

/* Run the program with the question that `shared` holds, to where question.stop_at says, and leave
 * gdb to whoever sits at the terminal (or to the commands on standard input) with the frame of
 * `function` selected.  Returns when gdb has ended.  False, with *error set, if there is no gdb. */
bool live_debug(LiveShared *shared, char *const *argv, const char *function, GError **error);

#endif
