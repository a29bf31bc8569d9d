/* What `follow` reads: a plan, a schedule of the model, and the model's fields after each step, as
 * checker/live/plan_words.h writes them. */
#ifndef RUNTIME_FOLLOW_SCHEDULE_FILE_H
#define RUNTIME_FOLLOW_SCHEDULE_FILE_H

#include "runtime/follow/gates.h"
#include "runtime/follow/plan.h"

typedef struct Schedule {
    Gate *gate;
    size_t steps;
} Schedule;

/* Read both from standard input; ends the program if that is not what is there. */
void schedule_read(Plan *plan, Schedule *schedule);

#endif
