/* Drive the real runtime along a schedule of the model: follow/describe TRACE | follow [SECONDS].
 * After the last step it may run free for so long.
 *
 * Exit status: 0 it could be followed to its end, and nobody threw in the moment after it; 1 they
 * part somewhere; 2 no plan.  A throw aborts, after its message. */
#include "runtime/follow/fields.h"
#include "runtime/follow/schedule_file.h"
#include "runtime/os.h"

#include <stdio.h>
#include <stdlib.h>

/* Everybody runs free now: do all programs come to their end? */
static void wait_for_end(const Plan *plan, int seconds)
{
    enum { LOOKS = 100 };
    for (int i = 0; i < seconds * LOOKS && gates_ended() < plan_programs(plan); i++)
        os_usleep(1000000 / LOOKS);
    if (gates_ended() < plan_programs(plan))
        fprintf(stderr, "follow: %u programs do not end\n", plan_programs(plan) - gates_ended());
}

int main(int argc, char **argv)
{
    static Plan plan;
    Schedule schedule = {0};

    schedule_read(&plan, &schedule);
    plan_make(&plan);
    fields_begin();
    gates_follow(schedule.gate, schedule.steps);
    plan_let_go();
    while (!gates_all_taken())
        os_usleep(1000);
    fprintf(stderr, "follow: all %zu steps were taken\n", schedule.steps);
    if (argc > 1) wait_for_end(&plan, atoi(argv[1]));
    return 0;
}
