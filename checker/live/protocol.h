/* What `checker live` and the program under test share: one mapping.
 *
 * The search runs inside the program's process (docs/live.md).  `checker live` makes the mapping,
 * writes `LiveQuestion`, starts the program with the descriptor's number in the environment, and
 * reads `LiveAnswer` when the process has ended; until then the counters may be read for progress.
 * Both sides are built from this header, so its layout is checked by a version only.
 */
#ifndef CHECKER_LIVE_PROTOCOL_H
#define CHECKER_LIVE_PROTOCOL_H

#include <stdbool.h>
#include <stdint.h>

#define LIVE_ENVIRONMENT "CHECKER_LIVE" /* the descriptor's number, in decimal */
#define LIVE_VERSION 5u

enum {
    LIVE_MOST_THREADS = 64,   /* in one execution, main included */
    LIVE_MOST_STEPS = 200000, /* of one execution */
    LIVE_MOST_FRAMES = 24,    /* of a stack in a report */
    LIVE_MESSAGE = 200        /* bytes */
};

typedef enum LiveStrategy {
#define STRATEGY(name, word, meaning) LIVE_##name,
#include "checker/live/strategies.def"
    LIVE_STRATEGIES
} LiveStrategy;

/* How an execution, or the whole search, ended.  docs/live.md says what each means. */
typedef enum LiveVerdict {
#define VERDICT(name, word, meaning) LIVE_##name,
#include "checker/live/verdicts.def"
    LIVE_VERDICTS
} LiveVerdict;

/* What a step does. */
typedef enum LiveKind {
#define KIND(name, text) LIVE_KIND_##name,
#include "checker/live/kinds.def"
    LIVE_KINDS
} LiveKind;

/* What ends the search; whatever else goes wrong on the way ends its execution only. */
typedef enum LiveSeek {
    LIVE_SEEK_FAILURE, /* any */
    LIVE_SEEK_SAME,    /* one of the sought verdict and message */
    LIVE_SEEK_PASS     /* an execution that ends with nothing wrong */
} LiveSeek;

/* Whose child each thread from 1 on is, and which: the first is 0.  Threads are numbered as a
 * search comes upon them, in whichever execution, and what is in their memory depends on it; so who
 * runs one execution by itself has to know the numbers. */
typedef struct LiveFamily {
    uint32_t count; /* numbers that are known, main's included; 0: none are */
    uint8_t parent[LIVE_MOST_THREADS];
    uint32_t ordinal[LIVE_MOST_THREADS];
} LiveFamily;

typedef struct LiveQuestion {
    uint32_t version;
    uint32_t strategy;        /* LiveStrategy */
    uint64_t seed;            /* random, PCT, POS */
    uint64_t runs;            /* the same: executions */
    uint64_t most_executions; /* 0: no limit */
    uint64_t most_states;     /* stateful; 0: no limit */
    uint64_t most_memory;     /* stateful: bytes of stored states; 0: no limit */
    uint64_t nanoseconds;     /* wall clock; 0: no limit */
    uint32_t most_steps;      /* of one execution, at most LIVE_MOST_STEPS */
    uint32_t preemptions;     /* bounded; UINT32_MAX: as many as there are */
    uint32_t delays;          /* bounded; UINT32_MAX: as many as there are */
    /* Bounded: at most so many context switches, and at most so many steps at the end; of several
     * executions the first in the order of thread numbers is come upon first.  UINT32_MAX: any. */
    uint32_t switches, length;
    bool begins;                   /* bounded: only executions that begin with the schedule */
    uint32_t seek, sought_verdict; /* LiveSeek, LiveVerdict */
    char sought_message[LIVE_MESSAGE];
    uint32_t change_points; /* PCT */
    uint32_t workers;       /* processes; more than one: not DPOR, stateful, or replay */
    uint32_t
        early_timeouts; /* how often a thread's timed waits may run out while others can move */
    bool plain_steps;   /* plain accesses are steps, too */
    bool races;         /* look for data races */
    bool keep_going;    /* a failure ends its thread, not the search */
    bool census;        /* count different traces and different final memories */
    bool go_on;         /* replay: after the schedule, until nobody can move */
    bool lenient;       /* replay: who cannot move is passed over */
    bool unlock_steps;  /* releasing a lock is a step from the beginning on */
    LiveFamily family;  /* from the beginning on */
    /* Others move at the program's marks only (checker/live/program.h), and where a thread cannot
     * go on.  What the program tells goes to this descriptor, as LiveTold and so many bytes for
     * each execution. */
    bool at_marks;
    int told;
    uint32_t stop_at; /* replay: call live_stop before this step, from 1; 0: never */
    uint32_t schedule_length;
    uint8_t schedule[LIVE_MOST_STEPS];
    /* Replay after a data race: catch the first access's stack, by thread and number; 0: none. */
    uint32_t watched_thread;
    uint64_t watched_access;
    uint64_t watched_memory; /* replay: catch the stack of whoever frees it; 0: none */
} LiveQuestion;

