/* Mutexes and spin locks. */
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/race.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/sync.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

enum { NORMAL = 0, RECURSIVE = 1, ERROR_CHECK = 2, ADAPTIVE = 3 };

static Mutex *mutex_of(pthread_mutex_t *mutex)
{
    return (Mutex *)mutex;
}

bool mutex_held(const Mutex *mutex)
{
    return mutex->owner == current->id + 1u;
}

void mutex_check(const Mutex *mutex)
{
    if (mutex->kind == MUTEX_DESTROYED) fail(LIVE_MISUSE, "a mutex is used after it was destroyed");
    if (mutex->kind < NORMAL || mutex->kind > ADAPTIVE)
        fail(LIVE_UNSUPPORTED, "a mutex is robust, has a protocol, or is shared between processes");
}

void mutex_take(Mutex *mutex)
{
    mutex->owner = current->id + 1u;
    mutex->count = 1;
    current->locks++;
    race_acquire(mutex);
}

void mutex_give(Mutex *mutex)
{
    race_release(mutex);
    mutex->owner = mutex->count = 0;
    current->locks--;
}

int posix_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
    int kind = NORMAL, protocol = PTHREAD_PRIO_NONE, robust = PTHREAD_MUTEX_STALLED, shared_too = 0;
    if (attributes) {
        pthread_mutexattr_gettype(attributes, &kind);
        pthread_mutexattr_getprotocol(attributes, &protocol);
        pthread_mutexattr_getrobust(attributes, &robust);
        pthread_mutexattr_getpshared(attributes, &shared_too);
    }
    if (protocol != PTHREAD_PRIO_NONE || robust != PTHREAD_MUTEX_STALLED || shared_too)
        fail(LIVE_UNSUPPORTED, "a mutex is robust, has a protocol, or is shared between processes");
    memset(mutex, 0, sizeof *mutex);
    mutex_of(mutex)->kind = kind;
    return 0;
}

int posix_mutex_destroy(pthread_mutex_t *mutex)
{
    mutex_check(mutex_of(mutex));
    if (mutex_of(mutex)->owner) fail(LIVE_MISUSE, "a locked mutex is destroyed");
    mutex_of(mutex)->kind = MUTEX_DESTROYED;
    return 0;
}

/* It is held already: what comes of locking it again. */
static int lock_again(Mutex *mutex, bool waiting)
{
    if (mutex->kind == RECURSIVE) {
        mutex->count++;
        return 0;
    }
    if (!waiting) return EBUSY;
    return mutex->kind == ERROR_CHECK ? EDEADLK : -1;
}

static int lock(pthread_mutex_t *given, LiveKind kind, bool timed)
{
    Mutex *mutex = mutex_of(given);
    mutex_check(mutex);
    if (mutex_held(mutex)) {
        int answer_now = lock_again(mutex, true);
        if (answer_now >= 0) return answer_now;
    }
    if (timed) learn(&learned.unlock_steps);
    sync_wait(kind, mutex, NULL, timed);
    mutex_check(mutex);
    if (mutex->owner) {
        if (current->early_timeouts) current->early_timeouts--;
        step_end(false, 0, 0);
        return ETIMEDOUT;
    }
    mutex_take(mutex);
    step_end(true, 0, 0);
    return 0;
}

int posix_mutex_lock(pthread_mutex_t *mutex)
{
    return lock(mutex, LIVE_KIND_MUTEX_LOCK, false);
}

int posix_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *deadline)
{
    (void)deadline;
    return lock(mutex, LIVE_KIND_MUTEX_TIMEDLOCK, true);
}

int posix_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *deadline)
{
    (void)clock;
    return posix_mutex_timedlock(mutex, deadline);
}

int posix_mutex_trylock(pthread_mutex_t *given)
{
    Mutex *mutex = mutex_of(given);
    mutex_check(mutex);
    learn(&learned.unlock_steps);
    sync_step(LIVE_KIND_MUTEX_TRYLOCK, mutex);
    mutex_check(mutex);
    bool taken = !mutex->owner;
    int result = taken ? 0 : mutex_held(mutex) ? lock_again(mutex, false) : EBUSY;
    if (taken) mutex_take(mutex);
    step_end(taken, 0, 0);
    return result;
}

int posix_mutex_unlock(pthread_mutex_t *given)
{
    Mutex *mutex = mutex_of(given);
    mutex_check(mutex);
    if (!mutex_held(mutex)) {
        if (mutex->kind == RECURSIVE || mutex->kind == ERROR_CHECK) return EPERM;
        fail(LIVE_FOREIGN_UNLOCK, mutex->owner ? "a mutex is unlocked that another thread holds"
                                               : "a mutex is unlocked that nobody holds");
    }
    if (mutex->count > 1) {
        mutex->count--;
        return 0;
    }
    bool own_step = sync_release(LIVE_KIND_MUTEX_UNLOCK, mutex);
    mutex_give(mutex);
    sync_released(mutex, own_step);
    return 0;
}

/* -------- spin locks: a word, the owner's number plus one -------- */

int posix_spin_init(pthread_spinlock_t *lock, int shared_too)
{
    if (shared_too) fail(LIVE_UNSUPPORTED, "a spin lock is shared between processes");
    *lock = 0;
    return 0;
}

int posix_spin_destroy(pthread_spinlock_t *lock)
{
    if (*lock) fail(LIVE_MISUSE, "a locked spin lock is destroyed");
    return 0;
}

static void spin_take(pthread_spinlock_t *lock)
{
    *lock = current->id + 1;
    current->locks++;
    race_acquire((const void *)lock);
    step_end(true, 0, 0);
}

int posix_spin_lock(pthread_spinlock_t *lock)
{
    sync_wait(LIVE_KIND_SPIN_LOCK, (const void *)lock, NULL, false);
    spin_take(lock);
    return 0;
}

int posix_spin_trylock(pthread_spinlock_t *lock)
{
    learn(&learned.unlock_steps);
    sync_step(LIVE_KIND_SPIN_TRYLOCK, (const void *)lock);
    if (*lock) {
        step_end(false, 0, 0);
        return EBUSY;
    }
    spin_take(lock);
    return 0;
}

int posix_spin_unlock(pthread_spinlock_t *lock)
{
    if (*lock != (int)current->id + 1)
        fail(LIVE_FOREIGN_UNLOCK, *lock ? "a spin lock is unlocked that another thread holds"
                                        : "a spin lock is unlocked that nobody holds");
    bool own_step = sync_release(LIVE_KIND_SPIN_UNLOCK, (const void *)lock);
    race_release((const void *)lock);
    *lock = 0;
    current->locks--;
    sync_released((const void *)lock, own_step);
    return 0;
}
