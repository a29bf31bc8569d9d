/* Small random programs for comparing searches: a few actors over a few shared cells. */
#ifndef TESTS_ORACLE_RANDOM_SYSTEM_H
#define TESTS_ORACLE_RANDOM_SYSTEM_H

#include "checker/search/search.h"

#define RANDOM_ACTORS 3
#define RANDOM_CELLS 4
#define RANDOM_LENGTH 6 /* instructions of one program */
#define RANDOM_CHECKS 2

typedef struct Instruction {
    uint8_t operation;
    uint8_t cell;
    uint8_t value, other; /* of a cell */
    uint8_t target;       /* instruction to go on with */
} Instruction;

/* An invariant: not both cells have these values. */
typedef struct Exclusion {
    uint8_t cell[2], value[2];
} Exclusion;

typedef struct RandomSystem {
    uint32_t actors;
    Instruction program[RANDOM_ACTORS][RANDOM_LENGTH];
    Exclusion exclusion[RANDOM_CHECKS];
    /* Subject.safe counts on this cell never having its last value: whoever awaits that is not
     * expected to go on.  Where it has, the grounds are gone. */
    bool may_lose_grounds;
    uint8_t grounds;
    Subject subject;
    Check checks[RANDOM_CHECKS];
    Question question; /* all of the above */
} RandomSystem;

/* The system that belongs to a seed.  It must not be moved: the subject points into it. */
void random_system(RandomSystem *system, uint64_t seed);

/* One in which all actors run the same program.  Behind the cells of a state come RANDOM_OWN bytes
 * for each actor. */
enum { RANDOM_OWN = 2, RANDOM_SIZE = RANDOM_CELLS + RANDOM_ACTORS * RANDOM_OWN };
void random_equals(RandomSystem *system, uint64_t seed);

#endif
