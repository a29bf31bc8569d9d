/* A policy decides who moves next.
 *
 * It is told which actors can move and nothing about the state, so the same policy can drive a
 * model and real code.  What it decides is a function of the seed and of what it was told.
 */
#ifndef CHECKER_POLICY_H
#define CHECKER_POLICY_H

#include "checker/search/random.h"
#include "checker/subject.h"

typedef struct Policy Policy;
struct Policy {
    void (*begin)(Policy *policy, uint64_t seed); /* a new run begins */
    /* One of `ready`, a bit set that is not empty. */
    uint32_t (*choose_actor)(Policy *policy, uint32_t ready);
    /* One of the alternatives 0 .. count - 1 of the chosen actor's step. */
    uint32_t (*choose_alternative)(Policy *policy, uint32_t count);
    /* The actor, moving alone, came back to where it was: somebody else must move first. */
    void (*yielded)(Policy *policy, uint32_t actor);
};

/* Every actor with the same probability. */
typedef struct UniformPolicy {
    Policy policy;
    Random random;
} UniformPolicy;
void uniform_policy_init(UniformPolicy *uniform);

#define PCT_MAX_CHANGES 1000

/* Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS 2010):
 * the actors have random distinct priorities, the highest that can move moves, and at some random
 * steps of the run, the change points, the actor about to move falls below all others.  A failure
 * that takes d ordering constraints shows in one run with d - 1 change points with probability at
 * least 1 / (actors * steps^(d-1)). */
typedef struct PctPolicy {
    Policy policy;
    Random random;
    uint32_t actor_count;
    uint32_t length;       /* the steps that change points are drawn from */
    uint32_t wanted;       /* change points, or 0: each run draws their number */
    uint32_t change_count; /* of this run */
    uint32_t changes[PCT_MAX_CHANGES];
    /* Distinct: 0 and more to begin with, -1 .. -change_count after a change, less after a yield.
     */
    int64_t priorities[SUBJECT_MAX_ACTORS];
    int64_t lowest; /* below it nobody is */
    uint32_t step;
} PctPolicy;
/* `changes` is the number of change points, at most PCT_MAX_CHANGES.  With 0 each run draws its
 * own: nobody knows beforehand how many a failure takes.  `length` > 0. */
void pct_policy_init(PctPolicy *pct, uint32_t actor_count, uint32_t changes, uint32_t length);

#endif
