/* One random system, what the reference knows of it, and whether every search says the same. */
#ifndef TESTS_ORACLE_ASKED_H
#define TESTS_ORACLE_ASKED_H

#include "tests/oracle/mode.h"
#include "tests/oracle/naive_answer.h"

/* What was done so far. */
typedef struct Tally {
    uint64_t systems, searches, states, disagreements;
    uint64_t verdicts[VERDICT_DIVERGES]; /* questions with this answer */
    /* Searches: that were interrupted and resumed; in which reductions left out states; that
     * were interrupted and told a failure early; that are samples and found a failure; that are
     * lossy and did not find all. */
    uint64_t resumed, smaller, early, sampled, missed;
} Tally;

typedef struct Asked {
    const char *folder; /* for checkpoints; set by the caller, as is the next */
    Tally *tally;
    uint64_t seed;
    RandomCase c;
    NaiveGraph graph;
    Question bare; /* with what is looked for at present */
    NaiveAnswer answer;
    Result plain[2]; /* breadth-first, depth-first */
    uint32_t pieces; /* into which the last search fell */
} Asked;

/* Make the system that belongs to a seed, and all its states. */
void asked_begin(Asked *asked, uint64_t seed);
void asked_end(Asked *asked);

/* Look for this (NULL: any failure) in every way; `random` draws some of them.  Disagreements are
 * printed and counted. */
void asked_compare(Asked *asked, const Verdict *find, Random *random);

#endif
