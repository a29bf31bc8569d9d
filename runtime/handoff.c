/* Giving a P to another M, and sleeping until somebody does (proc1.go: handoffp, startm, stopm,
 * wakep).
 *
 * With sched.fixed_ms no threads are made, as in the model: whoever has to start an M waits for an
 * idle one, and who only wants somebody to look for work does without. */
#include "runtime/lists.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/step.h"
#include "runtime/switch.h"

/* Is this the last P that anybody runs on, with nobody to poll the network? */
static bool last_and_nobody_polls(void)
{
    if (!load(&sched.poller_open) || load(&sched.npidle) != sched.procs - 1) return false;
    STEP(HANDOFFP_LASTPOLL);
    return load(&sched.lastpoll) != 0;
}

/* Under sched.lock: what a P without an M has to answer for, or go to the idle list.  Returns
 * whether an M has to be started for it after all. */
static bool settle(P *p)
{
    STEP(HANDOFFP_GCWAITING);
    if (load(&sched.gcwaiting)) {
        store(&p->status, Pgcstop);
        STEP(HANDOFFP_COUNT_P);
        if (xadd(&sched.stopwait, -1) == 0) notewakeup(&sched.stopnote);
        return false;
    }
    STEP(HANDOFFP_SAFE_POINT);
    if (cas(&p->runSafePointFn, 1, 0)) {
        STEP(HANDOFFP_RUN_FN);
        void (*fn)(P *) = load(&sched.safePointFn);
        if (!fn) throws(THROW_NIL_FN);
        xadd(&p->fnruns, 1);
        fn(p);
        if (xadd(foreachp_wait(), -1) == 0) notewakeup(foreachp_note());
    }
    STEP(HANDOFFP_RECHECK);
    if (load(&sched.runqsize) || last_and_nobody_polls()) return true;
    STEP(HANDOFFP_PIDLEPUT);
    pidleput(p);
    return false;
}

static void settle_and_unlock(P *p)
{
    bool start = settle(p);
    at_step(start ? STEP_HANDOFFP_UNLOCK_START : STEP_HANDOFFP_UNLOCK);
    unlock(&sched.lock);
    if (start) startm(p, false);
}

/* The first two ways out look at neither gcwaiting nor runSafePointFn; the M they start will, in
 * schedule. */
void handoffp(P *p)
{
    STEP(HANDOFFP_RUNQ);
    bool work = !runqempty(p);
    if (!work) {
        STEP(HANDOFFP_GLOBAL_RUNQ);
        work = load(&sched.runqsize) != 0;
    }
    if (work) {
        startm(p, false);
        return;
    }
    STEP(HANDOFFP_NMSPINNING);
    bool somebody_looks = load(&sched.nmspinning) != 0;
    if (!somebody_looks) {
        STEP(HANDOFFP_NPIDLE);
        somebody_looks = load(&sched.npidle) != 0;
    }
    if (!somebody_looks) {
        STEP(HANDOFFP_SPIN);
        if (cas(&sched.nmspinning, 0, 1)) {
            startm(p, true);
            return;
        }
    }
    STEP(HANDOFFP_LOCK);
    lock(&sched.lock);
    settle_and_unlock(p);
}

void hand_over(M *mp, P *p)
{
    store(&mp->nextp, p);
    notewakeup(&mp->park);
}

static bool no_m_is_left(void)
{
    return sched.fixed_ms && !load(&sched.midle);
}

static void lock_with_idle_m(bool spinning)
{
    for (uint32_t tries = 0;; tries++) {
        lock(&sched.lock);
        if (spinning || !no_m_is_left()) return;
        unlock(&sched.lock);
        os_wait(tries);
    }
}

/* Under sched.lock: nobody is left to look for work with this P, so it goes where handoffp puts it.
 */
static void keep_p(P *p)
{
    STEP(STARTM_KEEP_P);
    xadd(&sched.nmspinning, -1);
    settle_and_unlock(p);
}

void startm(P *p, bool spinning)
{
    STEP(STARTM_LOCK);
    lock_with_idle_m(spinning);
    if (!p) {
        STEP(STARTM_PIDLEGET);
        p = spinning && no_m_is_left() ? NULL : pidleget();
    }
    if (!p) {
        STEP(STARTM_NOTHING);
        unlock(&sched.lock);
        if (!spinning) return;
        STEP(STARTM_UNSPIN);
        xadd(&sched.nmspinning, -1);
        return;
    }
    STEP(STARTM_MGET);
    M *mp = mget();
    if (!mp && sched.fixed_ms) {
        keep_p(p);
        return;
    }
    STEP(STARTM_UNLOCK);
    unlock(&sched.lock);
    if (!mp) {
        newm(p, spinning);
        return;
    }
    STEP(STARTM_WAKE);
    if (load(&mp->spinning)) throws(THROW_STARTM_SPINNING);
    if (load(&mp->nextp)) throws(THROW_STARTM_HAS_P);
    if (spinning && !runqempty(p)) throws(THROW_STARTM_RUNQ);
    store(&mp->spinning, spinning);
    hand_over(mp, p);
}

/* Somebody should look for work, unless somebody does. */
void wakep(void)
{
    STEP(WAKEP_CLAIM);
    if (cas(&sched.nmspinning, 0, 1)) startm(NULL, true);
}

void stopm(void)
{
    M *mp = getm();

    STEP(STOPM_LOCK);
    lock(&sched.lock);
    STEP(STOPM_MPUT);
    if (mp->locks) throws(THROW_STOPM_LOCKS);
    if (mp->p) throws(THROW_STOPM_P);
    mput(mp);
    STEP(STOPM_UNLOCK);
    unlock(&sched.lock);
    stopm_sleep();
}

void stopm_sleep(void)
{
    M *mp = getm();

    STEP(STOPM_SLEEP);
    notesleep(&mp->park);
    noteclear(&mp->park);
    P *p = load(&mp->nextp);
    store(&mp->nextp, NULL);
    acquirep(p);
}
