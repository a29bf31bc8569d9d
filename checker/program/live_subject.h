/* The trace of a real program as a subject and a path of it, to be drawn like any other.
 *
 * A trace says who did what to which object.  There are no states in it, and what a thread does
 * without being a step of its own, such as most unlocking, is not in it.  So the world that is
 * drawn knows little: which thread took a lock last, and whether a condition variable or a
 * semaphore was posted since somebody was woken by it.
 */
#ifndef CHECKER_PROGRAM_LIVE_SUBJECT_H
#define CHECKER_PROGRAM_LIVE_SUBJECT_H

#include "checker/live/live_trace.h"
#include "checker/trace/path.h"

typedef struct LiveSubject LiveSubject;

/* NULL, with *error ready to print, if there are more threads or steps than a subject may have.
 * The trace must outlive it.  Free with live_subject_free. */
LiveSubject *live_subject_new(const LiveTrace *trace, const char *file, GError **error);
void live_subject_free(LiveSubject *live); /* NULL is fine */

/* All steps of the trace, in its order; it belongs to the subject. */
const Path *live_subject_path(const LiveSubject *live);

#endif
