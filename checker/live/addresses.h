/* Where the runtime puts what belongs to the program: fixed, so that the same execution has the
 * same addresses in every process. */
#ifndef CHECKER_LIVE_ADDRESSES_H
#define CHECKER_LIVE_ADDRESSES_H

#include "checker/live/protocol.h"

#define LIVE_HEAP ((uint64_t)0x100000000000)
#define LIVE_HEAP_ARENA ((uint64_t)1 << 26) /* bytes for each thread */

#define LIVE_STACKS ((uint64_t)0x200000000000)
#define LIVE_STACK_SPACING                                                                         \
    ((uint64_t)1 << 20) /* from base to base; the lowest page is the guard                         \
                         */

#endif
