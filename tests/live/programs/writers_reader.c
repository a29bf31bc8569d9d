/* N writers to a cell, and a reader. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#ifndef N
#define N 2
#endif

static atomic_int x;

static void *act(void *number)
{
    int i = (int)(intptr_t)number;
    if (i == N) atomic_load(&x);
    else atomic_store(&x, i + 1);
    return NULL;
}

int main(void)
{
    pthread_t threads[(N + 1)];
    for (intptr_t i = 0; i < (N + 1); i++)
        pthread_create(&threads[i], NULL, act, (void *)i);
    for (int i = 0; i < (N + 1); i++)
        pthread_join(threads[i], NULL);
    return 0;
}
