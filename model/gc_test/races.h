/* What the tests of the collector's races share: small worlds, explored as a whole. */
#ifndef MODEL_GC_TEST_RACES_H
#define MODEL_GC_TEST_RACES_H

#include "model/collector.h"
#include "model/reach.h"

#include <check.h>

/* The one that is explored, and which steps have fired in any of them so far. */
extern GoModel races_model;
extern bool races_fired[STEP_COUNT];

/* -------- worlds -------- */

typedef struct Call {
    int operation; /* OperationId, or one of the below */
    uint8_t argument;
} Call;

enum { NO_MORE = -1, REPEAT = -2 }; /* REPEAT: from the first instruction on, for ever */

void write_program(Program *program, const Call *calls);

#define DO(operation)                                                                              \
    {                                                                                              \
        OPERATION_##operation, 0                                                                   \
    }
#define DO_WITH(operation, argument)                                                               \
    {                                                                                              \
        OPERATION_##operation, argument                                                            \
    }
#define PROGRAM(program, ...) write_program(&(program), (const Call[]){__VA_ARGS__, {NO_MORE, 0}})
#define PROGRAM_FOR_EVER(program, ...)                                                             \
    write_program(&(program), (const Call[]){__VA_ARGS__, {REPEAT, 0}})

/* g1 runs on m1 and p1, g2 on m2 and p2; `gs` of them in all. */
Config two_running(uint8_t gs);

/* -------- exploring -------- */

/* All states; free with reach_free. */
Reach explore(const Config *config);
/* The same, and exactly this is thrown; nothing at all for NO_MESSAGE. */
Reach explore_throws(const Config *config, Message expected);

/* The depth of the first state from which g cannot come to its end; NOWHERE: there is none. */
int stuck_without(const Reach *reach, uint8_t g);
/* The depth of the first state in which the invariant is false, or NOWHERE. */
int violated(const Reach *reach, const char *name);

/* Nothing is thrown, nothing violated, nobody stuck, and g `finishes` from everywhere. */
void expect_clean(const Config *config, uint8_t finishes);

/* -------- the races -------- */

void shrinking_tests(TCase *tests);
void scanning_tests(TCase *tests);
void worker_tests(TCase *tests);
void suspending_tests(TCase *tests);

#endif
