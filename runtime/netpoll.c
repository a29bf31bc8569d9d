/* The network poller (proc1.go: the end of findrunnable, injectglist; netpoll.go: netpollblock,
 * netpollunblock).
 *
 * A stop does not stop the poller: it has no P.
 *
 * Left out: deadlines, the write side, closing under somebody who waits. */
#include "runtime/netpoll.h"

#include "runtime/lists.h"
#include "runtime/poll.h"
#include "runtime/scheduler.h"
#include "runtime/status.h"
#include "runtime/step.h"
#include "runtime/switch.h"

enum { MOST_READY = 64 };

void netpollopen(PollDesc *pd, int fd)
{
    pd->fd = fd;
    store(&pd->rg, pdNil);
    poll_open(pd);
    /* From here on somebody should poll. */
    if (!load(&sched.poller_open)) {
        store(&sched.poller_open, true);
        store(&sched.lastpoll, os_nanotime());
    }
}

void netpollclose(PollDesc *pd)
{
    poll_close(pd);
}

/* -------- the goroutine's side -------- */

static bool netpollblockcommit(G *gp, void *rg)
{
    STEP(POLLBLOCK_COMMIT);
    return cas((_Atomic uintptr_t *)rg, pdWait, (uintptr_t)gp);
}

void netpollblock(PollDesc *pd)
{
    for (;;) {
        STEP(POLLBLOCK_WAIT);
        if (cas(&pd->rg, pdReady, pdNil)) return;
        if (cas(&pd->rg, pdNil, pdWait)) break;
    }
    gopark(netpollblockcommit, &pd->rg, "IO wait");
    STEP(POLLBLOCK_DONE);
    xchg(&pd->rg, pdNil);
}

/* -------- the poller's side -------- */

/* The input is there: the goroutine that has to be made runnable, or NULL. */
static G *netpollunblock(PollDesc *pd)
{
    for (;;) {
        uintptr_t old = load(&pd->rg);
        if (old == pdReady) return NULL;
        if (!cas(&pd->rg, old, pdReady)) continue;
        return old == pdNil || old == pdWait ? NULL : (G *)old;
    }
}

/* Those that are ready, linked. */
static G *netpoll(int64_t timeout_ns)
{
    PollDesc *ready[MOST_READY];
    G *list = NULL;

    uint32_t n = poll_wait(timeout_ns, ready, MOST_READY);
    for (uint32_t i = 0; i < n; i++) {
        G *gp = netpollunblock(ready[i]);
        if (!gp) continue;
        gp->schedlink = list;
        list = gp;
    }
    return list;
}

/* sched.lock is held while the status is waited for. */
static void injectglist(G *list)
{
    uint32_t n = 0;

    if (!list) return;
    STEP(INJECT_LOCK);
    lock(&sched.lock);
    while (list) {
        G *gp = list;
        list = gp->schedlink;
        casgstatus(STEP_INJECT_STATUS, gp, Gwaiting, Grunnable);
        STEP(INJECT_QUEUE);
        globrunqput(gp);
        n++;
    }
    STEP(INJECT_UNLOCK);
    unlock(&sched.lock);
    STEP(INJECT_NPIDLE);
    while (n-- && load(&sched.npidle))
        startm(NULL, false);
}

static P *take_idle_p(void)
{
    STEP(NETPOLL_LOCK);
    lock(&sched.lock);
    STEP(NETPOLL_TAKE_P);
    P *p = pidleget();
    STEP(NETPOLL_UNLOCK);
    unlock(&sched.lock);
    return p;
}

G *netpoll_block(void)
{
    G *list;
    do {
        STEP(NETPOLL_BLOCK);
        list = netpoll(-1);
    } while (!list);
    STEP(NETPOLL_LASTPOLL);
    store(&sched.lastpoll, os_nanotime());
    P *p = take_idle_p();
    if (!p) {
        injectglist(list);
        return NULL;
    }
    acquirep(p);
    G *gp = list;
    injectglist(gp->schedlink);
    casgstatus(STEP_NETPOLL_STATUS, gp, Gwaiting, Grunnable);
    return gp;
}

/* One M polls, the others sleep. */
G *netpoll_as_idle(void)
{
    if (!load(&sched.poller_open)) return NULL;
    STEP(NETPOLL_CLAIM);
    return xchg(&sched.lastpoll, 0) ? netpoll_block() : NULL;
}

void netpoll_now(void)
{
    if (!load(&sched.poller_open)) return;
    STEP(POLLNOW_CHOOSE);
    injectglist(netpoll(0));
}
