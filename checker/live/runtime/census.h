/* How many different orders of dependent steps, and how many different final memories, there were.
 */
#ifndef CHECKER_LIVE_CENSUS_H
#define CHECKER_LIVE_CENSUS_H

#include <stdint.h>

void census_begin(void); /* nothing was seen */
void census_execution(void);
void census_memory(void); /* only the final memory */

#endif
