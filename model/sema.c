/* The semaphores of goroutines (sema.go @3c60e6e8cfc6: semacquire1, semrelease1), for worldsema.
 *
 * A goroutine that does not get it parks and so lets go of its P; that is what lets the holder stop
 * the world.  nwait is announced before the second try, so a release in between cannot be missed.
 *
 * The queue is in order of arrival.  G.semawait is the place in it, from 1 on, so that nwait and
 * the queue are one: who has announced itself holds semalock until it is queued or has got away.
 *
 * Left out: handing the semaphore over (whoever is woken tries again, and may lose to another). */
#include "model/step.h"

static uint8_t nwait(Step *s)
{
    uint8_t count = 0;
    for (uint8_t g = 1; g <= s->config->gs; g++)
        if (load(s, &g_of(s, g)->semawait)) count++;
    return count;
}

/* Take the first G off the queue, or 0; who waits behind it moves up. */
static uint8_t dequeue(Step *s)
{
    uint8_t first = 0;
    for (uint8_t g = 1; g <= s->config->gs; g++) {
        uint8_t *place = &g_of(s, g)->semawait;
        if (load(s, place) && decrement(s, place) == 0) first = g;
    }
    return first;
}

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
        store(s, &gp->semawait, (uint8_t)(nwait(s) + 1));
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

Outcome semrelease(Step *s)
{
    Sched *sched = s->sched;

    switch (s->pc) {
    case SEMRELEASE_ADD:
        store(s, &sched->worldsema, 0);
        return next(s, SEMRELEASE_NWAIT);
    case SEMRELEASE_NWAIT:
        return nwait(s) ? next(s, SEMRELEASE_LOCK) : leave(s);
    case SEMRELEASE_LOCK:
        if (!acquire(s, &sched->semalock)) return BLOCKED;
        return next(s, SEMRELEASE_DEQUEUE);
    case SEMRELEASE_DEQUEUE:
        s->frame->local = dequeue(s);
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
