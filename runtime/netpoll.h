/* Waiting for input without keeping a thread. */
#ifndef RUNTIME_NETPOLL_H
#define RUNTIME_NETPOLL_H

#include "runtime/world.h"

/* Input that one goroutine at a time waits for.  rg is nil, pdReady, pdWait, or the G that waits;
 * it is changed by CAS and exchange only. */
typedef struct PollDesc {
    int fd;
    _Atomic uintptr_t rg;
} PollDesc;

enum { pdNil = 0, pdReady = 1, pdWait = 2 };

/* A descriptor that does not block; *pd stays where it is until it is closed. */
void netpollopen(PollDesc *pd, int fd);
/* Nobody waits for it, and nothing is on its way. */
void netpollclose(PollDesc *pd);
/* On a goroutine: return when input has come since the last return; it may have been read already.
 */
void netpollblock(PollDesc *pd);

#endif
