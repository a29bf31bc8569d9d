/* A coroutine on a stack that it nearly fills, with something else below. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <ucontext.h>

static struct {
    unsigned char below[4096];
    _Alignas(16) unsigned char stack[4096];
} memory;
static ucontext_t before, coroutine;
static atomic_int cell;

static void store_twice(void)
{
    volatile char much[3000];
    much[0] = much[2999] = 1;
    atomic_store(&cell, 1);
    atomic_store(&cell, 2);
}

static void *store(void *unused)
{
    atomic_store(&cell, 3);
    return unused;
}

int main(void)
{
    pthread_t thread;
    memset(memory.below, 0x55, sizeof memory.below);
    pthread_create(&thread, NULL, store, NULL);
    getcontext(&coroutine);
    coroutine.uc_stack.ss_sp = memory.stack;
    coroutine.uc_stack.ss_size = sizeof memory.stack;
    coroutine.uc_link = &before;
    makecontext(&coroutine, store_twice, 0);
    swapcontext(&before, &coroutine);
    pthread_join(thread, NULL);
    for (size_t i = 0; i < sizeof memory.below; i++)
        assert(memory.below[i] == 0x55);
    return 0;
}
