/* Everything the runtime asks of what it runs on: locks, notes, threads, time.  Whoever brings
 * another file than os_native.c has the runtime's every wait in its hands.
 *
 * None of these may be called from a signal handler. */
#ifndef RUNTIME_OS_H
#define RUNTIME_OS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct G G;

/* A lock of the runtime: not FIFO, not recursive.  All zero: free. */
typedef struct Lock {
    _Atomic uint32_t word;
} Lock;

void lock(Lock *l);
void unlock(Lock *l);

/* A one-shot latch with one sleeper at most.  All zero: clear. */
typedef struct Note {
    _Atomic uint32_t word;
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

/* A thread that runs fn(argument) and ends with it. */
void os_thread(void (*fn)(void *), void *argument);
void os_usleep(uint32_t us);
/* For loops that wait for another thread: the caller has tried `tries` times. */
void os_spin(uint32_t tries);
/* Nanoseconds since some moment. */
int64_t os_nanotime(void);
/* Make a fault on the guard page of a stack end in a clear message; before any thread. */
void os_catch_overflow(void);
/* Print both texts and a newline, and end the process as a failure. */
_Noreturn void os_fatal(const char *text, const char *more);

#endif
