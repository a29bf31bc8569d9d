/* What sysmon remembers of a P from one look to the next. */
#ifndef RUNTIME_SYSMON_H
#define RUNTIME_SYSMON_H

#include "runtime/world.h"

typedef struct Seen {
    uint32_t syscalltick, schedtick;
    int64_t syscallwhen, schedwhen; /* since when it has been so */
} Seen;

enum { TIME_SLICE = 10000000 }; /* ns that a goroutine has before it is asked to give way */

/* Has this P run the same goroutine, or been in the same system call, for long enough?  Called at
 * each look. */
bool long_enough(P *p, Seen *seen, uint32_t status, int64_t now);
/* If the world is stopped: until it is not. */
void sleep_through_stop(void);
/* One look at every P; seen has one entry for each.  Returns whether a P was taken from a system
 * call. */
bool retake(Seen *seen, int64_t now);

#endif
