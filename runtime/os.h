/* Everything the runtime asks of what it runs on: locks, notes, threads, time, memory.  Whoever
 * brings another file than os_native.c has the runtime's every wait in its hands; under the
 * controlled scheduler that is live/os_live.c, with RUNTIME_LIVE defined.
 *
 * None of these may be called from a signal handler. */
#ifndef RUNTIME_OS_H
#define RUNTIME_OS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef RUNTIME_LIVE
#include <pthread.h>
#include <semaphore.h>
#endif

typedef struct G G;

/* A lock of the runtime: not FIFO, not recursive.  All zero: free. */
typedef struct Lock {
#ifdef RUNTIME_LIVE
    pthread_mutex_t word;
#else
    _Atomic uint32_t word;
#endif
} Lock;

void lock(Lock *l);
void unlock(Lock *l);
/* For those who look at a runtime that stands still. */
bool lock_is_held(Lock *l);

/* A one-shot latch with one sleeper at most.  All zero: clear. */
typedef struct Note {
    _Atomic uint32_t word;
#ifdef RUNTIME_LIVE
    sem_t sleeper; /* what the word says, to sleep on */
#endif
} Note;

/* Clear it again; only the sleeper may, after it has woken. */
void noteclear(Note *n);
/* Set it and wake who sleeps; to set it twice is a throw. */
void notewakeup(Note *n);
/* Return when it is set. */
void notesleep(Note *n);
/* The same, but for `ns` at most; returns whether it is set. */
bool notetsleep(Note *n, int64_t ns);

/* The G that this thread executes.  Never kept by the compiler: a goroutine that asks twice may
 * have changed its thread in between. */
G *getg(void);
void setg(G *gp);
#ifdef RUNTIME_LIVE
extern bool one_m_wanted; /* two Ms that run one G are a failure by themselves */
#endif

/* A thread that runs fn(argument) and ends with it. */
void os_thread(void (*fn)(void *), void *argument);
void os_usleep(uint32_t us);
/* For loops that try again until another thread has moved: the caller has tried `tries` times; and
 * for those that cannot even try before that. */
#ifdef RUNTIME_LIVE /* a state that counts tries never comes again */
void checker_spin(void);
#define os_spin(tries) ((void)0)
#define os_wait(tries) checker_spin()
#else
void os_spin(uint32_t tries);
#define os_wait(tries) os_spin(tries)
#endif
/* Nanoseconds since some moment. */
int64_t os_nanotime(void);
/* Memory that is zero, and takes no room where nobody touches it; NULL if there is none. */
void *os_map(size_t size);
void os_unmap(void *memory, size_t size);
/* Nobody may touch `size` bytes from here on, if that can be had; false if it went wrong. */
bool os_forbid(void *memory, size_t size);
/* Make a fault on the guard page of a stack end in a clear message; before any thread. */
void os_catch_overflow(void);
/* Print both texts and a newline, and end the process as a failure. */
_Noreturn void os_fatal(const char *text, const char *more);

#endif
