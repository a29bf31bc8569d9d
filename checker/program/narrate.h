/* A counterexample in words, for somebody who knows what is modelled and not how it is searched. */
#ifndef CHECKER_PROGRAM_NARRATE_H
#define CHECKER_PROGRAM_NARRATE_H

#include "checker/trace/path.h"

typedef struct Look {
    bool color;
    bool hidden; /* show the fields that the subject hides */
} Look;

/* "gc is m3 and runs g3 on p2", a line for each actor of a scheduler's world. */
void narrate_cast(GString *out, const Subject *subject, const uint8_t *state);

/* Who is who and how things stand before the first step. */
void narrate_start(GString *out, const Path *path, Look look);

/* One line for each step, a blank one where another actor takes over, the cycle marked, and, if the
 * goal is given that the path loses, the place where it does.  `goal` may be NULL. */
void narrate_steps(GString *out, const Path *path, const char *goal, Look look);

/* What is wrong at the end of the path, and why. */
void narrate_verdict(GString *out, const Question *question, const Path *path, Verdict verdict,
                     Look look);

/* The failure in one line; the caller frees it with g_free. */
char *narrate_headline(const Path *path, Verdict verdict);

/* All three. */
void narrate(GString *out, const Question *question, const Path *path, Verdict verdict, Look look);

#endif
