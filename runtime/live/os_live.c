/* The system under the controlled scheduler (docs/live.md): what `checker live` knows of POSIX, and
 * nothing else.  Time stands still; who sleeps for a while sleeps for ever. */
#include "runtime/os.h"

#include "checker/live/program.h"
#include "runtime/atomic.h"
#include "runtime/live/telling.h"
#include "runtime/panic.h"
#include "runtime/sanitize.h"
#include "runtime/scheduler.h"
#include "runtime/settings.h"

#include <stdlib.h>

/* -------- locks -------- */

void lock(Lock *l)
{
    if (pthread_mutex_lock(&l->word)) throw_text("lock: failed");
}

void unlock(Lock *l)
{
    if (pthread_mutex_unlock(&l->word)) throw_text("unlock: failed");
}

/* The first word is the owner's, there as in glibc. */
__attribute__((no_sanitize("thread"))) bool lock_is_held(Lock *l)
{
    return l->word.__data.__lock != 0;
}

/* -------- notes -------- */

void noteclear(Note *n)
{
    store(&n->word, 0);
}

void notewakeup(Note *n)
{
    if (xchg(&n->word, 1)) throws(THROW_DOUBLE_WAKEUP);
    sem_post(&n->sleeper);
}

void notesleep(Note *n)
{
    if (sem_wait(&n->sleeper)) throw_text("notesleep: failed");
}

/* To the model it is a setting whether that is ever too long. */
bool notetsleep(Note *n, int64_t ns)
{
    struct timespec time = {.tv_nsec = ns};
    if (setting(NOTE_TIMEOUT)) return !sem_timedwait(&n->sleeper, &time);
    notesleep(n);
    return true;
}

/* -------- one M for each G -------- */

bool one_m_wanted;

/* This thread is about to go on with gp, on its stack: is anybody else not done with it? */
static void one_m(const G *gp)
{
    uint32_t ms = 0;
    for (uint32_t i = 0; m_at(i); i++)
        ms += load(&m_at(i)->curg) == gp;
    if (ms > 1) os_fatal("", "two Ms run one G: one goes on with it, and one has not let go of it");
}

/* -------- threads and time -------- */

_Thread_local Stack left_behind;
static _Thread_local G *current;

__attribute__((noinline)) G *getg(void)
{
    __asm__ volatile(""); /* not pure: an earlier answer is not good enough */
    return current;
}

__attribute__((noinline)) void setg(G *gp)
{
    __asm__ volatile("");
    current = gp;
    if (one_m_wanted && gp->goid) one_m(gp);
}

typedef struct Start {
    void (*fn)(void *);
    void *argument;
} Start;

static void *start_thread(void *given)
{
    Start start = *(Start *)given;
    free(given);
    start.fn(start.argument);
    return NULL;
}

void os_thread(void (*fn)(void *), void *argument)
{
    Start *start = malloc(sizeof *start);
    pthread_t thread;

    if (!start) throw_text("out of memory");
    *start = (Start){fn, argument};
    if (pthread_create(&thread, NULL, start_thread, start)) throw_text("pthread_create failed");
    pthread_detach(thread);
}

static sem_t never;

void os_usleep(uint32_t us)
{
    (void)us;
    for (;;)
        sem_wait(&never);
}

int64_t os_nanotime(void)
{
    return 1;
}

/* -------- memory: the controlled scheduler's own -------- */

void *os_map(size_t size)
{
    return calloc(1, size);
}

void os_unmap(void *memory, size_t size)
{
    (void)size;
    free(memory);
}

bool os_forbid(void *memory, size_t size)
{
    (void)memory;
    return !size;
}

/* -------- failing -------- */

/* The controlled scheduler reports crashes itself. */
void os_catch_overflow(void)
{
}

_Noreturn void os_fatal(const char *text, const char *more)
{
    if (telling()) telling_throw(more);
    checker_fail(text, more);
}
