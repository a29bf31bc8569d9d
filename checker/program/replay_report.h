/* What became of a trace that was followed again, for machines. */
#ifndef CHECKER_PROGRAM_REPLAY_REPORT_H
#define CHECKER_PROGRAM_REPLAY_REPORT_H

#include "checker/program/traced.h"

#include <stdio.h>

/* How a trace can end, in the words of the JSON key `answer`. */
typedef enum ReplayAnswer {
    REPLAY_SAME,       /* it fails the same way */
    REPLAY_DIFFERENT,  /* it fails, but otherwise */
    REPLAY_PASSES,     /* nothing is wrong where it ends */
    REPLAY_INFEASIBLE, /* a step cannot be taken any more */
    REPLAY_UNDECIDED   /* a limit was in the way */
} ReplayAnswer;

typedef struct Replayed {
    const Traced *traced;
    ReplayAnswer answer;
    const char *sentence;   /* "fails the same way: violates: counts" */
    bool has_verdict;       /* it could be followed to its end */
    Verdict verdict;        /* what is found there */
    const GPtrArray *notes; /* of char * */
    const Path *path;       /* as far as it goes; NULL if it cannot even begin */
} Replayed;

/* One line: an object as docs/schemas/replay.schema.json describes it. */
void replay_json(FILE *out, const Replayed *replayed);

/* Apalache's Informal Trace Format (docs/traces.md): every state on the way, and in its `#meta` the
 * step that led to it, which ITF has no place for.  Fields that the subject hides are left out
 * unless `hidden`. */
void replay_itf(FILE *out, const Replayed *replayed, bool hidden);

#endif
