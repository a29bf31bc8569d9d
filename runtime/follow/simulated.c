/* In the place of poll_epoll.c and patience.c: input comes, and time passes, as the step says that
 * is being taken. */
#include "runtime/follow/simulated.h"

#include "runtime/follow/plan.h"
#include "runtime/panic.h"
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

/* The n-th of those that wait, from 0; as many as there are if there are not so many. */
static PollDesc *waiter(uint32_t n)
{
    for (uint32_t i = 1; i <= g_count(); i++) {
        uintptr_t rg = load(&input[i % MOST_INPUTS].rg);
        if (rg == pdNil || rg == pdReady) continue;
        if (!n--) return &input[i % MOST_INPUTS];
    }
    return NULL;
}

static uint32_t waiters(void)
{
    uint32_t n = 0;
    while (waiter(n))
        n++;
    return n;
}

/* Blocking, the choice is one of those that wait, once there is one; not blocking, 0 is none. */
uint32_t poll_wait(int64_t timeout_ns, PollDesc **ret_ready, uint32_t most)
{
    uint32_t waiting = waiters();

    (void)most;
    for (; timeout_ns < 0 && !waiting; waiting = waiters())
        os_spin(0);
    uint32_t choice = plan_choice(timeout_ns < 0 ? waiting : waiting + 1);
    if (timeout_ns >= 0 && !choice) return 0;
    PollDesc *pd = waiter(timeout_ns < 0 ? choice : choice - 1);
    if (!pd) throw_text("follow: nobody waits for the input that comes");
    *ret_ready = pd;
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
