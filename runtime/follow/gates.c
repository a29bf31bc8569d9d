/* The gates: one mutex, one condition. */
#include "runtime/follow/gates.h"

#include "runtime/follow/compare.h"
#include "runtime/follow/plan.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { NOBODY = 0, PATIENCE = 10 /* seconds */ };

#undef STEP
static const char *const step_names[] = {
#define STEP(name, procedure, reads, writes, source) #name,
#define AWAIT(name, procedure, reads, writes, source) #name,
#include "model/steps.def"
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static const Gate *schedule;
static size_t length, next;

static _Thread_local int self;
static _Thread_local bool under_way; /* schedule[next] is ours, and not finished */
static _Thread_local uint32_t choice;

void gates_follow(const Gate *s, size_t n)
{
    pthread_mutex_lock(&mutex);
    schedule = s;
    length = n;
    pthread_mutex_unlock(&mutex);
}

/* -------- what a plan asks for -------- */

void plan_be(uint32_t m)
{
    self = (int)m;
}

uint32_t plan_choice(uint32_t alternatives)
{
    if (choice < alternatives) return choice;
    fprintf(stderr, "gates: actor %d has %u alternatives, and no number %u\n", self, alternatives,
            choice);
    _exit(1);
}

static _Atomic uint32_t ended;

void plan_program_ended(void)
{
    atomic_fetch_add(&ended, 1);
}

uint32_t gates_ended(void)
{
    return atomic_load(&ended);
}

/* -------- the schedule -------- */

bool gates_all_taken(void)
{
    pthread_mutex_lock(&mutex);
    bool all = schedule && next == length;
    pthread_mutex_unlock(&mutex);
    return all;
}

static void finish_step(void)
{
    if (!under_way) return;
    under_way = false;
    compare_after(next, step_names[schedule[next].step]); /* nobody else is under way */
    next++;
    if (next == length) fprintf(stderr, "gates: all steps were taken\n");
    pthread_cond_broadcast(&changed);
}

/* The place in the schedule where this actor comes next, or its length. */
static size_t own_gate(void)
{
    size_t i = next;
    while (i < length && schedule[i].actor != self)
        i++;
    return i;
}

static _Noreturn void give_up(void)
{
    const Gate *at = &schedule[next];
    fprintf(stderr, "gates: actor %d does not come to %s, step %zu of the schedule\n", at->actor,
            step_names[at->step], next + 1);
    _exit(1);
}

/* Wait until all steps before this one have been taken. */
static void wait_for(size_t gate)
{
    while (next < gate) {
        size_t before = next;
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += PATIENCE;
        if (pthread_cond_timedwait(&changed, &mutex, &until) && next == before) give_up();
    }
}

static void take(size_t gate)
{
    wait_for(gate);
    under_way = true;
    choice = schedule[gate].choice;
    if (gate + 1 == length)
        fprintf(stderr, "gates: the last of %zu steps, %s\n", length,
                step_names[schedule[gate].step]);
}

static void pass(StepId step)
{
    size_t gate = own_gate();
    if (gate == length) {
        wait_for(length);
        return;
    }
    if (schedule[gate].step != step) {
        fprintf(stderr, "gates: actor %d comes to %s, not to %s, step %zu of the schedule\n", self,
                step_names[step], step_names[schedule[gate].step], gate + 1);
        _exit(1);
    }
    take(gate);
}

/* Called by each mark of the runtime, on the stack that is about to take the step. */
void runtime_step(StepId step)
{
    pthread_mutex_lock(&mutex);
    finish_step();
    if (schedule && self != NOBODY && next < length) pass(step);
    pthread_mutex_unlock(&mutex);
}
