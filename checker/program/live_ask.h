/* The question that is put to a real program, out of what the command line says. */
#ifndef CHECKER_PROGRAM_LIVE_ASK_H
#define CHECKER_PROGRAM_LIVE_ASK_H

#include "checker/program/options.h"
#include "checker/scenario/live_search.h"

/* What the command line says about the search, and nothing else. */
LiveSearch live_ask_search(const Options *options);

/* A sentence about an option that would do nothing, or would do more than it can; NULL: there is
 * none.  Free with g_free. */
char *live_ask_mistake(const LiveSearch *search, const Options *options);

/* Ask for this search; what a scenario cannot say is the options'. */
void live_ask(LiveQuestion *question, const LiveSearch *search, const Options *options);

#endif
