/* A lock for sections of some tens of instructions, on which nobody sleeps. */
#ifndef CHECKER_SPINLOCK_H
#define CHECKER_SPINLOCK_H

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

#define SPINS_BEFORE_YIELD 1000

typedef struct Spinlock {
    atomic_bool held; /* all zero: free */
} Spinlock;

/* Its holder may have lost the processor. */
static inline void spin_politely(unsigned *spins)
{
    if (++*spins % SPINS_BEFORE_YIELD == 0) sched_yield();
}

static inline void spinlock_take(Spinlock *lock)
{
    unsigned spins = 0;
    while (atomic_exchange_explicit(&lock->held, true, memory_order_acquire))
        spin_politely(&spins);
}

static inline void spinlock_release(Spinlock *lock)
{
    atomic_store_explicit(&lock->held, false, memory_order_release);
}

#endif
