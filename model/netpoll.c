/* The network poller (proc1.go @3c60e6e8cfc6: the end of findrunnable, injectglist; netpoll.go of
 * go1.4.3: netpollblock, netpollunblock).
 *
 * The kernel reports one G at a time, and only one that waits; deadlines and the write side are
 * left out.  A stop does not stop the poller: it has no P. */
#include "model/step.h"

/* The nth G that waits for input (1 is the first), or 0; the number of them if n is 0. */
static uint8_t waiter(Step *s, uint8_t n)
{
    uint8_t found = 0;
    for (uint8_t g = 1; g <= s->config->gs; g++) {
        uint8_t rg = load(s, &g_of(s, g)->rg);
        if (rg != POLL_WAIT && rg != POLL_PARKED) continue;
        if (++found == n) return g;
    }
    return n ? 0 : found;
}

/* netpollunblock: the input is there.  True if a parked G has to be made runnable. */
static bool unblock(Step *s, uint8_t g)
{
    uint8_t *rg = &g_of(s, g)->rg;
    bool parked = load(s, rg) == POLL_PARKED;
    store(s, rg, POLL_READY);
    return parked;
}

/* The last part of findrunnable: an M without a P blocks in the poller. */
Outcome netpoll(Step *s)
{
    Sched *sched = s->sched;
    uint8_t g = s->frame->argument;

    switch (s->pc) {
    case NETPOLL_CLAIM: /* xchg(&sched.lastpoll, 0): one M polls, the others sleep */
        if (!cas(s, &sched->lastpoll, 1, 0)) return become(s, STOPM_LOCK, 0);
        return next(s, NETPOLL_BLOCK);
    case NETPOLL_BLOCK: {
        uint8_t waiters = waiter(s, 0);
        if (!waiters) return BLOCKED;
        g = waiter(s, (uint8_t)(choose(s, waiters) + 1));
        if (!unblock(s, g)) return spin(s);
        s->frame->argument = g;
        return next(s, NETPOLL_LASTPOLL);
    }
    case NETPOLL_LASTPOLL:
        store(s, &sched->lastpoll, 1);
        return next(s, NETPOLL_LOCK);
    case NETPOLL_LOCK:
        if (!acquire(s, &sched->lock)) return BLOCKED;
        return next(s, NETPOLL_TAKE_P);
    case NETPOLL_TAKE_P:
        s->frame->local = pidleget(s);
        return next(s, NETPOLL_UNLOCK);
    case NETPOLL_UNLOCK: {
        uint8_t p = s->frame->local;
        s->frame->local = 0;
        release(s, &sched->lock);
        if (!p) return next(s, INJECT_LOCK);
        return call(s, ACQUIREP_M, p, NETPOLL_STATUS);
    }
    case NETPOLL_STATUS: /* with a P, G is run at once */
        if (!casgstatus(s, g_of(s, g), GWAITING, GRUNNABLE)) return spin(s);
        return restart_g0(s, RESETSPINNING_COUNT, g);
    default:
        return NOT_MINE;
    }
}

/* injectglist: make the collected G runnable.  sched.lock is held while its status is waited for.
 */
Outcome injectglist(Step *s)
{
    Sched *sched = s->sched;
    uint8_t g = s->frame->argument;

    switch (s->pc) {
    case INJECT_LOCK:
        if (!acquire(s, &sched->lock)) return BLOCKED;
        return next(s, INJECT_STATUS);
    case INJECT_STATUS:
        if (!casgstatus(s, g_of(s, g), GWAITING, GRUNNABLE)) return spin(s);
        return next(s, INJECT_QUEUE);
    case INJECT_QUEUE:
        globrunqput(s, g);
        return next(s, INJECT_UNLOCK);
    case INJECT_UNLOCK:
        release(s, &sched->lock);
        return next(s, INJECT_NPIDLE);
    case INJECT_NPIDLE: {
        bool idle_p = load(s, &sched->npidle);
        bool inside_start = s->self->p != 0;
        if (inside_start) return idle_p ? become(s, STARTM_LOCK, 0) : leave(s);
        Outcome outcome = become(s, STOPM_LOCK, 0);
        return idle_p ? detour(s, STARTM_LOCK, 0) : outcome;
    }
    default:
        return NOT_MINE;
    }
}

/* The non-blocking poll of startTheWorld. */
Outcome netpoll_now(Step *s)
{
    switch (s->pc) {
    case POLLNOW_CHOOSE: {
        uint32_t report = choose(s, waiter(s, 0) + 1u);
        if (!report) return leave(s);
        uint8_t g = waiter(s, (uint8_t)report);
        return unblock(s, g) ? become(s, INJECT_LOCK, g) : leave(s);
    }
    default:
        return NOT_MINE;
    }
}

/* netpollblock: G waits for input, unless it is there already. */
Outcome netpollblock(Step *s)
{
    G *gp = g_of(s, s->self->g);

    switch (s->pc) {
    case POLLBLOCK_WAIT:
        if (cas(s, &gp->rg, POLL_READY, POLL_NIL)) return leave(s);
        store(s, &gp->rg, POLL_WAIT);
        s->self->waitunlockf = CALLBACK_NETPOLLBLOCK;
        s->self->waitlock = s->self->g;
        return call(s, GOPARK_CHECK, 0, POLLBLOCK_DONE);
    case POLLBLOCK_DONE:
        store(s, &gp->rg, POLL_NIL);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* netpollblockcommit, gopark's callback: from here on the poller may ready G. */
Outcome netpollblockcommit(Step *s)
{
    switch (s->pc) {
    case POLLBLOCK_COMMIT:
        return leave_with(s, cas(s, &g_of(s, s->frame->argument)->rg, POLL_WAIT, POLL_PARKED));
    default:
        return NOT_MINE;
    }
}
