/* The native system: Linux futexes and pthreads. */
#include "runtime/os.h"

#include "runtime/atomic.h"
#include "runtime/panic.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { NS = 1000000000 };

/* -------- futexes -------- */

/* Sleep while *word is `value`, for `ns` at most (below 0: for ever); may return too early. */
static void futex_wait(_Atomic uint32_t *word, uint32_t value, int64_t ns)
{
    struct timespec timeout = {.tv_sec = ns / NS, .tv_nsec = ns % NS};
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, ns < 0 ? NULL : &timeout, NULL, 0);
}

static void futex_wake(_Atomic uint32_t *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* -------- locks -------- */

enum { FREE, LOCKED, SLEEPERS };

void lock(Lock *l)
{
    enum { SPINS = 30 };

    for (uint32_t tries = 0; tries < SPINS; tries++) {
        if (cas(&l->word, FREE, LOCKED)) return;
        os_spin(tries);
    }
    /* From here on nobody knows how many sleep, so whoever gets it wakes one afterwards. */
    while (xchg(&l->word, SLEEPERS) != FREE)
        futex_wait(&l->word, SLEEPERS, -1);
}

void unlock(Lock *l)
{
    if (xchg(&l->word, FREE) == SLEEPERS) futex_wake(&l->word);
}

bool lock_is_held(Lock *l)
{
    return load(&l->word) != FREE;
}

/* -------- notes -------- */

void noteclear(Note *n)
{
    store(&n->word, 0);
}

void notewakeup(Note *n)
{
    if (xchg(&n->word, 1)) throws(THROW_DOUBLE_WAKEUP);
    futex_wake(&n->word);
}

void notesleep(Note *n)
{
    while (!load(&n->word))
        futex_wait(&n->word, 0, -1);
}

bool notetsleep(Note *n, int64_t ns)
{
    int64_t end = os_nanotime() + ns;
    for (int64_t left = ns; left > 0 && !load(&n->word); left = end - os_nanotime())
        futex_wait(&n->word, 0, left);
    return load(&n->word);
}

/* -------- threads and time -------- */

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
}

typedef struct Start {
    void (*fn)(void *);
    void *argument;
} Start;

void os_signal_stack(void);

static void *start_thread(void *given)
{
    Start start = *(Start *)given;
    free(given);
    os_signal_stack();
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

void os_usleep(uint32_t us)
{
    struct timespec wait = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
    nanosleep(&wait, NULL);
}

void os_spin(uint32_t tries)
{
    if (tries % 8 == 7) {
        sched_yield();
        return;
    }
#ifdef __x86_64__
    __builtin_ia32_pause();
#endif
}

int64_t os_nanotime(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NS + now.tv_nsec;
}

/* -------- memory -------- */

void *os_map(size_t size)
{
    void *mapping = mmap(NULL, size, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return mapping == MAP_FAILED ? NULL : mapping;
}

void os_unmap(void *memory, size_t size)
{
    munmap(memory, size);
}

bool os_forbid(void *memory, size_t size)
{
    return mprotect(memory, size, PROT_NONE) == 0;
}
