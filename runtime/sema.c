/* Semaphores (sema.go: semacquire1, semrelease1).
 *
 * nwait is announced before the second try, so a release in between cannot be missed.  Who is woken
 * tries again, and may lose to another. */
#include "runtime/sema.h"

#include "runtime/scheduler.h"
#include "runtime/step.h"
#include "runtime/switch.h"

/* The model has one semaphore only. */
static void mark(const Sema *sema, StepId step)
{
    if (sema == &sched.worldsema) at_step(step);
}

static bool cansemacquire(Sema *sema)
{
    for (uint32_t count = load(&sema->count); count; count = load(&sema->count))
        if (cas(&sema->count, count, count - 1)) return true;
    return false;
}

static bool semaqueue_unlock(G *gp, void *l)
{
    if (l == &sched.worldsema.lock) STEP(SEMAQUEUE_UNLOCK);
    return parkunlock(gp, l);
}

static void enqueue(Sema *sema)
{
    G *gp = getg();
    gp->sudog = (Sudog){.g = gp};
    if (sema->last) sema->last->next = &gp->sudog;
    else sema->first = &gp->sudog;
    sema->last = &gp->sudog;
}

void semacquire(Sema *sema)
{
    for (;;) {
        mark(sema, STEP_SEMACQUIRE_TRY);
        if (cansemacquire(sema)) return;
        mark(sema, STEP_SEMACQUIRE_LOCK);
        lock(&sema->lock);
        mark(sema, STEP_SEMACQUIRE_NWAIT);
        xadd(&sema->nwait, 1);
        mark(sema, STEP_SEMACQUIRE_RETRY);
        if (cansemacquire(sema)) {
            mark(sema, STEP_SEMACQUIRE_NO_WAIT);
            xadd(&sema->nwait, (uint32_t)-1);
            mark(sema, STEP_SEMACQUIRE_UNLOCK);
            unlock(&sema->lock);
            return;
        }
        enqueue(sema);
        gopark(semaqueue_unlock, &sema->lock, "semacquire");
    }
}

static G *dequeue(Sema *sema)
{
    Sudog *first = sema->first;
    if (!first) return NULL;
    sema->first = first->next;
    if (!sema->first) sema->last = NULL;
    xadd(&sema->nwait, (uint32_t)-1);
    return first->g;
}

void semrelease(Sema *sema)
{
    mark(sema, STEP_SEMRELEASE_ADD);
    xadd(&sema->count, 1);
    mark(sema, STEP_SEMRELEASE_NWAIT);
    if (!load(&sema->nwait)) return;
    mark(sema, STEP_SEMRELEASE_LOCK);
    lock(&sema->lock);
    mark(sema, STEP_SEMRELEASE_DEQUEUE);
    G *gp = dequeue(sema);
    mark(sema, STEP_SEMRELEASE_UNLOCK);
    unlock(&sema->lock);
    if (gp) goready(gp);
}
