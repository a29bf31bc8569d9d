/* Goals that stay reachable, judged without a graph.
 *
 * A graph costs a second expansion of every state, and room for every move.  Where every goal can
 * be reached from everywhere, as in most searches that come to their end, less will do: backwards
 * through the states, one move to a state that is known to reach the goals settles the state it
 * leads out of.
 */
#ifndef CHECKER_HOPE_H
#define CHECKER_HOPE_H

#include "checker/search/explored.h"

/* Is there something to judge, and nothing that needs a graph in any case? */
bool hope_is_asked_for(const Question *question);

/* True: from every stored state a run reaches each CHECK_REACHABLE, so none of them fails.  False:
 * some state does not, or it is not known; a graph tells.  Every state must be fine by itself and
 * have been expanded. */
bool hope_everywhere(const Explored *explored);

#endif
