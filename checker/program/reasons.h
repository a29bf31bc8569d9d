/* What decides a counterexample, in paragraphs: before its story, and after it. */
#ifndef CHECKER_PROGRAM_REASONS_H
#define CHECKER_PROGRAM_REASONS_H

#include "checker/program/story.h"
#include "checker/scenario/scenario.h"

typedef struct Reasons {
    const Story *story;
    const Variant *variant, *fixed; /* fixed: NULL if there is none */
} Reasons;

/* The window, the point of no return, the pair, the fix. */
void reasons_in_short(const Reasons *reasons);

/* What is wrong at the end: the formula and its values; who waits for what, and why for ever. */
void reasons_of_failure(const Reasons *reasons);

/* The orders that are enough for it. */
void reasons_constraints(const Reasons *reasons);

#endif
