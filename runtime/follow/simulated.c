/* In the place of poll_epoll.c and patience.c: input comes, and time passes, as the step says that
 * is being taken. */
#include "runtime/follow/simulated.h"

#include "runtime/follow/gates.h"
#include "runtime/panic.h"
#include "runtime/poll.h"
#include "runtime/scheduler.h"
#include "runtime/sysmon.h"

enum { MOST_GS = 16 };

static PollDesc input[MOST_GS];

PollDesc *simulated_input(G *gp)
{
    return &input[gp->goid % MOST_GS];
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
        uintptr_t rg = load(&input[i % MOST_GS].rg);
        if (rg == pdNil || rg == pdReady) continue;
        if (!n--) return &input[i % MOST_GS];
    }
    return NULL;
}

/* Blocking, the choice is one of those that wait; not blocking, 0 is none. */
uint32_t poll_wait(int64_t timeout_ns, PollDesc **ret_ready, uint32_t most)
{
    uint32_t choice = gates_choice();

    (void)most;
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
    return gates_choice();
}
