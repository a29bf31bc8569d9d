/* What the page asks of a session. */
#ifndef CHECKER_INTERACTIVE_ACTS_H
#define CHECKER_INTERACTIVE_ACTS_H

#include "checker/interactive/session_json.h"

/* Do what `arguments`, of char * by name, say: `do` names the act, and `at` is the position that
 * whoever asks knows of; from another position nothing is done.  The caller frees the text of the
 * reply with g_free. */
Reply act(Opening *opening, GHashTable *arguments);

#endif
