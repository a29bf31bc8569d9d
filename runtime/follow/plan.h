/* What the runtime is to follow: an initial world of the model, and a schedule.  Ids run from 1, as
 * in the model; the file is what follow/describe prints of a trace. */
#ifndef RUNTIME_FOLLOW_PLAN_H
#define RUNTIME_FOLLOW_PLAN_H

#include "runtime/follow/gates.h"
#include "runtime/runtime.h"

enum { PLAN_MOST = 8, PLAN_CODE = 200, PLAN_TARGETS = 8 };

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
    uint32_t kind, operation, argument, target[PLAN_TARGETS];
} Code;

typedef struct GPlan {
    uint32_t place, m, p, length;
    Code code[PLAN_CODE];
} GPlan;

typedef struct MPlan {
    uint32_t place, p, length;
    Code code[PLAN_CODE];
} MPlan;

typedef struct Plan {
    uint32_t ps, ms, gs;
    uint32_t stopped, blacken, markwork, phase, network, sysmon;
    Settings settings;
    GPlan g[PLAN_MOST + 1];
    MPlan m[PLAN_MOST + 1];
    Gate *schedule;
    size_t steps;
} Plan;

/* Read one from standard input; ends the program if it is none. */
void plan_read(Plan *plan);

/* Make the world of the plan, with a thread for each of its Ms, and let them go.  The plan stays.
 */
void plan_start(const Plan *plan);

/* On the stack of a goroutine, or of an M's g0: the program of its plan. */
void program_run(const Code *code);

#endif
