/* What is called the same in two subjects: actors, steps, fields. */
#ifndef CHECKER_ANALYSIS_NAMESAKE_H
#define CHECKER_ANALYSIS_NAMESAKE_H

#include "checker/subject.h"

#define NAMESAKE_NONE UINT32_MAX

/* Of each actor, step and field of one subject the number of its namesake in the other, or
 * NAMESAKE_NONE. */
typedef struct Namesakes {
    uint32_t *actors, *steps, *fields;
} Namesakes;

/* Clear with namesakes_clear. */
Namesakes namesakes_find(const Subject *of, const Subject *in);
void namesakes_clear(Namesakes *namesakes);

#endif
