/* What the Ms may still come to touch, as far as their stacks and the programs tell.
 *
 * Computed once for a configuration: for each step the classes of cells that it, and whatever may
 * follow before its frame is left, can touch (flow.def, steps.def).  In a state the future of an M
 * is that of the frames on its stacks, of the operations that the scenario still has for its G,
 * and, as soon as it may come to `execute`, of every G that it may run. */
#ifndef MODEL_FUTURE_H
#define MODEL_FUTURE_H

#include "model/claims.h"

#include <stdatomic.h>

/* Aspects of cells that some steps look at alone; in sets of classes they stand beside these. */
enum {
    ASPECT_SYSCALL = CLASS_COUNT, /* P.status becomes Psyscall, or ceases to be */
    ASPECT_ENTERED,               /* P.status becomes Psyscall */
    ASPECT_RAISED,                /* P.runSafePointFn is raised */
    ASPECT_QUEUED,                /* the global run queue is not empty any more */
    ASPECT_END
};
static_assert((int)ASPECT_END <= 64, "a set of classes is one word");

/* Classes, by how they may be touched.  `foreign` are those touched on objects that the M need not
 * have a claim to; what is not a G, M or P is foreign always. */
typedef struct Touch {
    Classes any, written, foreign, foreign_written;
} Touch;

/* What else a future may hold.  Bits. */
enum {
    FUTURE_EXECUTES = 1, /* may come to run any G that it can lay hands on */
    FUTURE_WAKES = 2,    /* may come to wake an M that sleeps in stopm */
    FUTURE_STARTS = 4    /* may come to give all Ps another status, as startTheWorld does */
};

/* A future, split: what can happen while another M holds sched.lock, and everything. */
typedef struct Future {
    Touch unlocked, all;
    uint64_t operations; /* bit set of what programs have still to do, not yet added to the above */
    uint8_t may;         /* FUTURE_* */
} Future;

/* What cannot come about as long as a certain M does not move (others.h), or not any more.  Bits.
 * A stop does not end while an M keeps a P from it, nor a forEachP while an M has not run fn. */
enum {
    NO_CUT = 0,
    CUT_STOPS = 1,     /* stopTheWorld does not return */
    CUT_FOREACHPS = 2, /* a forEachP that has not raised its flags yet does not return... */
    CUT_RUNNING = 4,   /* ...nor one that has */
    /* Of the two phases of marking: gcMarkDone does not stop the world, it does not call forEachP
     * again, and with both nobody finds that marking is done. */
    CUT_EARLY = 8,
    CUT_LAST = 16,
    CUT_TABLES = 32,
    CUT_PROGRAMS = 4 /* of programs: CUT_STOPS and CUT_FOREACHPS */
};

enum { AHEAD_GOEXIT = OPERATION_COUNT }; /* a bit of `operations`: the end of a program */

/* The tables of one configuration.  Large, and made when first asked for: a search without
 * reductions, or one that is over after a few states, never does. */
typedef struct Futures {
    atomic_bool made;
    /* The step itself and what may follow it in its frame; by what is cut, CUT_RUNNING left out. */
    Future after[CUT_TABLES][STEP_COUNT];
    Touch step[STEP_COUNT];    /* the step alone */
    uint64_t operations;       /* bit set of all that the programs have to do */
    bool hopeless[STEP_COUNT]; /* in the way of anybody who schedules: never worth a closer look */
    bool reached[STEP_COUNT];  /* somebody may take this step in this configuration */
    bool holds_lock[STEP_COUNT]; /* and has sched.lock whenever he does */
    bool flags_are_own;          /* nobody runs fn for a P that he may have lost */
    uint8_t homes[MAX_GS];       /* by G: bit set of the Ps that it works for as a mark worker */
    bool marks_once; /* nobody starts marking: once it is in its last phase, it stays there */
    /* Operations from an instruction on, by program: of g1, g2, ..., then of m1, m2, ...; by what
     * is cut, of CUT_STOPS and CUT_FOREACHPS. */
    uint64_t ahead[CUT_PROGRAMS][MAX_GS + MAX_MS][MAX_INSTRUCTIONS + 1];
} Futures;

/* The tables of this configuration, `config->futures`, or NULL if it has none.  Any thread may ask
 * at any time; they live as long as the model. */
const Futures *futures_of(const Config *config);

/* Of the M's own stacks: g0 and that of the G it executes.  Neither the Gs it may come to run nor
 * the operations are added.  `cut`: CUT_* */
Future future_of_m(const Futures *futures, const View *v, uint8_t m, uint8_t cut);

/* Of a G, whoever runs it. */
Future future_of_g(const Futures *futures, const View *v, uint8_t g, uint8_t cut);

/* Does this step take sched.lock?  It cannot be taken while another M has it. */
bool future_acquires(uint16_t pc);

/* What own.def says of the step: it touches this class on its own objects only... */
bool future_owns(const Futures *futures, uint16_t pc, CellClass cell_class);
/* ...it writes it on no object that another M claims... */
bool future_leaves_claimed(uint16_t pc, CellClass cell_class);
/* ...it may change this aspect. */
bool future_changes(uint16_t pc, uint32_t aspect);

/* Does it depend on the state what this step touches?  others.h */
bool future_depends(uint16_t pc);

/* The classes that link Gs into run queues. */
extern const Classes future_queue_links;

/* The classes over which the step is in the way of what others may do. */
static inline Classes future_conflicts(const Touch *step, const Touch *others)
{
    Classes of_own = step->any & ~step->foreign;
    Classes own_written = step->written & ~step->foreign_written;

    return (step->foreign_written & others->any) | (step->foreign & others->written) |
           (own_written & others->foreign) | (of_own & others->foreign_written);
}

void future_add(Future *future, const Future *other);
void future_add_operations(const Futures *futures, Future *future, uint8_t cut);

#endif
