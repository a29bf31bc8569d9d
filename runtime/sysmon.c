/* sysmon: a thread without a P that looks at the Ps from time to time (proc1.go: sysmon, retake).
 */
#include "runtime/sysmon.h"
#include "runtime/lists.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/step.h"
#include "runtime/stop.h"
#include "runtime/switch.h"

#include <stdlib.h>

enum {
    SHORTEST_US = 20,
    LONGEST_US = 10000,
    IDLE_ROUNDS = 50, /* without a finding, after which it sleeps longer and longer */
};

void wake_sysmon(void)
{
    if (!load(&sched.sysmonwait)) return;
    store(&sched.sysmonwait, 0);
    notewakeup(&sched.sysmonnote);
}

/* Sleep through a stop. */
void sleep_through_stop(void)
{
    STEP(SYSMON_WAIT);
    if (!load(&sched.gcwaiting)) return;
    STEP(SYSMON_LOCK);
    lock(&sched.lock);
    STEP(SYSMON_RECHECK);
    bool sleeps = load(&sched.gcwaiting);
    if (sleeps) store(&sched.sysmonwait, 1);
    STEP(SYSMON_UNLOCK);
    unlock(&sched.lock);
    if (!sleeps) return;
    STEP(SYSMON_SLEEP);
    notesleep(&sched.sysmonnote);
    noteclear(&sched.sysmonnote);
}

bool retake(Seen *seen, int64_t now)
{
    bool found = false;

    for (uint32_t i = 0; i < sched.procs; i++) {
        P *p = &sched.allp[i];
        STEP(RETAKE_STATUS);
        uint32_t status = load(&p->status);
        if (status != Psyscall && status != Prunning) continue;
        if (!long_enough(p, &seen[i], status, now)) continue;
        if (status == Prunning) {
            preemptone(p);
            continue;
        }
        STEP(RETAKE_P);
        if (!cas(&p->status, Psyscall, Pidle)) continue;
        xadd(&p->syscalltick, 1);
        found = true;
        handoffp(p);
    }
    return found;
}

static void poll_if_nobody_does(int64_t now)
{
    int64_t last = load(&sched.lastpoll);
    if (!last || last + TIME_SLICE > now) return;
    if (cas(&sched.lastpoll, last, now)) netpoll_now();
}

void sysmon(void)
{
    Seen *seen = calloc(sched.procs, sizeof *seen);
    uint32_t idle = 0, delay = SHORTEST_US;

    if (!seen) throw_text("out of memory");
    for (;;) {
        if (!idle) delay = SHORTEST_US;
        else if (idle > IDLE_ROUNDS && delay < LONGEST_US) delay *= 2;
        os_usleep(delay);
        sleep_through_stop();
        int64_t now = os_nanotime();
        poll_if_nobody_does(now);
        idle = retake(seen, now) ? 0 : idle + 1;
    }
}
