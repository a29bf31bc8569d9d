/* G statuses: the legal transitions, and the four ways to make one (proc1.go, runtime2.go). */
#include "model/step.h"

#define TO(status) (1u << (status))

/* From a bare status to the bare statuses that may follow it.  The Gscan bit is set and cleared
 * without changing what is below it, on the statuses of `scannable` only. */
static const uint16_t successors[] = {
    [GIDLE] = TO(GDEAD),
    [GRUNNABLE] = TO(GRUNNING) | TO(GCOPYSTACK),
    [GRUNNING] = TO(GRUNNABLE) | TO(GSYSCALL) | TO(GWAITING) | TO(GDEAD),
    [GSYSCALL] = TO(GRUNNING) | TO(GRUNNABLE),
    [GWAITING] = TO(GRUNNABLE) | TO(GRUNNING) | TO(GCOPYSTACK),
    [GDEAD] = TO(GRUNNABLE),
    [GCOPYSTACK] = TO(GRUNNING) | TO(GWAITING) | TO(GRUNNABLE),
    [GPREEMPTED] = TO(GWAITING),
};
static const uint16_t scannable =
    TO(GRUNNABLE) | TO(GRUNNING) | TO(GSYSCALL) | TO(GWAITING) | TO(GPREEMPTED);

bool casgstatus(Step *s, G *gp, uint8_t from, uint8_t to)
{
    assert(successors[from] & TO(to));
    if (cas(s, &gp->atomicstatus, from, to)) return true;
    /* go#9186's diagnostic: nobody will turn Grunnable back into Gwaiting for us. */
    bool lost = from == GWAITING && gp->atomicstatus == GRUNNABLE;
    if (!setting(s, SETTING_CASGSTATUS_CHECK)) return false;
    if (lost) throws(s, THROW_CASGSTATUS_RUNNABLE); /* fix: go#9186 */
    return false;
}

bool disguise(Step *s, SettingId caller)
{
    if (!setting(s, caller)) return true;
    return casgstatus(s, g_of(s, s->self->curg), GRUNNING, GWAITING);
}

bool castogscanstatus(Step *s, G *gp, uint8_t from)
{
    assert(scannable & TO(from));
    return cas(s, &gp->atomicstatus, from, from | GSCAN);
}

void casfrom_gscanstatus(Step *s, G *gp, uint8_t to)
{
    assert(scannable & TO(to));
    if (!cas(s, &gp->atomicstatus, to | GSCAN, to)) throws(s, THROW_CASFROM_GSCANSTATUS);
}
