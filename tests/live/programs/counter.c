/* N threads increment with a load and a store: updates get lost. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#ifndef N
#define N 3
#endif

static atomic_int c;

static void *increment(void *unused)
{
    int v = atomic_load_explicit(&c, memory_order_relaxed);
    atomic_store_explicit(&c, v + 1, memory_order_relaxed);
    return unused;
}

int main(void)
{
    pthread_t threads[N];
    for (intptr_t i = 0; i < N; i++)
        pthread_create(&threads[i], NULL, increment, (void *)i);
    for (int i = 0; i < N; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
