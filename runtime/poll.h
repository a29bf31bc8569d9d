/* Where network input comes from.  poll_epoll.c asks the kernel; whoever brings another file
 * decides himself what is ready, and when. */
#ifndef RUNTIME_POLL_H
#define RUNTIME_POLL_H

#include "runtime/netpoll.h"

/* Report this descriptor from now on, each time that input comes. */
void poll_open(PollDesc *pd);
void poll_close(PollDesc *pd);
/* Wait for `timeout_ns` at most (below 0: for ever) until something is ready.  Fills in up to
 * `most`, and returns how many; 0 is no promise that nothing is ready. */
uint32_t poll_wait(int64_t timeout_ns, PollDesc **ret_ready, uint32_t most);

#endif
