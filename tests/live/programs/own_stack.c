/* A thread waits on a stack that the program has made itself: for a flag, looking on and on; with
 * ASK it stores its request anew each time, as one does who is not sure to be heard; with NOBODY
 * nobody sets the flag.  Where it waits must make no difference: with PLAIN it is the thread's own
 * stack. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <ucontext.h>

enum { SIZE = 32768 };

static atomic_int flag, request;
static ucontext_t before, waiting;

static void wait_for_flag(void)
{
    while (!atomic_load(&flag)) {
#ifdef ASK
        atomic_store(&request, 1);
#endif
    }
}

static void *waiter(void *unused)
{
    (void)unused;
#ifdef PLAIN
    wait_for_flag();
#else
    getcontext(&waiting);
    waiting.uc_stack.ss_sp = malloc(SIZE);
    waiting.uc_stack.ss_size = SIZE;
    waiting.uc_link = &before;
    makecontext(&waiting, wait_for_flag, 0);
    swapcontext(&before, &waiting);
    free(waiting.uc_stack.ss_sp);
#endif
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, waiter, NULL);
    (void)atomic_load(&request);
#ifndef NOBODY
    atomic_store(&flag, 1);
#endif
    pthread_join(thread, NULL);
    return 0;
}
