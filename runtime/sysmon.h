/* What sysmon remembers of a P from one look to the next. */
#ifndef RUNTIME_SYSMON_H
#define RUNTIME_SYSMON_H

#include "runtime/world.h"

typedef struct Seen {
    uint32_t syscalltick, schedtick;
    int64_t syscallwhen, schedwhen; /* since when it has been so */
} Seen;

/* One look at every P; seen has one entry for each.  Returns whether a P was taken from a system
 * call. */
bool retake(Seen *seen, int64_t now);

#endif
