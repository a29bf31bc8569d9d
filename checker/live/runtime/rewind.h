/* Going back to a decision without running the program again up to there.
 *
 * Where a search may come back it leaves a mark: a copy of the execution, on top of those of
 * earlier decisions.  The program's memory and the stacks in use are copied as they are; what the
 * runtime knows of a thread only if it has changed since the mark before; and what is large and
 * changes little is kept in a journal.  No mark is left where running again is cheaper, and going
 * back to a decision without a mark is running on from the last one before it. */
#ifndef CHECKER_LIVE_REWIND_H
#define CHECKER_LIVE_REWIND_H

#include <stdbool.h>
#include <stdint.h>

void rewind_begin(void);
void rewind_restart(void); /* the execution begins anew: no mark is left */
/* Something was learned that would have made a difference to this execution, though not to what its
 * threads do: no mark is left, and none is made before it begins anew. */
void rewind_forget(void);
/* There is to be a mark before this step if the search may come back to it; it has stopped there.
 */
bool rewind_wanted(void);
void rewind_mark(void);
/* Back to the last mark before which at most `steps` steps were made; false: there is none. */
bool rewind_to(uint32_t steps);

#endif
