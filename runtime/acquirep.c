/* An M takes a P, lets go of it, or retires it (proc1.go: acquirep1, releasep1, gcstopm). */
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/step.h"
#include "runtime/switch.h"

void acquirep(P *p)
{
    M *mp = getm();

    STEP(ACQUIREP_M);
    if (mp->p) throws(THROW_ACQUIREP_ALREADY);
    if (load(&p->m) || load(&p->status) != Pidle) throws(THROW_ACQUIREP);
    mp->p = p;
    store(&p->m, mp);
    STEP(ACQUIREP_STATUS);
    store(&p->status, Prunning);
}

P *releasep(void)
{
    M *mp = getm();
    P *p = mp->p;

    STEP(RELEASEP_M);
    if (load(&p->m) != mp || load(&p->status) != Prunning) throws(THROW_RELEASEP);
    store(&p->m, NULL);
    STEP(RELEASEP_STATUS);
    mp->p = NULL;
    store(&p->status, Pidle);
    return p;
}

/* Between releasep and the lock the P is Pidle without being
 * on the idle list, so that the stop cannot find it there. */
void gcstopm(void)
{
    M *mp = getm();

    if (load(&mp->spinning)) {
        STEP(GCSTOPM_UNSPIN);
        store(&mp->spinning, false);
        xadd(&sched.nmspinning, -1);
    }
    P *p = releasep();
    STEP(GCSTOPM_LOCK);
    lock(&sched.lock);
    STEP(GCSTOPM_STATUS);
    store(&p->status, Pgcstop);
    STEP(GCSTOPM_COUNT);
    if (xadd(&sched.stopwait, -1) == 0) notewakeup(&sched.stopnote);
    STEP(GCSTOPM_UNLOCK);
    unlock(&sched.lock);
    stopm();
}
