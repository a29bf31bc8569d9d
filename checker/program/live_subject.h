/* An execution of a real program as a subject and a path of it, to be drawn and told like any
 * other.
 *
 * A trace says who did what to which object.  There are no states in it, and what a thread does
 * without being a step of its own, such as most unlocking, is not in it.  So its world knows
 * little: which thread took a lock last, and whether a condition variable or a semaphore was posted
 * since somebody was woken by it.  An execution that was just run also has what each cell held at
 * each step that accessed it, and which steps read and wrote.  Plain accesses are no steps: what
 * one changes seems to come with the last step before that accessed the cell.
 */
#ifndef CHECKER_PROGRAM_LIVE_SUBJECT_H
#define CHECKER_PROGRAM_LIVE_SUBJECT_H

#include "checker/program/live_lines.h"
#include "checker/trace/path.h"

typedef struct LiveSubject LiveSubject;

/* NULL, with *error ready to print, if there are more threads or steps than a subject may have.
 * The lines must outlive it.  Free with live_subject_free. */
LiveSubject *live_subject_new(const GArray *lines, const char *file, GError **error);
void live_subject_free(LiveSubject *live); /* NULL is fine */

/* All steps, in their order; it belongs to the subject. */
const Path *live_subject_path(const LiveSubject *live);

#endif
