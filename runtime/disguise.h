/* A goroutine whose M waits on g0 is deaf to requests.  In disguise it is Gwaiting for as long: its
 * stack can be scanned, and even moved, by others (casGToWaiting). */
#ifndef RUNTIME_DISGUISE_H
#define RUNTIME_DISGUISE_H

#include "runtime/status.h"

/* On g0, both: nothing on g0 points into gp's stack. */
static inline void disguise(StepId step, G *gp, bool wanted, const char *reason)
{
    if (!wanted) {
        at_step(step);
        return;
    }
    gp->waitreason = reason;
    casgstatus(step, gp, Grunning, Gwaiting);
}

/* The scan that the disguise allowed may still hold the scan bit, and is waited for. */
static inline void undisguise(StepId step, StepId scanvalid, G *gp, bool wanted)
{
    if (!wanted) return;
    casgstatus(step, gp, Gwaiting, Grunning);
    if (!keeps_scanvalid()) return;
    at_step(scanvalid);
    store(&gp->gcscanvalid, false);
}

#endif
