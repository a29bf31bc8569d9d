/* In the place of poll_epoll.c and patience.c: input comes, and time passes, as the step says that
 * is being taken. */
#include "runtime/follow/simulated.h"

#include "runtime/follow/plan.h"
#include "runtime/poll.h"
#include "runtime/scheduler.h"
#include "runtime/sysmon.h"

enum { MOST_INPUTS = 16 };

static PollDesc input[MOST_INPUTS];

PollDesc *simulated_input(G *gp)
{
    return &input[gp->goid % MOST_INPUTS];
}

void poll_open(PollDesc *pd)
{
    (void)pd;
}

void poll_close(PollDesc *pd)
{
    (void)pd;
}

/* Those that somebody waits for. */
static uint32_t find_waiting(PollDesc **ret_waiting)
{
    uint32_t n = 0;
    for (uint32_t i = 1, gs = g_count(); i <= gs; i++) {
        PollDesc *pd = &input[i % MOST_INPUTS];
        uintptr_t rg = load(&pd->rg);
        if (rg != pdNil && rg != pdReady) ret_waiting[n++] = pd;
    }
    return n;
}

/* Blocking, the choice is one of those that are waited for, once there is one; not blocking, 0 is
 * none. */
uint32_t poll_wait(int64_t timeout_ns, PollDesc **ret_ready, uint32_t most)
{
    PollDesc *waiting[MOST_INPUTS];
    uint32_t n = find_waiting(waiting);

    (void)most;
    for (; timeout_ns < 0 && !n; n = find_waiting(waiting))
        os_wait(0);
    uint32_t choice = plan_choice(timeout_ns < 0 ? n : n + 1);
    if (timeout_ns >= 0 && !choice--) return 0;
    *ret_ready = waiting[choice];
    return 1;
}

/* To the model a choice, at each look at a P that may be taken. */
bool long_enough(P *p, Seen *seen, uint32_t status, int64_t now)
{
    (void)p;
    (void)seen;
    (void)status;
    (void)now;
    return plan_choice(2);
}
