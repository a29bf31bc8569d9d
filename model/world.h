/* The world: every byte the modelled runtime can see.
 *
 * Plain bytes, no pointers, no padding.  A G, M or P is named by its id, 1 to 8; 0 is nil.  The
 * layout is sized by the scenario: Sched, Gc, then ps times P, ms times M, gs times G, so a small
 * configuration has small states.  world.def says what each field means.
 */
#ifndef MODEL_WORLD_H
#define MODEL_WORLD_H

#include <assert.h>
#include <stdint.h>

enum { MAX_PS = 8, MAX_MS = 8, MAX_GS = 8 };

/* G statuses; the flag GSCAN is or-ed onto the first four (runtime2.go). */
enum {
    GIDLE,
    GRUNNABLE,
    GRUNNING,
    GSYSCALL,
    GWAITING,
    GDEAD,
    GCOPYSTACK,
    GPREEMPTED,
    GSCAN = 0x10,
    GSCANRUNNABLE = GSCAN + GRUNNABLE,
    GSCANRUNNING = GSCAN + GRUNNING,
    GSCANSYSCALL = GSCAN + GSYSCALL,
    GSCANWAITING = GSCAN + GWAITING,
    GSCANPREEMPTED = GSCAN + GPREEMPTED
};

/* P statuses. */
enum { PIDLE, PRUNNING, PSYSCALL, PGCSTOP, PDEAD };

/* gcphase, as far as stack scanning looks at it. */
enum { GCOFF, GCSCAN, GCMARK, GCMARKTERMINATION };

enum { WORKER_DEDICATED, WORKER_IDLE_MODE };           /* P.gcMarkWorkerMode */
enum { GUARD_NORMAL, GUARD_PREEMPT };                  /* G.stackguard0 */
enum { POLL_NIL, POLL_WAIT, POLL_READY, POLL_PARKED }; /* G.rg: nil, pdWait, pdReady, the G */

/* A return address and what the procedure keeps across steps. */
typedef struct Frame {
    uint16_t pc; /* a step of steps.def */
    uint8_t argument;
    uint8_t local;
} Frame;

enum { G_FRAMES = 3, M_FRAMES = 4 }; /* the deepest the procedures go; push asserts it */

typedef struct Sched {
#define SCHED_FIELD(member, kind, shown, meaning) uint8_t member;
#include "model/world.def"
} Sched;

typedef struct Gc {
#define GC_FIELD(member, kind, shown, meaning) uint8_t member;
#include "model/world.def"
} Gc;

typedef struct P {
#define P_FIELD(member, kind, shown, meaning) uint8_t member;
#include "model/world.def"
    uint8_t unused; /* keeps what follows even */
} P;

/* What only the M itself touches comes first, p included; others may look at the rest. */
typedef struct M {
    Frame frame[M_FRAMES]; /* the g0 stack */
    uint8_t depth;         /* frames in use */
    uint8_t g;             /* getg(): the G whose frames it executes, 0 on g0 */
    uint8_t result;        /* what the last procedure returned */
    uint8_t locks;         /* m.locks: not preemptible while above 0 */
    uint8_t waitunlockf;   /* park_m's callback (CALLBACK_*), set by gopark */
    uint8_t waitlock;      /* the callback's argument */
#define M_FIELD(member, kind, shown, meaning) uint8_t member;
#include "model/world.def"
} M;

typedef struct G {
    Frame frame[G_FRAMES]; /* its user stack; touched by the M that executes it */
    uint8_t depth;
#define G_FIELD(member, kind, shown, meaning) uint8_t member;
#include "model/world.def"
} G;

enum { M_PRIVATE = sizeof(Frame) * M_FRAMES + 7, G_PRIVATE = sizeof(Frame) * G_FRAMES + 1 };

static_assert(sizeof(Sched) == 18, "no padding");
static_assert(sizeof(Gc) == 10, "no padding");
static_assert(sizeof(P) == 10, "no padding");
static_assert(sizeof(M) == M_PRIVATE + 5, "no padding");
static_assert(sizeof(G) == G_PRIVATE + 17, "no padding");

#endif
