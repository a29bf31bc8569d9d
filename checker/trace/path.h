/* A path: a schedule that is being executed, one named step after the other.
 *
 * The search speaks of moves by number; people and trace files speak of "m3's second STW_STOP_P".
 * A path is where the two meet.  It holds the current state only; path_walk shows the others by
 * executing again, so that a path of a million steps is a million small records.
 */
#ifndef CHECKER_TRACE_PATH_H
#define CHECKER_TRACE_PATH_H

#include "checker/search/search.h"

#include <glib.h>

/* One step on the way. */
typedef struct PathStep {
    Move move;
    uint32_t occurrence; /* it is the actor's k-th time at this step, from 1 */
    uint32_t choices;    /* how many alternatives it had */
    uint32_t message;    /* with THREW: index into Subject.messages */
    Outcome outcome;
} PathStep;

typedef struct Path {
    const Subject *subject;
    uint32_t initial; /* which initial state */
    uint32_t cycle;   /* as Schedule.cycle; G_MAXUINT32 if there is none */
    uint32_t lost;    /* before this step a goal is lost; G_MAXUINT32 if it is not, or at the end */
    GArray *steps;    /* of PathStep */
    uint8_t *state;   /* where the path ends */
    uint32_t *seen;   /* how often each actor took each step: [actor * step_count + step] */
} Path;

/* A path of no steps.  `initial` must be one of the subject's.  Free with path_free. */
Path *path_new(const Subject *subject, uint32_t initial);
void path_free(Path *path); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Path, path_free)

/* Execute a schedule that a search of the same subject produced.  A move that does not fit means
 * that the subject is not deterministic: aborts, and says so. */
Path *path_of_schedule(const Subject *subject, const Schedule *schedule);

/* The same way as a schedule; the caller frees it with schedule_free. */
Schedule path_schedule(const Path *path);

static inline uint32_t path_length(const Path *path)
{
    return path->steps->len;
}
static inline const PathStep *path_step(const Path *path, uint32_t index)
{
    return &g_array_index(path->steps, PathStep, index);
}

/* What would happen if `actor` moved now, with this choice?  The path stays as it is.  A choice
 * that the step does not have is not tried: then ret->choices <= choice, and the answer is BLOCKED
 * or RAN as for choice 0. */
Outcome path_try(const Path *path, uint16_t actor, uint16_t choice, PathStep *ret);

/* Move.  Answers what path_try does, and appends the step unless it is BLOCKED or there is no such
 * choice. */
Outcome path_take(Path *path, uint16_t actor, uint16_t choice, PathStep *ret);

/* Forget all but the first `length` steps. */
void path_cut(Path *path, uint32_t length);

/* Called for each step in turn; the states are valid during the call. */
typedef void PathVisitor(void *data, uint32_t index, const PathStep *step, const uint8_t *before,
                         const uint8_t *after);
void path_walk(const Path *path, PathVisitor *visit, void *data);

#endif
