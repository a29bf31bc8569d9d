/* A random system in other clothes: the same actors and moves over a state that is laid out in
 * another way.
 *
 * How a state is kept and how steps are looked up depends on where its bytes lie: a few bytes are
 * kept as they are, more are cut into leaves, many become pairs; and a step that changes bytes far
 * apart changes several leaves.  The bytes of the bare state are scattered over a larger one, some
 * in several copies; the bytes between never change.
 */
#ifndef TESTS_ORACLE_DRESS_H
#define TESTS_ORACLE_DRESS_H

#include "tests/oracle/random_system.h"

#include "checker/search/random.h"

#define DRESS_COPIES 3
#define DRESS_LONGEST 600 /* bytes: more than the 384 from which on leaves become pairs */
#define DRESS_OBJECTS 12

typedef struct Worn {
    const struct Dress *dress;
    const Check *bare;
} Worn;

typedef struct Dress {
    const Question *bare;
    const Subject *bare_subject;
    uint32_t copies[RANDOM_SIZE];
    uint16_t place[RANDOM_SIZE][DRESS_COPIES]; /* of the bare state's bytes */
    uint16_t objects[DRESS_OBJECTS];
    Field fields[RANDOM_SIZE]; /* they tell which objects are the first, second, ... of a kind */
    uint8_t filling[DRESS_LONGEST];
    Worn worn[RANDOM_CHECKS];
    Subject subject;
    Check checks[RANDOM_CHECKS];
    Symmetry symmetry;
    Question question; /* all of the above: the bare one, as its subject looks now */
} Dress;

/* Dress a question about a random system at random; both must stay where they are.  A dressed check
 * may not say what it sees, nor what breaks it. */
void dress(Dress *dress, const Question *bare, Random *random);

#endif
