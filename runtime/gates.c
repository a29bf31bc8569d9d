/* The gates: one mutex, one condition. */
#include "runtime/gates.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

enum { MOST_ACTORS = 8, NOBODY = 0, PATIENCE = 1 /* seconds */ };

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
static bool abandoned, taken[MOST_ACTORS];

static _Thread_local int self;
static _Thread_local bool under_way; /* script[next] is ours, and not finished */

void gates_open(const Gate *s, size_t n)
{
    pthread_mutex_lock(&mutex);
    script = s;
    length = n;
    pthread_mutex_unlock(&mutex);
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

/* The place in the script where this actor takes this step next, or its length. */
static size_t own_gate(StepId step)
{
    for (size_t i = next; i < length; i++)
        if (script[i].actor == self) return script[i].step == step ? i : length;
    return length;
}

static void give_up(void)
{
    const Gate *at = &script[next];
    fprintf(stderr, "gates: actor %d does not come to %s, step %zu of the script\n", at->actor,
            step_names[at->step], next + 1);
    abandoned = true;
    pthread_cond_broadcast(&changed);
}

/* Returns false if nothing has moved for too long. */
static bool wait_for(size_t gate)
{
    while (next < gate && !abandoned) {
        size_t before = next;
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += PATIENCE;
        if (pthread_cond_timedwait(&changed, &mutex, &until) && next == before) return false;
    }
    return !abandoned;
}

/* Called by each mark of the runtime, on the stack that is about to take the step. */
void runtime_step(StepId step)
{
    pthread_mutex_lock(&mutex);
    if (script && !abandoned) {
        finish_step();
        if (self == NOBODY) become_actor(step);
        size_t gate = self == NOBODY ? length : own_gate(step);
        if (gate < length) {
            under_way = wait_for(gate);
            if (!under_way && !abandoned) give_up();
        }
    }
    pthread_mutex_unlock(&mutex);
}
