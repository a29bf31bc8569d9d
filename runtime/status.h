/* The status of a goroutine: the four ways to change it. */
#ifndef RUNTIME_STATUS_H
#define RUNTIME_STATUS_H

#include "runtime/step.h"
#include "runtime/world.h"

static inline uint32_t readgstatus(G *gp)
{
    return load(&gp->atomicstatus);
}

/* Spin until the status is exactly `from`, then make it `to`.  `step` is the model's name for each
 * of the attempts. */
void casgstatus(StepId step, G *gp, uint32_t from, uint32_t to);
/* One attempt to set the scan bit, and so to lock the status. */
bool castogscanstatus(G *gp, uint32_t from);
/* Clear the scan bit; the caller has it. */
void casfrom_gscanstatus(G *gp, uint32_t to);
/* casgcopystack: from Gwaiting or Grunnable, whichever it is at that moment, to Gcopystack; returns
 * what it was.  Before go#9186's fix: whichever it was. */
uint32_t casgcopystack(G *gp);

/* Whether scans and moves to Grunning keep gcscanvalid: suspendG's time no longer had it. */
static inline bool keeps_scanvalid(void)
{
    return setting(STACK_SCAN) != SCAN_BY_SUSPENDG;
}

#endif
