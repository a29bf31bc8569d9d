/* Drive the real runtime along a schedule of the model: follow/describe TRACE | follow.
 *
 * Exit status: 0 it could be followed to its end, and nobody threw in the moment after it; 1 they
 * part somewhere; 2 no plan.  A throw aborts, after its message. */
#include "runtime/follow/plan.h"
#include "runtime/os.h"

#include <stdio.h>

int main(void)
{
    static Plan plan;

    plan_read(&plan);
    plan_start(&plan);
    while (!gates_all_taken())
        os_usleep(1000);
    fprintf(stderr, "follow: all %zu steps were taken\n", plan.steps);
    return 0;
}
