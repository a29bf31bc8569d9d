/* What handing over from one thread to another costs: the switch of checker live, glibc's
 * swapcontext, and two threads of the kernel that hand over a baton. */
#include "checker/live/runtime/thread.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <time.h>
#include <ucontext.h>

enum { FIBER_SWITCHES = 100000000, CONTEXT_SWITCHES = 1000000, BATONS = 200000 };

static char stack[65536] __attribute__((aligned(16)));
static void *here, *there;
static ucontext_t context_here, context_there;
static sem_t batons[2];

static double now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void report(const char *what, double seconds, double count)
{
    printf("%-32s %8.1f ns\n", what, seconds / count * 1e9);
}

static void fiber(void)
{
    for (;;)
        fiber_switch(&there, here);
}

static void measure_fibers(void)
{
    uint64_t *top = (uint64_t *)(stack + sizeof stack) - 3;
    top[0] = (uint64_t)fiber;
    there = top;
    double started = now(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < FIBER_SWITCHES / 2; i++)
        fiber_switch(&here, there);
    report("fiber switch", now(CLOCK_PROCESS_CPUTIME_ID) - started, FIBER_SWITCHES);
}

static void coroutine(void)
{
    for (;;)
        swapcontext(&context_there, &context_here);
}

static void measure_contexts(void)
{
    getcontext(&context_there);
    context_there.uc_stack.ss_sp = stack;
    context_there.uc_stack.ss_size = sizeof stack;
    makecontext(&context_there, coroutine, 0);
    double started = now(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < CONTEXT_SWITCHES / 2; i++)
        swapcontext(&context_here, &context_there);
    report("swapcontext", now(CLOCK_PROCESS_CPUTIME_ID) - started, CONTEXT_SWITCHES);
}

static void *runner(void *unused)
{
    for (int i = 0; i < BATONS / 2; i++) {
        sem_wait(&batons[0]);
        sem_post(&batons[1]);
    }
    return unused;
}

static void measure_batons(void)
{
    pthread_t thread;
    sem_init(&batons[0], 0, 0);
    sem_init(&batons[1], 0, 0);
    pthread_create(&thread, NULL, runner, NULL);
    double started = now(CLOCK_MONOTONIC);
    for (int i = 0; i < BATONS / 2; i++) {
        sem_post(&batons[0]);
        sem_wait(&batons[1]);
    }
    report("baton between kernel threads", now(CLOCK_MONOTONIC) - started, BATONS);
    pthread_join(thread, NULL);
}

int main(void)
{
    measure_fibers();
    measure_contexts();
    measure_batons();
    return 0;
}
