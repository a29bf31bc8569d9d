/* Chance, decided by the schedule. */
#ifndef RUNTIME_FOLLOW_SIMULATED_H
#define RUNTIME_FOLLOW_SIMULATED_H

#include "runtime/netpoll.h"

/* The network input that this goroutine may wait for. */
PollDesc *simulated_input(G *gp);

#endif
