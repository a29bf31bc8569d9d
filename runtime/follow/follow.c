/* Drive the real runtime along a schedule of the model: follow/describe TRACE | follow.
 *
 * Exit status: 0 it could be followed to its end, and nobody threw in the moment after it; 1 they
 * part somewhere; 2 no plan.  A throw aborts, after its message. */
#include "runtime/follow/schedule_file.h"
#include "runtime/os.h"

#include <stdio.h>

int main(void)
{
    static Plan plan;
    Schedule schedule = {0};

    schedule_read(&plan, &schedule);
    plan_make(&plan);
    gates_follow(schedule.gate, schedule.steps);
    plan_let_go();
    while (!gates_all_taken())
        os_usleep(1000);
    fprintf(stderr, "follow: all %zu steps were taken\n", schedule.steps);
    return 0;
}
