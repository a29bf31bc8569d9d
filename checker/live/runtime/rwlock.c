/* Read-write locks: no preference, whoever can have it may take it. */
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/race.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/sync.h"

#include <errno.h>
#include <string.h>

enum { MOST_READERS = 44 };

typedef struct Rwlock {
    uint32_t writer; /* thread + 1; 0: none */
    uint32_t readers;
    uint32_t destroyed;
    uint8_t held[MOST_READERS]; /* by each thread, so many times */
} Rwlock;

_Static_assert(sizeof(Rwlock) <= sizeof(pthread_rwlock_t), "what is known lies in the lock");

bool read_lock_possible(const void *lock)
{
    return !((const Rwlock *)lock)->writer;
}

bool write_lock_possible(const void *lock)
{
    const Rwlock *rwlock = lock;
    return !rwlock->writer && !rwlock->readers;
}

static Rwlock *checked(pthread_rwlock_t *given)
{
    Rwlock *rwlock = (Rwlock *)given;
    if (rwlock->destroyed) fail(LIVE_MISUSE, "a read-write lock is used after it was destroyed");
    if (current->id >= MOST_READERS)
        fail(LIVE_UNSUPPORTED, "a read-write lock is used by more than 44 threads");
    return rwlock;
}

int posix_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes)
{
    int shared_too = 0;
    if (attributes) pthread_rwlockattr_getpshared(attributes, &shared_too);
    if (shared_too) fail(LIVE_UNSUPPORTED, "a read-write lock is shared between processes");
    memset(lock, 0, sizeof *lock);
    return 0;
}

int posix_rwlock_destroy(pthread_rwlock_t *lock)
{
    Rwlock *rwlock = checked(lock);
    if (rwlock->writer || rwlock->readers) fail(LIVE_MISUSE, "a held read-write lock is destroyed");
    rwlock->destroyed = 1;
    return 0;
}

static void take(Rwlock *rwlock, bool writing)
{
    race_acquire(rwlock);
    if (writing) {
        rwlock->writer = current->id + 1u;
        race_acquire(&rwlock->readers);
    } else {
        rwlock->readers++;
        rwlock->held[current->id]++;
    }
    current->locks++;
}

static int lock(pthread_rwlock_t *given, bool writing, bool timed)
{
    Rwlock *rwlock = checked(given);
    if (rwlock->writer == current->id + 1u) return EDEADLK;
    if (timed) learn(&learned.unlock_steps);
    sync_wait(writing ? LIVE_KIND_WRITE_LOCK : LIVE_KIND_READ_LOCK, rwlock, NULL, timed);
    checked(given);
    bool possible = writing ? write_lock_possible(rwlock) : read_lock_possible(rwlock);
    if (possible) take(rwlock, writing);
    else if (current->early_timeouts) current->early_timeouts--;
    step_end(possible && writing, 0, 0);
    return possible ? 0 : ETIMEDOUT;
}

static int try_lock(pthread_rwlock_t *given, bool writing)
{
    Rwlock *rwlock = checked(given);
    learn(&learned.unlock_steps);
    sync_step(writing ? LIVE_KIND_WRITE_TRYLOCK : LIVE_KIND_READ_TRYLOCK, rwlock);
    checked(given);
    bool possible = writing ? write_lock_possible(rwlock) : read_lock_possible(rwlock);
    if (possible) take(rwlock, writing);
    step_end(possible && writing, 0, 0);
    return possible ? 0 : EBUSY;
}

int posix_rwlock_rdlock(pthread_rwlock_t *rwlock)
{
    return lock(rwlock, false, false);
}

int posix_rwlock_wrlock(pthread_rwlock_t *rwlock)
{
    return lock(rwlock, true, false);
}

int posix_rwlock_timedrdlock(pthread_rwlock_t *rwlock, const struct timespec *deadline)
{
    (void)deadline;
    return lock(rwlock, false, true);
}

int posix_rwlock_timedwrlock(pthread_rwlock_t *rwlock, const struct timespec *deadline)
{
    (void)deadline;
    return lock(rwlock, true, true);
}

int posix_rwlock_tryrdlock(pthread_rwlock_t *rwlock)
{
    return try_lock(rwlock, false);
}

int posix_rwlock_trywrlock(pthread_rwlock_t *rwlock)
{
    return try_lock(rwlock, true);
}

int posix_rwlock_unlock(pthread_rwlock_t *given)
{
    Rwlock *rwlock = checked(given);
    bool writing = rwlock->writer == current->id + 1u;
    if (!writing && !rwlock->held[current->id])
        fail(LIVE_FOREIGN_UNLOCK,
             "a read-write lock is unlocked by a thread that does not hold it");
    bool own_step = sync_release(LIVE_KIND_RWLOCK_UNLOCK, rwlock);
    if (writing) {
        race_release(rwlock);
        rwlock->writer = 0;
    } else {
        /* Kept apart: readers do not order each other. */
        race_release_also(&rwlock->readers);
        rwlock->readers--;
        rwlock->held[current->id]--;
    }
    current->locks--;
    if (own_step) step_end(writing, 0, 0);
    else step_release((uint64_t)rwlock, writing);
    return 0;
}
