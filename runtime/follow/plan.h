/* What the runtime begins with: an initial world of the model.  Ids run from 1, as in the model.
 *
 * Written as words it is a line of decimal numbers (checker/live/plan_words.h). */
#ifndef RUNTIME_FOLLOW_PLAN_H
#define RUNTIME_FOLLOW_PLAN_H

#include "runtime/runtime.h"
#include "runtime/step.h"

enum { PLAN_MOST = 8, PLAN_TARGETS = 8 };

typedef enum OperationId {
#define OPERATION(constant, name, who, argument, first, meaning) OPERATION_##constant,
#include "model/operations.def"
    OPERATION_COUNT
} OperationId;

/* As in the model's configuration, in the same order. */
typedef enum GPlace { G_ABSENT, G_RUNNING, G_IN_SYSCALL, G_QUEUED, G_PARKED, G_NETWORK } GPlace;
typedef enum MPlace { M_IDLE, M_RUNS_G, M_SCHEDULE, M_PROGRAM } MPlace;
typedef enum CodeKind { CODE_END, CODE_OPERATION, CODE_JUMP, CODE_EITHER } CodeKind;

typedef struct Code {
    uint32_t kind, operation, argument, targets, target[PLAN_TARGETS];
} Code;

typedef struct GPlan {
    uint32_t place, m, p, length;
    bool daemon; /* need not come to its end */
    Code *code;
} GPlan;

typedef struct MPlan {
    uint32_t place, p, length;
    bool daemon;
    Code *code;
} MPlan;

typedef struct Plan {
    uint32_t ps, ms, gs;
    uint32_t stopped, blacken, markwork, phase, network, sysmon;
    Settings settings;
    GPlan g[PLAN_MOST + 1];
    MPlan m[PLAN_MOST + 1];
} Plan;

/* How many programs should come to their end. */
uint32_t plan_programs(const Plan *plan);

/* Of its words; false if that is not what they are. */
bool plan_parse(Plan *plan, const char *words);

/* Make the world of the plan, which stays; then a thread for each of its Ms, and let them go. */
void plan_make(const Plan *plan);
void plan_let_go(void);

/* On the stack of a goroutine, or of an M's g0: the program of its plan. */
void program_run(const Code *code);
/* It has come to its end, or to where it stays for ever. */
void program_ended(void);

/* -------- from whoever is in control -------- */

/* This thread is that M, from 1. */
void plan_be(uint32_t m);
/* What is left to chance: one of 0 .. alternatives - 1.  And that the program of
 * one who is no daemon has ended. */
uint32_t plan_choice(uint32_t alternatives);
void plan_program_ended(void);

#endif
