/* What the search should answer, from the naive graph; and whether a schedule shows what it is said
 * to show. */
#ifndef TESTS_ORACLE_NAIVE_ANSWER_H
#define TESTS_ORACLE_NAIVE_ANSWER_H

#include "tests/oracle/naive.h"

typedef struct NaiveAnswer {
    /* The fewest steps to a wanted failure that a run meets by itself (a violation, a throw, a
     * deadlock), NAIVE_NEVER if there is none... */
    uint32_t failure_at;
    Verdict otherwise; /* ...then this is the verdict */
    uint32_t shortest; /* of a lost CHECK_REACHABLE: the fewest steps to a stuck state; else
                        * NAIVE_NEVER */
    uint64_t others;   /* then, failures that are not wanted (Statistics.other) */
} NaiveAnswer;

/* `question` is the one that the graph was made for; its `find` may be another one. */
NaiveAnswer naive_answer(const NaiveGraph *graph, const Question *question);

/* Why a schedule does not show this verdict, which is not that it holds; NULL if it does. */
const char *naive_objection(const NaiveGraph *graph, const Question *question,
                            const Schedule *schedule, Verdict verdict);

#endif
