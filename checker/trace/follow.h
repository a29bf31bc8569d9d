/* Follow a trace on a subject that may have changed since: by names, never by numbers. */
#ifndef CHECKER_TRACE_FOLLOW_H
#define CHECKER_TRACE_FOLLOW_H

#include "checker/trace/trace.h"

typedef enum Obstacle {
    OBSTACLE_NONE,
    OBSTACLE_INITIAL,   /* the subject has no such initial state */
    OBSTACLE_ACTOR,     /* no actor of this name */
    OBSTACLE_STEP,      /* the subject declares no step of this name any more */
    OBSTACLE_ELSEWHERE, /* the actor is at another step, or there for another time */
    OBSTACLE_BLOCKED,   /* the actor is at the step, and its guard is false */
    OBSTACLE_CHOICE     /* the step has fewer alternatives here */
} Obstacle;

typedef struct Following {
    Path *path; /* as far as it could be followed; NULL only with OBSTACLE_INITIAL */
    Obstacle obstacle;
    uint32_t at;      /* with an obstacle: the index of the first step that cannot be taken */
    PathStep instead; /* what the actor would do instead; not with OBSTACLE_ACTOR and _STEP */
    GPtrArray *notes; /* sentences: steps put in, steps that change something else now */
} Following;

/* Where the trace's own steps no longer lead from one to the next, and the subject's step table is
 * not the one the trace was made with, up to eight steps that the trace does not know at all are
 * taken in between.  A step that throws ends the path.  Free with following_clear. */
Following follow(const Trace *trace, const Subject *subject);
void following_clear(Following *following);

/* "infeasible from step 12: m1 is at ..., whose guard "..." is false", and what the guard reads.
 * Several lines, the first one complete by itself.  The caller frees it with g_free. */
char *following_obstacle(const Following *following, const Trace *trace, const Subject *subject);

/* What has changed in the step table since the trace was made (step_table.h), and whether the trace
 * can be followed nevertheless; NULL if nothing has.  The caller frees it with g_free. */
char *following_table_note(const Following *following, const Trace *trace, const Subject *subject);

#endif
