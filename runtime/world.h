/* G, M, P and what they share: the runtime's structures, under the names that the model gives its
 * fields (model/world.def).  What is _Atomic may be touched by any thread; the other members say
 * who may. */
#ifndef RUNTIME_WORLD_H
#define RUNTIME_WORLD_H

#include "runtime/atomic.h"
#include "runtime/context.h"
#include "runtime/os.h"
#include "runtime/settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct M M;
typedef struct P P;

/* G statuses, with the numbers seen in crash dumps; Gscan is or-ed onto a status to lock it. */
enum {
    Gidle = 0,
    Grunnable = 1,
    Grunning = 2,
    Gsyscall = 3,
    Gwaiting = 4,
    Gdead = 6,
    Gcopystack = 8,
    Gpreempted = 9,
    Gscan = 0x1000,
};

/* P statuses. */
enum { Pidle, Prunning, Psyscall, Pgcstop, Pdead };

/* Where a stack lies, without its guard page; it grows down from hi. */
typedef struct Stack {
    uintptr_t lo, hi;
} Stack;

/* A goroutine on the wait queue of a channel or a semaphore; it lies on that goroutine's own
 * stack or in its G, under the lock of what it waits for. */
typedef struct Sudog {
    G *g;
    struct Sudog *next;
    void **elem; /* where a value is taken from or put: may point into the stack of g */
    bool success;
} Sudog;

struct G {
    Stack stack;   /* changes only while Gcopystack, or before it is first run */
    Gobuf sched;   /* where it stands while it does not execute user code */
    Gobuf syscall; /* where it stood when it entered its system call */
    _Atomic uintptr_t stackguard0;
    _Atomic uint32_t atomicstatus;
    _Atomic(M *) m;
    _Atomic uintptr_t syscallsp; /* not 0: in a system call, which may use the stack below */
    _Atomic bool preempt;
    _Atomic bool preemptscan;
    _Atomic bool preemptStop;
    _Atomic bool gcscandone; /* gcworkdone before go#10941's fix */
    _Atomic bool gcscanvalid;
    _Atomic bool queued;           /* park and ready_g: somebody may ready it */
    _Atomic uint32_t scans;        /* effective scans of its stack in this round */
    G *schedlink;                  /* next on whichever list holds it */
    void (*fn)(void *);            /* what it runs; its own after newproc */
    void *_Atomic arg;             /* a root: may point to an object of the heap */
    Sudog sudog;                   /* for its one wait; under the lock of what it waits for */
    const char *waitreason;        /* its own; for people */
    uint64_t goid;                 /* from 1; 0 is a g0 */
    uintptr_t need;                /* its own: what a prologue asks of newstack, in bytes */
    _Atomic uint32_t stack_copies; /* how often its stack was moved */
};

/* Under the controlled scheduler all of this is copied and compared again and again. */
#ifdef RUNTIME_LIVE
enum { RUNQ_SIZE = 8, GCW_SIZE = 4, FREE_CELLS = 4, MOST_GS = 16, MOST_MS = 16 };
#else
enum { RUNQ_SIZE = 256, GCW_SIZE = 64, FREE_CELLS = 64, MOST_GS = 1 << 20, MOST_MS = 10000 };
#endif

/* A P's share of the mark work; its own, or anybody's while the world is stopped. */
typedef struct GcWork {
    uint32_t n;
    void *object[GCW_SIZE];
} GcWork;

struct P {
    uint32_t id; /* from 1, as in the model */
    _Atomic uint32_t status;
    _Atomic(M *) m;
    P *link; /* next on a list; under sched.lock */
    _Atomic uint32_t runSafePointFn;
    _Atomic uint32_t schedtick, syscalltick;
    /* A ring: the owner puts at the tail, anybody takes at the head. */
    _Atomic uint32_t runqhead, runqtail;
    _Atomic(G *) runq[RUNQ_SIZE];
    _Atomic(G *) gcBgMarkWorker;
    _Atomic uint32_t gcMarkWorkerMode;
    _Atomic uint32_t fnruns; /* how often fn ran for it in this forEachP */
    GcWork gcw;
    /* The owner's: cells to allocate from, dead Gs to use again. */
    uint32_t free_count;
    void *free_cell[FREE_CELLS];
    G *gfree;
    uint32_t gfree_count;
};

struct M {
    uint32_t id; /* from 1 */
    G *g0;
    _Atomic(G *) curg;
    P *p; /* its own; not cleared by reentersyscall: stale during a system call */
    _Atomic(P *) nextp;
    Note park;
    _Atomic bool spinning;
    int32_t locks; /* its own: not preemptible while above 0 */
    M *schedlink;  /* under sched.lock */
    /* What gopark hands to park_m, and systemstack to g0; its own. */
    bool (*waitunlockf)(G *gp, void *waitlock);
    void *waitlock;
    void (*mstartfn)(void); /* NULL: schedule */
    void (*mcall_fn)(G *gp);
    void (*systemstack_fn)(void *argument);
    void *systemstack_argument;
    uint32_t random; /* its own */
    Gobuf thread;    /* where its thread left the stack it came with */
};

/* A semaphore of goroutines. */
typedef struct Sema {
    _Atomic uint32_t count;
    _Atomic uint32_t nwait;
    Lock lock;
    Sudog *first, *last; /* under lock */
} Sema;

typedef struct Sched {
    Lock lock;
    _Atomic uint32_t gcwaiting;
    _Atomic int32_t stopwait;
    Note stopnote;
    void (*_Atomic safePointFn)(P *p);
    _Atomic int32_t safePointWait;
    Note safePointNote;
    _Atomic(P *) pidle;
    _Atomic uint32_t npidle;
    _Atomic(M *) midle;
    _Atomic int32_t nmspinning;
    G *runqhead, *runqtail; /* under lock */
    _Atomic int32_t runqsize;
    _Atomic uint32_t sysmonwait;
    Note sysmonnote;
    _Atomic int64_t lastpoll; /* 0 while an M blocks in the poller */
    _Atomic bool poller_open; /* there is something to poll for */
    Sema worldsema;
    uint32_t procs; /* gomaxprocs; never changes */
    bool has_sysmon, fixed_ms, early_flush;
    bool stealing; /* also do what the model leaves out: schedule.c says what; never changes */
    P *allp;       /* allp[0] is P 1 */
    _Atomic uint32_t mcount;
    Lock gflock;
    G *gfree; /* under gflock */
    Note finished;
} Sched;

extern Sched sched;

#endif
