/* One thing to ask of every search: a random system, goals among its checks, what may be taken for
 * the same, and how its state is laid out. */
#ifndef TESTS_ORACLE_RANDOM_CASE_H
#define TESTS_ORACLE_RANDOM_CASE_H

#include "tests/oracle/dress.h"
#include "tests/oracle/equals.h"

typedef struct RandomCase {
    RandomSystem system;
    Question bare; /* of the bare system: what the reference is asked */
    Check checks[RANDOM_CHECKS], original[RANDOM_CHECKS];
    Equals equals;
    Symmetry dead;
    Dress dress; /* dress.question is what the searches are asked */
} RandomCase;

/* The case that belongs to a seed.  It must not be moved. */
void random_case(RandomCase *c, uint64_t seed);

/* What can be looked for in it, NULL for whatever there is: these are drawn from. */
#define RANDOM_FINDS 8
extern const Verdict random_finds[RANDOM_FINDS];

#endif
