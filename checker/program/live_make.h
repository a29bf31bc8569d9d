/* Programs that checker-cc makes of what live scenarios name: each once, in a folder that goes when
 * they are no longer needed. */
#ifndef CHECKER_PROGRAM_LIVE_MAKE_H
#define CHECKER_PROGRAM_LIVE_MAKE_H

#include "checker/scenario/live_run.h"

#include <glib.h>

/* Nothing is made yet.  Clear with live_make_clear. */
typedef struct LiveMake {
    char *folder;     /* NULL: none yet */
    GHashTable *made; /* what it is made of, as text -> its path; NULL: nothing yet */
} LiveMake;

/* The program of a variant with sources, made if it is not there.  `name` is its file's; the path
 * belongs to `make`.  NULL, with *error set, if it cannot be made. */
const char *live_make(LiveMake *make, const LiveRun *run, const char *name, GError **error);
void live_make_clear(LiveMake *make);

/* A copy of a program at `path`, where nothing may be but a program of checker-cc. */
bool live_make_copy(const char *program, const char *path, GError **error);

#endif
