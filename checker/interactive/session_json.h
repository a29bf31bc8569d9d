/* All that the page shows of a session, as JSON. */
#ifndef CHECKER_INTERACTIVE_SESSION_JSON_H
#define CHECKER_INTERACTIVE_SESSION_JSON_H

#include "checker/interactive/opening.h"

/* What came of the last thing that was asked for. */
typedef struct Reply {
    char *text; /* NULL: nothing to say */
    bool bad;   /* it was not done */
} Reply;

/* One object; docs/exploring.md lists its keys.  Free with g_free. */
char *session_json(const Opening *opening, const Reply *reply);

#endif
