/* The semaphores of goroutines (sema.go @3c60e6e8cfc6: semacquire1, semrelease1), for worldsema.
 *
 * A goroutine that does not get it parks and so lets go of its P; that is what lets the holder stop
 * the world.  nwait is announced before the second try, so a release in between cannot be missed.
 *
 * Left out: handing the semaphore over (whoever is woken tries again, and may lose to another), the
 * order of the queue (the lowest G is woken first). */
#include "model/step.h"

Outcome semacquire(Step *s)
{
    uint8_t g = s->self->g;
    G *gp = g_of(s, g);
    Sched *sched = s->sched;

    switch (s->pc) {
    case SEMACQUIRE_TRY:
        if (cas(s, &sched->worldsema, 0, g)) return leave(s);
        return next(s, SEMACQUIRE_LOCK);
    case SEMACQUIRE_LOCK:
        if (!acquire(s, &sched->semalock)) return BLOCKED;
        return next(s, SEMACQUIRE_NWAIT);
    case SEMACQUIRE_NWAIT:
        store(s, &gp->semawait, 1);
        return next(s, SEMACQUIRE_RETRY);
    case SEMACQUIRE_RETRY:
        if (cas(s, &sched->worldsema, 0, g)) return next(s, SEMACQUIRE_NO_WAIT);
        s->self->waitunlockf = CALLBACK_SEMA;
        s->self->waitlock = g;
        return call(s, GOPARK_CHECK, 0, SEMACQUIRE_TRY);
    case SEMACQUIRE_NO_WAIT:
        store(s, &gp->semawait, 0);
        return next(s, SEMACQUIRE_UNLOCK);
    case SEMACQUIRE_UNLOCK:
        release(s, &sched->semalock);
        return leave(s);
    default:
        return NOT_MINE;
    }
}

/* The callback of gopark: the queue is open to others once the G is parked. */
Outcome semaqueue_unlock(Step *s)
{
    switch (s->pc) {
    case SEMAQUEUE_UNLOCK:
        release(s, &s->sched->semalock);
        return leave_with(s, true);
    default:
        return NOT_MINE;
    }
}

/* The first G that waits, or 0. */
static uint8_t first_waiter(Step *s)
{
    for (uint8_t g = 1; g <= s->config->gs; g++)
        if (load(s, &g_of(s, g)->semawait)) return g;
    return 0;
}

Outcome semrelease(Step *s)
{
    Sched *sched = s->sched;

    switch (s->pc) {
    case SEMRELEASE_ADD:
        store(s, &sched->worldsema, 0);
        return next(s, SEMRELEASE_NWAIT);
    case SEMRELEASE_NWAIT:
        return first_waiter(s) ? next(s, SEMRELEASE_LOCK) : leave(s);
    case SEMRELEASE_LOCK:
        if (!acquire(s, &sched->semalock)) return BLOCKED;
        return next(s, SEMRELEASE_DEQUEUE);
    case SEMRELEASE_DEQUEUE:
        s->frame->local = first_waiter(s);
        if (s->frame->local) store(s, &g_of(s, s->frame->local)->semawait, 0);
        return next(s, SEMRELEASE_UNLOCK);
    case SEMRELEASE_UNLOCK: {
        uint8_t g = s->frame->local;
        release(s, &sched->semalock);
        return g ? become(s, READY_STATUS, g) : leave(s);
    }
    default:
        return NOT_MINE;
    }
}
