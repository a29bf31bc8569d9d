/* What the Ms may still come to touch, as far as their stacks and the programs tell.
 *
 * Computed once for a configuration: for each step the classes of cells that it, and whatever may
 * follow before its frame is left, can touch (flow.def, steps.def).  In a state the future of an M
 * is that of the frames on its stacks, of the operations that the scenario still has for its G,
 * and, as soon as it may come to `execute`, of every G that it may run. */
#ifndef MODEL_FUTURE_H
#define MODEL_FUTURE_H

#include "model/claims.h"

/* Classes, by how they may be touched.  `foreign` are those touched on objects that the M need not
 * have a claim to; what is not a G, M or P is foreign always. */
typedef struct Touch {
    Classes any, written, foreign, foreign_written;
} Touch;

/* A future, split: what can happen while another M holds sched.lock, and everything. */
typedef struct Future {
    Touch unlocked, all;
    uint64_t operations; /* bit set of what programs have still to do, not yet added to the above */
    bool executes;       /* may come to run any G that it can lay hands on */
    bool wakes;          /* may come to wake an M that sleeps in stopm */
} Future;

enum { AHEAD_GOEXIT = OPERATION_COUNT }; /* a bit of `operations`: the end of a program */

/* The tables of one configuration.  Large. */
typedef struct Futures {
    Future after[STEP_COUNT];  /* the step itself and what may follow it in its frame */
    Touch step[STEP_COUNT];    /* the step alone */
    uint64_t operations;       /* bit set of all that the programs have to do */
    bool hopeless[STEP_COUNT]; /* in the way of anybody who schedules: never worth a closer look */
    bool reached[STEP_COUNT];  /* somebody may take this step in this configuration */
    bool holds_lock[STEP_COUNT]; /* and has sched.lock whenever he does */
    /* Operations from an instruction on, by program: of g1, g2, ..., then of m1, m2, ... */
    uint64_t ahead[MAX_GS + MAX_MS][MAX_INSTRUCTIONS + 1];
} Futures;

void futures_init(Futures *futures, const Config *config);

/* Of the M's own stacks: g0 and that of the G it executes.  Neither the Gs it may come to run nor
 * the operations are added. */
Future future_of_m(const Futures *futures, const View *v, uint8_t m);

/* Of a G, whoever runs it. */
Future future_of_g(const Futures *futures, const View *v, uint8_t g);

/* Does this step take sched.lock?  It cannot be taken while another M has it. */
bool future_acquires(uint16_t pc);

/* Does own.def say that this step touches the class on its own objects only? */
bool future_owns(uint16_t pc, CellClass cell_class);

/* The classes that link Gs into run queues. */
extern const Classes future_queue_links;

/* The classes over which the step is in the way of what others may do. */
Classes future_conflicts(const Touch *step, const Touch *others);

void future_add(Future *future, const Future *other);
void future_add_operations(const Futures *futures, Future *future);

#endif
