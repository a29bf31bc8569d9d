/* The steps of a counterexample as a story: grouped into runs of one actor, each with the function
 * it is in, what it read and changed, and who had written that. */
#ifndef CHECKER_PROGRAM_STORY_H
#define CHECKER_PROGRAM_STORY_H

#include "checker/analysis/insight.h"
#include "checker/analysis/marks.h"
#include "checker/program/page.h"

typedef struct Story {
    Page *page;
    const Path *path;
    const Insight *insight;
    const Marks *marks;
    const char *fixed; /* the name of the variant that the path is compared with, or NULL */
    bool hidden;       /* show the fields that the subject hides */
} Story;

/* All steps. */
void story_tell(const Story *story);

/* "sched.gcwaiting = true", then who made it so if that was not `actor`: added to the page's
 * paragraph.  `before` is the number of the event that looks. */
void story_add_equation(const Story *story, const Field *field, const uint8_t *state,
                        uint32_t before, uint16_t actor);

#endif
