/* What is long, to sysmon.  A file of its own, as somebody who controls everything else may want to
 * decide this as well: to the model it is a choice. */
#include "runtime/lists.h"
#include "runtime/sysmon.h"

/* For how long has the tick been the same? */
static int64_t unchanged(uint32_t tick, uint32_t *last, int64_t *since, int64_t now)
{
    if (*last != tick) {
        *last = tick;
        *since = now;
    }
    return now - *since;
}

/* Has this P run the same goroutine, or been in the same system call, for long enough?  A goroutine
 * that goes from one short system call to the next has used up its time as well. */
bool long_enough(P *p, Seen *seen, uint32_t status, int64_t now)
{
    bool used_up =
        unchanged(load(&p->schedtick), &seen->schedtick, &seen->schedwhen, now) > TIME_SLICE;
    if (used_up || status == Prunning) return used_up;
    int64_t asleep = unchanged(load(&p->syscalltick), &seen->syscalltick, &seen->syscallwhen, now);
    if (!asleep) return false;
    /* A system call costs its P after one round, if there is somebody who could use it. */
    bool somebody_waits = !runqempty(p) || load(&sched.runqsize);
    bool somebody_looks = load(&sched.nmspinning) + (int32_t)load(&sched.npidle) > 0;
    return somebody_waits || !somebody_looks || asleep > TIME_SLICE;
}
