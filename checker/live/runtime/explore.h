/* Executions, one after another: of a whole search, or of a share of it. */
#ifndef CHECKER_LIVE_EXPLORE_H
#define CHECKER_LIVE_EXPLORE_H

#include "checker/live/runtime/runtime.h"

/* How a share came to its end. */
typedef enum ShareEnd {
    SHARE_DONE,      /* all of its executions were run */
    SHARE_OVER,      /* a failure ends the search */
    SHARE_LEARNED,   /* what was learned (learned.h) begins it anew */
    SHARE_LIMIT,     /* time, or executions */
    SHARE_ABANDONED, /* somebody else has made it needless */
} ShareEnd;

/* No executions so far; the verdict is left as it is. */
void explore_begin(void);
/* From there on. */
ShareEnd explore_on(const Entry *entry);

/* One execution, as search->next has prepared it; `ending` says how it ended. */
void run_execution(const Entry *entry);
/* What was not looked at, though no limit was reached; NULL: nothing. */
const char *left_out(void);
/* Unless something is wrong the verdict is that, because of `why`; NULL: as it is. */
void incomplete(const char *why);

/* Asked after each execution: is the share still wanted?  NULL: it is. */
extern bool (*share_is_needless)(void);

#endif
