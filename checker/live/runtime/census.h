/* How many different orders of dependent steps, and how many different final memories, there were.
 */
#ifndef CHECKER_LIVE_CENSUS_H
#define CHECKER_LIVE_CENSUS_H

#include <stdint.h>

void census_begin(void); /* nothing was seen */
void census_execution(void);
void census_memory(void); /* only the final memory */

/* -------- of several workers; with LiveQuestion.census, else nothing happens -------- */

typedef struct Census Census;
/* Empty, in memory that is shared with processes that are forked later. */
Census *census_new(void);
void census_clear(Census *census);
/* From now on this one is counted in. */
void census_use(Census *census);
/* The share in which it is; it never falls. */
extern uint64_t census_share;
/* What was met there in shares up to `last` was met here, too. */
void census_add(const Census *other, uint64_t last);

#endif
