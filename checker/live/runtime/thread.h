/* Threads of the program under test as fibers: what is known of each, and the switch between them.
 *
 * Everything that belongs to the execution in progress is in one struct, `run`, so that going back
 * to an earlier moment is one copy. */
#ifndef CHECKER_LIVE_THREAD_H
#define CHECKER_LIVE_THREAD_H

#include "checker/live/protocol.h"

#include <stddef.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

typedef uint64_t Threads; /* bit set */

static inline Threads bit(uint32_t thread)
{
    return (Threads)1 << thread;
}

typedef struct Region {
    char *start;
    size_t size;
} Region;

/* What the entry of a hook saved (hooks.S): the caller's registers that a call preserves, and where
 * it returns to.  From here to the stack's base lies all that the thread knows by itself. */
typedef struct Frame {
    uint64_t padding, r15, r14, r13, r12, rbx, rbp, pc;
} Frame;

/* What an update makes of the value it finds. */
typedef enum Update { EXCHANGE, ADD, SUBTRACT, AND, OR, XOR, NAND } Update;

/* The step that a thread takes next. */
typedef struct Op {
    uint64_t address;  /* of what it acts on; 0: of nothing */
    uint64_t second;   /* another object it acts on, the mutex of a condition wait; 0: none */
    uint64_t operand;  /* of an update; what a store or a compare-exchange writes */
    uint64_t expected; /* of a compare-exchange */
    /* What else the call was given that is still needed: nothing of a state may be known only to
     * the runtime's own frames, because these are not compared. */
    uint64_t rest[3];
    uint32_t size;
    uint8_t kind;  /* LiveKind */
    bool writes;   /* it may write; see footprint_of */
    bool blocking; /* not always possible: see enabled.c */
    bool timed;    /* when it is not possible it may give up */
    bool awaits;   /* `local` is known, and may be the head of a loop that waits */
    uint8_t update;
    uint8_t unused[6]; /* so that nothing is undefined: states are compared byte by byte */
} Op;

typedef enum Status { ABSENT, WAITING, DONE } Status;

/* What its registers and stack were, as a hash. */
typedef struct Local {
    uint64_t low, high;
} Local;

enum { MOST_READS = 24, MOST_VISITS = 16 };

/* A location that was read, and what was there. */
typedef struct Watch {
    uint64_t address, value[2];
    uint32_t size;
} Watch;

/* A read that may be the head of a loop, since the thread last had an effect (await.c). */
typedef struct Visit {
    uint64_t pc;
    const Frame *frame;
    Local local;
    uint32_t reads;       /* in the log before it */
    uint64_t plain_reads; /* off its own stack, before it */
} Visit;

typedef struct Thread {
    void *stack_pointer; /* while another one runs */
    Frame *frame;        /* of the hook it stands in */
    Op pending;
    uint8_t id, status;
    bool detached;
    bool halted;             /* for the rest of the execution: it would only spin */
    uint8_t joiner;          /* thread that waits for its end; NOBODY */
    uint8_t joins;           /* thread whose end it waits for; NOBODY */
    uint8_t locks;           /* mutexes, spin locks and rwlocks it holds */
    uint32_t early_timeouts; /* left */
    uint32_t children;       /* threads it has created */
    uint32_t sequence;       /* steps it has taken */
    uint32_t last_event;     /* index of its last step; NO_EVENT */
    Threads heard;           /* of the ends of these, by joining, since then */
    Threads joined;          /* what these knew at their ends it knows, too: see race.c */
    int error;               /* its errno */
    unsigned random;         /* of rand */
    uint64_t time;           /* virtual, nanoseconds */
    uint64_t accesses;       /* announced, plain and atomic, since it began */
    /* Loops without effect. */
    Local local; /* with pending.awaits */
    uint32_t visits, reads;
    uint32_t watched; /* it waits until one of reads[watched...] changes, if `spins` */
    bool spins;
    uint64_t plain_reads;
    void *(*function)(void *);
    void *argument, *result;
    /* From here on, what is mostly not in use: the first `visits`, `reads`, and run.keys. */
    Visit visit[MOST_VISITS];
    Watch read[MOST_READS];
    void *specific[16]; /* thread-specific data */
} Thread;

