/* What the scheduler's procedures share. */
#ifndef MODEL_SCHEDULER_H
#define MODEL_SCHEDULER_H

#include "model/step.h"

/* In startm's frame.local, beside the M it found: that M is to begin as spinning, and nmspinning
 * already counts it. */
enum { SPINNING = 0x80 };

/* If sysmon sleeps, wake it; sched.lock is held.  Whoever reads sysmonwait without the lock and
 * finds it set looks again under it, so nobody sees it cleared and the note not yet posted. */
void wake_sysmon(Step *s);

#endif
