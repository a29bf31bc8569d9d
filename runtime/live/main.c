/* The runtime in a small fixed world, under the controlled scheduler:
 *
 *   checker live -- runtime-live WORDS         the words of a plan: describe SCENARIO VARIANT
 *   checker live -- runtime-live WORDS one-m   that two Ms run one G is a failure by itself
 *   runtime-live WORDS STEPS                   for `checker conform`: tell each step, up to so many
 *
 * The execution is over when everybody has come to the end of his program, or stays where he is for
 * ever.  If that cannot be any more it is a deadlock or a livelock. */
#include "checker/live/program.h"
#include "runtime/atomic.h"
#include "runtime/follow/fields.h"
#include "runtime/follow/plan.h"
#include "runtime/live/telling.h"
#include "runtime/os.h"

#include <stdlib.h>
#include <string.h>

static Plan plan;
static _Atomic uint32_t to_end;
static sem_t ended;

/* -------- what is left to chance is left to the schedule -------- */

typedef struct Die {
    uint32_t alternatives;
    _Atomic uint32_t shows;
} Die;

static void *roll(void *d)
{
    Die *die = d;
    for (uint32_t i = 1; i < die->alternatives; i++)
        store(&die->shows, i);
    return NULL;
}

/* A thread that counts, and may have come as far as anywhere when we look. */
uint32_t plan_choice(uint32_t alternatives)
{
    pthread_t thread;

    if (telling()) return telling_choice(alternatives);
    if (alternatives < 2) return 0;
    Die *die = malloc(sizeof *die);
    if (!die) checker_fail("out of memory", "");
    *die = (Die){.alternatives = alternatives};
    if (pthread_create(&thread, NULL, roll, die)) checker_fail("pthread_create failed", "");
    pthread_detach(thread);
    return load(&die->shows);
}

/* -------- the end -------- */

void plan_program_ended(void)
{
    if (xadd(&to_end, (uint32_t)-1) == 0) sem_post(&ended);
}

static void tell_steps(const char *most)
{
    fields_begin();
    telling_begin(&plan, (uint32_t)atoi(most));
}

int main(int argc, char **argv)
{
    if (argc < 2 || !plan_parse(&plan, argv[1])) checker_fail("these are no words of a plan", "");
    to_end = plan_programs(&plan);
    plan_make(&plan);
    if (argc > 2 && !strcmp(argv[2], "one-m")) one_m_wanted = true;
    else if (argc > 2) tell_steps(argv[2]);
    plan_let_go();
    if (telling()) return 0;                    /* the others go on, and may wait for ever */
    if (plan_programs(&plan)) sem_wait(&ended); /* if nobody need end, everybody may wait */
    return 0;
}
