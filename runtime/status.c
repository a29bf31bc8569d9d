/* G statuses (proc1.go: casgstatus, castogscanstatus, casfrom_Gscanstatus, casgcopystack). */
#include "runtime/status.h"

#include "runtime/panic.h"

void casgstatus(StepId step, G *gp, uint32_t from, uint32_t to)
{
    for (uint32_t tries = 0;; tries++) {
        at_step(step);
        uint32_t found = from;
        if (atomic_compare_exchange_strong(&gp->atomicstatus, &found, to)) return;
        /* go#9186's diagnostic: nobody will turn Grunnable back into Gwaiting for us. */
        bool lost = from == Gwaiting && found == Grunnable;
        if (lost && setting(CASGSTATUS_CHECK)) throws(THROW_CASGSTATUS_RUNNABLE);
        os_spin(tries);
    }
}

bool castogscanstatus(G *gp, uint32_t from)
{
    return cas(&gp->atomicstatus, from, from | Gscan);
}

void casfrom_gscanstatus(G *gp, uint32_t to)
{
    if (!cas(&gp->atomicstatus, to | Gscan, to)) throws(THROW_CASFROM_GSCANSTATUS);
}

uint32_t casgcopystack(G *gp)
{
    for (uint32_t tries = 0;; tries++) {
        STEP(COPYSTACK_STATUS);
        uint32_t old = readgstatus(gp) & ~(uint32_t)Gscan;
        if (old != Gwaiting && old != Grunnable) throws(THROW_COPYSTACK_BAD_STATUS);
        if (!setting(COPYSTACK_CAS)) { /* the network poller may have changed it meanwhile */
            casgstatus(STEP_COPYSTACK_CLAIM, gp, old, Gcopystack);
            return old;
        }
        STEP(COPYSTACK_CLAIM);
        if (cas(&gp->atomicstatus, old, Gcopystack)) return old; /* fix: go#9186 */
        os_spin(tries);
    }
}
