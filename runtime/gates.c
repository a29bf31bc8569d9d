/* The gates: one mutex, one condition. */
#include "runtime/gates.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ACTORS = 16, NOBODY = 0, PATIENCE = 1 /* seconds */ };

#undef STEP
static const char *const step_names[] = {
#define STEP(name, procedure, reads, writes, source) #name,
#define AWAIT(name, procedure, reads, writes, source) #name,
#include "model/steps.def"
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static const Gate *script;
static size_t length, next;
static bool strict, abandoned, taken[MOST_ACTORS];

static _Thread_local int self;
static _Thread_local bool under_way; /* script[next] is ours, and not finished */
static _Thread_local uint32_t choice;

static void begin(const Gate *s, size_t n, bool step_by_step)
{
    pthread_mutex_lock(&mutex);
    script = s;
    length = n;
    strict = step_by_step;
    pthread_mutex_unlock(&mutex);
}

void gates_open(const Gate *s, size_t n)
{
    begin(s, n, false);
}

void gates_follow(const Gate *s, size_t n)
{
    begin(s, n, true);
}

uint32_t gates_choice(void)
{
    return choice;
}

void gates_be(int actor)
{
    pthread_mutex_lock(&mutex);
    self = actor;
    taken[actor] = true;
    pthread_mutex_unlock(&mutex);
}

bool gates_all_taken(void)
{
    pthread_mutex_lock(&mutex);
    bool all = script && next == length;
    pthread_mutex_unlock(&mutex);
    return all;
}

bool gates_abandoned(void)
{
    pthread_mutex_lock(&mutex);
    bool given_up = abandoned;
    pthread_mutex_unlock(&mutex);
    return given_up;
}

static void finish_step(void)
{
    if (!under_way) return;
    under_way = false;
    next++;
    pthread_cond_broadcast(&changed);
}

/* Which actor nobody is yet begins with this step? */
static void become_actor(StepId step)
{
    bool seen[MOST_ACTORS] = {false};
    for (size_t i = next; i < length && self == NOBODY; i++) {
        int actor = script[i].actor;
        if (!seen[actor] && !taken[actor] && script[i].step == step) self = actor;
        seen[actor] = true;
    }
    taken[self] = self != NOBODY;
}

/* The place in the script where this actor comes next, or its length. */
static size_t own_gate(void)
{
    size_t i = next;
    while (i < length && script[i].actor != self)
        i++;
    return i;
}

static void give_up(void)
{
    const Gate *at = &script[next];
    fprintf(stderr, "gates: actor %d does not come to %s, step %zu of the script\n", at->actor,
            step_names[at->step], next + 1);
    if (strict) _exit(1);
    abandoned = true;
    pthread_cond_broadcast(&changed);
}

/* Wait until all steps before this one have been taken; false if nobody takes them. */
static bool wait_for(size_t gate)
{
    while (next < gate && !abandoned) {
        size_t before = next;
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += PATIENCE;
        if (pthread_cond_timedwait(&changed, &mutex, &until) && next == before && !abandoned)
            give_up();
    }
    return !abandoned;
}

static void take(size_t gate)
{
    if (!wait_for(gate)) return;
    under_way = true;
    choice = script[gate].choice;
    if (strict && gate + 1 == length)
        fprintf(stderr, "gates: the last of %zu steps, %s\n", length,
                step_names[script[gate].step]);
}

/* As far as it matters. */
static void pass(StepId step)
{
    if (self == NOBODY) become_actor(step);
    size_t gate = self == NOBODY ? length : own_gate();
    if (gate < length && script[gate].step == step) take(gate);
}

/* Step by step.  An actor whose steps are over is not let go before the end. */
static void pass_in_order(StepId step)
{
    if (self == NOBODY || next == length) return;
    size_t gate = own_gate();
    if (gate == length) {
        wait_for(length);
        return;
    }
    if (script[gate].step != step) {
        fprintf(stderr, "gates: actor %d comes to %s, not to %s, step %zu of the script\n", self,
                step_names[step], step_names[script[gate].step], gate + 1);
        _exit(1);
    }
    take(gate);
}

/* Called by each mark of the runtime, on the stack that is about to take the step. */
void runtime_step(StepId step)
{
    pthread_mutex_lock(&mutex);
    if (script && !abandoned) {
        finish_step();
        if (strict) pass_in_order(step);
        else pass(step);
    }
    pthread_mutex_unlock(&mutex);
}
