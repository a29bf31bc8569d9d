/* Creating, ending and joining threads.  None of these is a decision: nothing that another thread
 * does can make a difference to them, but for the end that a join waits for, and that comes once.
 */
#include "checker/live/runtime/await.h"
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/race.h"
#include "checker/live/runtime/rewind.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/* A thread's number is the same in every execution: it says whose child it is, and the how-manieth.
 */
static LiveFamily family = {.count = 1};

void threads_know(const LiveFamily *told)
{
    family = *told;
    if (!family.count) family.count = 1;
}

void threads_tell(LiveFamily *ret)
{
    *ret = family;
}

static uint32_t number_of(uint32_t parent, uint32_t ordinal)
{
    for (uint32_t i = 1; i < family.count; i++)
        if (family.parent[i] == parent && family.ordinal[i] == ordinal) return i;
    if (family.count == LIVE_MOST_THREADS)
        fail(LIVE_UNSUPPORTED, "the program creates more than 63 threads");
    rewind_forget(); /* clocks get wider */
    family.parent[family.count] = (uint8_t)parent;
    family.ordinal[family.count] = ordinal;
    return family.count++;
}

static Thread *begin(uint32_t id, void (*entry)(void))
{
    Thread *thread = &run.thread[id];
    memset(thread, 0, offsetof(Thread, visit));
    memset(thread->specific, 0, sizeof thread->specific);
    thread->id = (uint8_t)id;
    thread->status = WAITING;
    thread->joiner = thread->joins = NOBODY;
    thread->last_event = NO_EVENT;
    thread->early_timeouts = question->early_timeouts;
    thread->stack_pointer = stack_prepare(id, entry);
    thread_local_begin(id);
    /* Numbers below that are not used in this execution. */
    for (; run.threads <= id; run.threads++) {
        run.touched |= bit(run.threads);
        if (run.threads < id) run.thread[run.threads].status = ABSENT;
    }
    run.present |= bit(id);
    run.touched |= bit(id);
    run.heap_used[id] = 0;
    return thread;
}

/* -------- the end -------- */

/* Inline: most of what an execution does after its last step is to join whoever has ended. */
ALWAYS_INLINE void hand_over(Thread *joiner, const Thread *ended)
{
    run.reaped |= bit(ended->id);
    events_join(joiner, ended);
    race_join(joiner->id, ended->id);
    if (ended->time > joiner->time) joiner->time = ended->time;
}

static _Noreturn void end(void *result)
{
    Thread *self = current;
    specific_destroy();
    if (self->locks) fail(LIVE_LOCK_LEAK, "a thread ends and still holds a lock");
    self->result = result;
    self->status = DONE;
    run.present &= ~bit(self->id);
    if (self->joiner != NOBODY) {
        Thread *joiner = &run.thread[self->joiner];
        self->joiner = NOBODY; /* whether it was waited for is no part of what is */
        hand_over(joiner, self);
        schedule_unpark(joiner->id);
    }
    schedule_leave();
    __builtin_unreachable();
}

/* Its variables, errno too, lie where those of a thread of the execution before were. */
static void thread_entry(void)
{
    errno = 0;
    end(current->function(current->argument));
}

static int (*main_function)(int, char **, char **);
static int main_argc;
static char **main_argv, **main_environment;

static void main_entry(void)
{
    errno = 0;
    posix_exit(main_function(main_argc, main_argv, main_environment));
}

void threads_restart(int (*entry)(int, char **, char **), int argc, char **argv, char **environment)
{
    main_function = entry;
    main_argc = argc;
    main_argv = argv;
    main_environment = environment;
    memset(&run, 0, offsetof(Run, thread));
    run.last = NOBODY;
    begin(0, main_entry);
}

/* -------- POSIX -------- */

static Thread *thread_of(pthread_t handle)
{
    uint64_t id = (uint64_t)handle - 1;
    if (id >= run.threads || run.thread[id].status == ABSENT)
        fail(LIVE_MISUSE, "a thread is named that does not exist");
    return &run.thread[id];
}

int posix_create(pthread_t *ret, const pthread_attr_t *attributes, void *(*function)(void *),
                 void *argument)
{
    await_effect(current);
    Thread *thread = begin(number_of(current->id, current->children++), thread_entry);
    int detached = PTHREAD_CREATE_JOINABLE;
    if (attributes) pthread_attr_getdetachstate(attributes, &detached);
    thread->detached = detached == PTHREAD_CREATE_DETACHED;
    thread->function = function;
    thread->argument = argument;
    thread->time = current->time;
    *ret = thread->id + 1u;
    events_create(current, thread->id);
    race_create(current->id, thread->id);
    schedule_run_on(thread->id);
    return 0;
}

/* `and_then`: where the caller's caller wants the result. */
static int join(pthread_t handle, void **ret_result, const void *and_then)
{
    await_effect(current);
    Thread *self = current, *thread = thread_of(handle);
    if (thread == self) return EDEADLK;
    if (thread->detached || run.reaped & bit(thread->id) || thread->joiner != NOBODY)
        fail(LIVE_MISUSE, "a thread is joined that is detached or joined already");
    if (thread->status == DONE) {
        hand_over(self, thread);
    } else {
        run.touched |= bit(thread->id);
        thread->joiner = self->id;
        self->joins = thread->id;
        self->pending = (Op){.kind = LIVE_KIND_JOIN,
                             .address = handle,
                             .rest = {(uint64_t)ret_result, (uint64_t)and_then}};
        schedule_park();
        self->joins = NOBODY;
    }
    if (ret_result) *ret_result = thread->result;
    return 0;
}

int posix_join(pthread_t handle, void **ret_result)
{
    return join(handle, ret_result, NULL);
}

int posix_detach(pthread_t handle)
{
    Thread *thread = thread_of(handle);
    if (thread->detached || run.reaped & bit(thread->id))
        fail(LIVE_MISUSE, "a thread is detached that is detached or joined already");
    run.touched |= bit(thread->id);
    thread->detached = true;
    return 0;
}

_Noreturn void posix_thread_exit(void *result)
{
    end(result);
}

pthread_t posix_self(void)
{
    return current->id + 1u;
}

int posix_equal(pthread_t a, pthread_t b)
{
    return a == b;
}

/* A yield changes nothing: others may move before every step anyway. */
int posix_yield(void)
{
    return 0;
}

void posix_thrd_yield(void)
{
}

int posix_thrd_create(thrd_t *ret, thrd_start_t function, void *argument)
{
    /* An int comes back in the low half of the register that a pointer comes back in. */
    union {
        thrd_start_t from;
        void *(*to)(void *);
    } convert = {.from = function};
    return posix_create(ret, NULL, convert.to, argument) == 0 ? thrd_success : thrd_error;
}

int posix_thrd_join(thrd_t thread, int *ret_result)
{
    void *result;
    if (join(thread, &result, ret_result) != 0) return thrd_error;
    if (ret_result) *ret_result = (int)(intptr_t)result;
    return thrd_success;
}
