/* Semaphores, barriers and once. */
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/race.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/sync.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

static uint32_t *value_of(sem_t *semaphore)
{
    return (uint32_t *)semaphore;
}

int posix_sem_init(sem_t *semaphore, int shared_too, unsigned value)
{
    if (shared_too) fail(LIVE_UNSUPPORTED, "a semaphore is shared between processes");
    if (value > SEM_VALUE_MAX) return errno = EINVAL, -1;
    memset(semaphore, 0, sizeof *semaphore);
    *value_of(semaphore) = value;
    return 0;
}

int posix_sem_destroy(sem_t *semaphore)
{
    (void)semaphore;
    return 0;
}

static int take(sem_t *semaphore, int error)
{
    bool possible = *value_of(semaphore) > 0;
    if (possible) {
        --*value_of(semaphore);
        race_acquire(semaphore);
    }
    step_end(possible, 0, 0);
    return possible ? 0 : (errno = error, -1);
}

int posix_sem_wait(sem_t *semaphore)
{
    sync_wait(LIVE_KIND_SEMAPHORE_WAIT, semaphore, NULL, false);
    return take(semaphore, EINTR);
}

int posix_sem_timedwait(sem_t *semaphore, const struct timespec *deadline)
{
    (void)deadline;
    sync_wait(LIVE_KIND_SEMAPHORE_TIMEDWAIT, semaphore, NULL, true);
    if (!*value_of(semaphore) && current->early_timeouts) current->early_timeouts--;
    return take(semaphore, ETIMEDOUT);
}

int posix_sem_trywait(sem_t *semaphore)
{
    sync_step(LIVE_KIND_SEMAPHORE_TRYWAIT, semaphore);
    return take(semaphore, EAGAIN);
}

int posix_sem_post(sem_t *semaphore)
{
    sync_step(LIVE_KIND_SEMAPHORE_POST, semaphore);
    bool possible = *value_of(semaphore) < SEM_VALUE_MAX;
    if (possible) {
        race_release_also(semaphore);
        ++*value_of(semaphore);
    }
    step_end(possible, 0, 0);
    return possible ? 0 : (errno = EOVERFLOW, -1);
}

int posix_sem_getvalue(sem_t *semaphore, int *ret_value)
{
    Op op = {.address = (uint64_t)semaphore,
             .size = 1,
             .kind = LIVE_KIND_SEMAPHORE_VALUE,
             .rest = {(uint64_t)ret_value}};
    step_begin(&op);
    *ret_value = (int)*value_of(semaphore);
    step_end(false, 0, 0);
    return 0;
}

/* -------- barriers -------- */

typedef struct Barrier {
    uint32_t count, arrived;
    Threads waiting;
} Barrier;

_Static_assert(sizeof(Barrier) <= sizeof(pthread_barrier_t), "what is known lies in the object");

int posix_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes,
                       unsigned count)
{
    int shared_too = 0;
    if (attributes) pthread_barrierattr_getpshared(attributes, &shared_too);
    if (shared_too) fail(LIVE_UNSUPPORTED, "a barrier is shared between processes");
    if (!count) return EINVAL;
    memset(barrier, 0, sizeof *barrier);
    ((Barrier *)barrier)->count = count;
    return 0;
}

int posix_barrier_destroy(pthread_barrier_t *barrier)
{
    if (((Barrier *)barrier)->waiting)
        fail(LIVE_MISUSE, "a barrier is destroyed that somebody waits at");
    memset(barrier, 0, sizeof *barrier);
    return 0;
}

/* Everybody knows what everybody did before: the last one to arrive knows it all. */
static void open_barrier(Barrier *barrier)
{
    for (Threads rest = barrier->waiting; rest; rest &= rest - 1) {
        Thread *thread = &run.thread[__builtin_ctzll(rest)];
        events_meet(thread, current);
        race_acquire_for(barrier, thread->id);
        schedule_unpark(thread->id);
    }
    barrier->waiting = 0;
    barrier->arrived = 0;
}

int posix_barrier_wait(pthread_barrier_t *given)
{
    Barrier *barrier = (Barrier *)given;
    if (!barrier->count) fail(LIVE_MISUSE, "a barrier is used that was not initialised");
    sync_step(LIVE_KIND_BARRIER_ARRIVE, barrier);
    race_release_also(barrier);
    barrier->arrived++;
    bool last = barrier->arrived == barrier->count;
    step_end(true, 0, 0);
    if (last) {
        race_acquire(barrier);
        open_barrier(barrier);
        return PTHREAD_BARRIER_SERIAL_THREAD;
    }
    barrier->waiting |= bit(current->id);
    schedule_park();
    return 0;
}

/* -------- once: 0 not yet, 1 being done, 2 done -------- */

int posix_once(pthread_once_t *once, void (*routine)(void))
{
    Op op = {.address = (uint64_t)once,
             .size = 1,
             .kind = LIVE_KIND_ONCE,
             .writes = true,
             .blocking = true,
             .rest = {(uint64_t)routine}};
    step_begin(&op);
    bool first = *once == 0;
    if (first) *once = 1;
    race_acquire(once);
    step_end(first, 0, 0);
    if (!first) return 0;
    Frame *frame = hook_frame;
    routine();
    hook_frame = frame; /* its calls are over; this one goes on */
    sync_step(LIVE_KIND_ONCE, once);
    race_release(once);
    *once = 2;
    step_end(true, 0, 0);
    return 0;
}