enum { NOBODY = 255 };
#define NO_EVENT UINT32_MAX

/* The execution in progress. */
typedef struct Run {
    uint32_t threads;    /* ids below this are in use */
    Threads present;     /* created and not done */
    Threads parked;      /* until somebody lets them run on, which is no decision */
    Threads conditional; /* pending step is not always possible */
    Threads runnable;    /* must run on at once to their next step, which is not a decision */
    uint32_t steps;
    bool open;         /* a step is being made */
    bool exited;       /* main returned or somebody called exit */
    bool failed;       /* somebody failed, and the search goes on */
    bool spun;         /* a loop without effect was gone through */
    uint32_t progress; /* marks passed */
    uint8_t last;      /* who took the last step */
    Threads told;      /* know something since their last step, of creation and joins (event.c) */
    Threads joined;    /* have joined somebody since their last step */
    Threads reaped;    /* somebody has joined them */
    Threads touched;   /* may have changed since they were copied (rewind.c) */
    Threads allocated; /* have allocated memory */
    uint32_t keys;     /* created, thread-specific data */
    uint64_t key_live; /* bit set */
    uint16_t failures[LIVE_VERDICTS]; /* with keep_going there may be several */
    uint32_t exit_handlers;
    size_t heap_used[LIVE_MOST_THREADS]; /* from here on, what is mostly not in use */
    void (*destructor[16])(void *);
    void (*exit_handler[32])(void);
    Thread thread[LIVE_MOST_THREADS]; /* the last member: only those in use are copied */
} Run;

/* Each thread has its own thread-local variables if the program has any (thread_local.c). */
extern bool thread_locals;
/* Whose they are that the FS register points to.  To move it may take a system call, so it stays
 * where it is while the search runs, which has no such variables. */
extern uint32_t thread_pointer_owner;
void thread_pointer_move(uint32_t thread);
void thread_local_begin(uint32_t thread); /* as the executable initialises them */

static inline void thread_pointer_set(uint32_t thread)
{
    if (thread_locals && thread != thread_pointer_owner) thread_pointer_move(thread);
}

/* The numbers of threads that are known before the first execution, and by now. */
void threads_know(const LiveFamily *family);
void threads_tell(LiveFamily *ret);

extern Run run;
extern Thread *current;
extern Frame *hook_frame; /* set by hooks.S */

static inline size_t run_size(void)
{
    return offsetof(Run, thread) + run.threads * sizeof(Thread);
}

/* Go on where `to` stands; returns when somebody goes on here.  What the compiler keeps in
 * registers is saved by it, because all are declared lost; an indirect jump is cheaper than a
 * return that the processor predicts wrongly. */
static inline void fiber_switch(void **save, void *to)
{
    __asm__ volatile("pushq %%rbp\n\t"
                     "pushq $1f\n\t"
                     "movq %%rsp, (%0)\n\t"
                     "movq %1, %%rsp\n\t"
                     "popq %%rax\n\t"
                     "jmpq *%%rax\n"
                     "1:\n\t"
                     "popq %%rbp\n\t"
                     : "+D"(save), "+S"(to)
                     :
                     : "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14",
                       "r15", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
                       "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15",
                       "memory", "cc");
}

/* This thread goes on after others have run. */
void fiber_landed(const Thread *self);
extern bool fiber_has_landed; /* since a hook returned (hooks.S) */

/* -------- stacks (stack.c) -------- */

void stacks_begin(void);
char *stack_base(uint32_t thread); /* its highest address */
/* A stack pointer for fiber_switch that begins `entry` on a fresh stack. */
void *stack_prepare(uint32_t thread, void (*entry)(void));
/* Whose guard page, or NOBODY. */
uint32_t stack_guard_owner(uint64_t address);
/* Whose stack, or NOBODY. */
uint32_t stack_owner(uint64_t address);
/* Where the stack ends that this address lies on: one of these, or one that the program has made of
 * allocated memory.  0: nobody knows. */
uint64_t stack_end(uint64_t address);
/* The return addresses from a hook's frame outwards. */
void stack_walk(const Frame *frame, LiveStack *ret);

#endif
