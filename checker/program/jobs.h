/* Searches side by side, each in a process of its own.
 *
 * Of its own, because then its peak memory is a figure of one search, and what one leaves behind is
 * no burden for the next.  What is searched was read before, so it is the same bytes in every
 * process; what comes back is a Result.  Nobody can tell from the results how many ran at a time.
 */
#ifndef CHECKER_PROGRAM_JOBS_H
#define CHECKER_PROGRAM_JOBS_H

#include "checker/search/search.h"

#include <stdbool.h>

typedef struct JobSearch {
    const char *name; /* for complaints */
    const Question *question;
    const SearchOptions *options; /* as it would be searched alone; `interrupted` lies in memory
                                   * that the processes share, `progress` is left alone */
    bool minimise;                /* what it finds (shorten.h) */
} JobSearch;

typedef struct JobsPlan {
    uint32_t count;
    const JobSearch *searches;
    uint32_t jobs;       /* at most so many at a time, at least 1 */
    uint32_t processors; /* that all of them may use together */
    bool share; /* a search takes for its workers what processors are idle; otherwise as many
                 * as its options say */
    const volatile int *interrupted; /* begin no more */
    /* Called in the order of the searches; the result is the callee's. */
    void (*done)(void *data, uint32_t index, Result result);
    /* Figures of one of the `under_way` searches; `is_next`: its result is the one waited for. */
    void (*progress)(void *data, uint32_t index, bool is_next, uint32_t under_way,
                     const Statistics *so_far);
    void *data;
} JobsPlan;

typedef enum JobsEnd {
    JOBS_DONE,
    JOBS_INTERRUPTED, /* some were not begun */
    JOBS_BROKEN /* a search did not come to an end by itself; its name was printed.  Those before
                 * it are done, those after it are not */
} JobsEnd;

/* Search them all.
 *
 * Each may use its share of the memory that its options allow.  One that needs more is searched
 * again when it is alone, with all of it: so together they stay within the limit, and the answer is
 * the one it would have had alone. */
JobsEnd jobs_run(const JobsPlan *plan);

#endif