/* Before what one execution has told. */
typedef struct LiveTold {
    uint32_t size; /* bytes that follow */
    bool at_rest;  /* it went on until nobody could move */
} LiveTold;

typedef struct LiveStep {
    uint8_t thread, kind, size;
    bool wrote;
    uint32_t reserved;
    uint64_t address, pc;
    uint64_t second;        /* another object that it changes, of which one byte counts; 0: none */
    uint64_t before, after; /* of the cell, for atomic accesses of up to 8 bytes */
} LiveStep;

typedef struct LiveStack {
    uint32_t count;
    uint64_t pc[LIVE_MOST_FRAMES]; /* return addresses, innermost first */
} LiveStack;

typedef struct LiveThread {
    bool present, finished;
    uint8_t kind; /* LiveKind of what it is about to do */
    uint8_t size;
    bool spins; /* in a loop that changes nothing */
    uint64_t address;
    uint64_t function; /* its start routine */
    LiveStack stack;
} LiveThread;

/* One side of a data race. */
typedef struct LiveAccess {
    uint8_t thread, size;
    bool write, atomic, has_stack;
    uint64_t address, pc;
    uint64_t number; /* of the thread's accesses; LiveQuestion.watched_access */
    LiveStack stack;
} LiveAccess;

typedef struct LiveAnswer {
    bool finished; /* false when the process ended otherwise: the runtime itself failed */
    uint32_t verdict;
    char message[LIVE_MESSAGE];
    /* Figures; kept up to date while it searches. */
    uint64_t executions; /* complete ones */
    uint64_t redundant;  /* cut short: nothing new could follow */
    uint64_t awaiting;   /* ended in a loop that waits for what has happened meanwhile */
    uint64_t steps, longest;
    uint64_t states, transitions;
    uint64_t traces, final_states; /* census; stateful: final_states */
    uint64_t failures[LIVE_VERDICTS];
    double explored;     /* dpor, dfs, bounded: the share of the search, estimated (explore.c) */
    bool passed;         /* seek pass: the execution that was sought */
    uint64_t failed_run; /* random, PCT, POS: number of the execution that failed, from 1 */
    uint64_t nanoseconds;
    /* The failing execution. */
    uint32_t failing_thread;
    LiveFamily family;
    uint32_t step_count;
    LiveStack stack;
    LiveThread threads[LIVE_MOST_THREADS];
    LiveAccess race[2];
    uint64_t misused;  /* heap memory that was accessed or freed and must not be; 0: none */
    LiveAccess freed;  /* watched_memory, if it has a stack */
    bool unlock_steps; /* releasing a lock is a step: somebody looks at locks without waiting */
    LiveStep execution[LIVE_MOST_STEPS];
} LiveAnswer;

typedef struct LiveShared {
    LiveQuestion question;
    LiveAnswer answer;
} LiveShared;

#endif
