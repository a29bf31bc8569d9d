/* The schedule of a session as a picture (checker/draw/), with what decides a failure once somebody
 * has asked for it. */
#ifndef CHECKER_INTERACTIVE_SESSION_PICTURE_H
#define CHECKER_INTERACTIVE_SESSION_PICTURE_H

#include "checker/interactive/opening.h"

enum { SESSION_PICTURE_MOST = 1500 }; /* longer schedules are not drawn */

/* As the value of `key`: the whole schedule, steps that were taken back included; null if it is too
 * long.  Of critical steps those of the failure that was decided last, as long as the schedule
 * still begins so. */
void session_picture_json(GString *out, const char *key, const Opening *opening);

/* Find the critical steps of what is wrong here, within the limits.  Something must be wrong. */
void session_picture_decide(Opening *opening);

#endif
