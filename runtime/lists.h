/* Idle Ps, idle Ms and runnable Gs.  The idle lists and the global queue are changed under
 * sched.lock only. */
#ifndef RUNTIME_LISTS_H
#define RUNTIME_LISTS_H

#include "runtime/world.h"

void pidleput(P *p);
P *pidleget(void);
void mput(M *mp);
M *mget(void);
void globrunqput(G *gp);
/* A goroutine from the global queue; and of the others a share, with it `most` at the most, onto
 * the queue of p, which has room for them. */
G *globrunqget(P *p, int32_t most);

/* The local queue: put and get are the owner's; when it is full, half goes to the global one. */
void runqput(P *p, G *gp);
G *runqget(P *p);
bool runqempty(P *p);
/* Half of the queue of `from`, for p, which is empty: one is returned, the others are queued. */
G *runqsteal(P *p, P *from);

#endif
