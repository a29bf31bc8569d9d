/* What decides a counterexample, in paragraphs: before its story, and after it. */
#ifndef CHECKER_PROGRAM_REASONS_H
#define CHECKER_PROGRAM_REASONS_H

#include "checker/program/story.h"
#include "checker/scenario/scenario.h"

typedef struct Reasons {
    const Story *story;
    const Variant *variant, *fixed; /* NULL if there is none */
} Reasons;

/* reasons.c: the failure in one line, and how long it takes. */
void reasons_headline(const Reasons *reasons, const char *text);

/* The window, the point of no return, the pair, the fix. */
void reasons_in_short(const Reasons *reasons);
/* Only what is known of real programs, too: what is not so any more, the point of no return, the
 * pair. */
void reasons_turning(const Reasons *reasons);

/* reasons_why.c: what is wrong at the end: the formula and its values; who waits for what, and why
 * for ever. */
void reasons_of_failure(const Reasons *reasons);

/* The orders that are enough for it. */
void reasons_constraints(const Reasons *reasons);

/* -------- for those who write paragraphs -------- */

/* How the items of a list begin. */
#define REASONS_ITEM "  * "
#define REASONS_REST "    "

static inline Page *reasons_page(const Reasons *reasons)
{
    return reasons->story->page;
}

static inline const Insight *reasons_insight(const Reasons *reasons)
{
    return reasons->story->insight;
}

static inline const SubjectStep *reasons_step(const Reasons *reasons, uint32_t index)
{
    const Path *path = reasons->story->path;
    return &path->subject->steps[path_step(path, index)->move.step];
}

static inline const char *reasons_actor(const Reasons *reasons, uint32_t index)
{
    const Path *path = reasons->story->path;
    return path->subject->actors[path_step(path, index)->move.actor];
}

#endif
