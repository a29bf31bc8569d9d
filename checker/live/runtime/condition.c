/* Condition variables.  A wait is two steps: giving up the mutex and lining up, and waking up with
 * the mutex held again.  There are no spurious wake-ups. */
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/sync.h"

#include <errno.h>
#include <string.h>

enum { MOST_SIGNALS = 4 };

/* A signal is for one of the threads that waited when it came; which one is decided when that
 * thread wakes up.  Later signals were seen by all that wait of those earlier ones were seen by. */
typedef struct Condition {
    Threads waiting, awake;       /* awake: by a broadcast */
    Threads signal[MOST_SIGNALS]; /* for one of these, oldest first; 0: none */
} Condition;

_Static_assert(sizeof(Condition) <= sizeof(pthread_cond_t), "what is known lies in the object");

static int signal_for(const Condition *condition, uint32_t thread)
{
    for (int i = 0; i < MOST_SIGNALS; i++)
        if (condition->signal[i] & bit(thread)) return i;
    return -1;
}

static bool is_woken(const Condition *condition, uint32_t thread)
{
    return condition->awake & bit(thread) || signal_for(condition, thread) >= 0;
}

bool condition_possible(const Thread *thread, bool may_give_up)
{
    const Condition *condition = (const Condition *)thread->pending.address;
    const Mutex *mutex = (const Mutex *)thread->pending.second;
    bool gives_up = thread->pending.timed && may_give_up;
    return !mutex->owner && (is_woken(condition, thread->id) || gives_up);
}

/* A signal whose threads have all gone is lost, as it would be. */
static void leave(Condition *condition, uint32_t thread)
{
    int used = condition->awake & bit(thread) ? -1 : signal_for(condition, thread);
    if (used >= 0) condition->signal[used] = 0;
    condition->waiting &= ~bit(thread);
    condition->awake &= ~bit(thread);
    int kept = 0;
    for (int i = 0; i < MOST_SIGNALS; i++) {
        Threads left = condition->signal[i] & ~bit(thread);
        condition->signal[i] = 0;
        if (left) condition->signal[kept++] = left;
    }
}

static int wait_for(pthread_cond_t *given, pthread_mutex_t *lock, bool timed)
{
    Condition *condition = (Condition *)given;
    Mutex *mutex = (Mutex *)lock;
    mutex_check(mutex);
    if (!mutex_held(mutex))
        fail(LIVE_FOREIGN_UNLOCK, "a condition is waited for with a mutex that is not held");
    if (mutex->count > 1)
        fail(LIVE_MISUSE, "a condition is waited for with a recursive mutex locked more than once");
    Op op = {.address = (uint64_t)condition,
             .second = (uint64_t)mutex,
             .size = 1,
             .kind = LIVE_KIND_CONDITION_WAIT,
             .writes = true};
    step_begin(&op);
    condition->waiting |= bit(current->id);
    mutex_give(mutex);
    step_end(true, 0, 0);
    sync_wait(LIVE_KIND_CONDITION_WAKE, condition, mutex, timed);
    bool woken = is_woken(condition, current->id);
    if (!woken && current->early_timeouts) current->early_timeouts--;
    leave(condition, current->id);
    mutex_take(mutex);
    step_end(true, 0, 0);
    return woken ? 0 : ETIMEDOUT;
}

int posix_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
    int shared_too = 0;
    if (attributes) pthread_condattr_getpshared(attributes, &shared_too);
    if (shared_too) fail(LIVE_UNSUPPORTED, "a condition is shared between processes");
    /* NOLINTNEXTLINE(misc-non-copyable-objects): this is the library that the type belongs to */
    memset(condition, 0, sizeof *condition);
    return 0;
}

int posix_cond_destroy(pthread_cond_t *condition)
{
    const Condition *known = (const Condition *)condition;
    if (known->waiting & ~known->awake)
        fail(LIVE_MISUSE, "a condition is destroyed that somebody waits for");
    return 0;
}

int posix_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
    return wait_for(condition, mutex, false);
}

int posix_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                         const struct timespec *deadline)
{
    (void)deadline;
    return wait_for(condition, mutex, true);
}

int posix_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                         const struct timespec *deadline)
{
    (void)clock;
    return posix_cond_timedwait(condition, mutex, deadline);
}

static uint32_t signals(const Condition *condition)
{
    uint32_t count = 0;
    while (count < MOST_SIGNALS && condition->signal[count])
        count++;
    return count;
}

int posix_cond_signal(pthread_cond_t *given)
{
    Condition *condition = (Condition *)given;
    sync_step(LIVE_KIND_CONDITION_SIGNAL, condition);
    Threads asleep = condition->waiting & ~condition->awake;
    uint32_t count = signals(condition);
    bool wakes = (uint32_t)__builtin_popcountll(asleep) > count;
    if (wakes && count == MOST_SIGNALS)
        fail(LIVE_UNSUPPORTED, "more than four signals of a condition wait for their threads");
    if (wakes) condition->signal[count] = asleep;
    step_end(wakes, 0, 0);
    return 0;
}

int posix_cond_broadcast(pthread_cond_t *given)
{
    Condition *condition = (Condition *)given;
    sync_step(LIVE_KIND_CONDITION_BROADCAST, condition);
    bool wakes = condition->waiting & ~condition->awake;
    condition->awake |= condition->waiting;
    memset(condition->signal, 0, sizeof condition->signal);
    step_end(wakes, 0, 0);
    return 0;
}
