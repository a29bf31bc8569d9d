/* POSIX objects.  What is known of one lies in the object itself, so that it goes back with the
 * program's memory, and so that static initialisers need no help: all bytes zero is an object at
 * rest. */
#ifndef CHECKER_LIVE_SYNC_H
#define CHECKER_LIVE_SYNC_H

#include "checker/live/runtime/thread.h"

/* The pending step of a thread is possible now; `may_give_up`: a timed one may run out. */
bool sync_possible(const Thread *thread, bool may_give_up);

/* Begin a step that is always possible, or one that may have to wait. */
void sync_step(LiveKind kind, const void *object);
void sync_wait(LiveKind kind, const void *object, const void *second, bool timed);
/* A lock is about to be released: as part of the step before, or as a step of its own (schedule.h);
 * and has been.  The first says which, and the second wants to know. */
bool sync_release(LiveKind kind, const void *lock);
void sync_released(const void *lock, bool own_step);

/* -------- mutex.c -------- */
typedef struct Mutex {
    uint32_t owner; /* thread + 1; 0: free */
    uint32_t count; /* recursive: times locked */
    uint32_t unused[2];
    int32_t kind; /* as glibc initialises it: 0 normal, 1 recursive, 2 error check, 3 adaptive */
} Mutex;
void mutex_take(Mutex *mutex);
void mutex_give(Mutex *mutex);
bool mutex_held(const Mutex *mutex);
enum { MUTEX_DESTROYED = -1 };
/* Fails if it is not one that can be used. */
void mutex_check(const Mutex *mutex);

/* -------- condition.c -------- */
bool condition_possible(const Thread *thread, bool may_give_up);
/* -------- rwlock.c -------- */
bool read_lock_possible(const void *lock);
bool write_lock_possible(const void *lock);

#endif
