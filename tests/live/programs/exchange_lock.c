/* A lock by exchange, N threads, a plain counter inside. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#ifndef N
#define N 2
#endif

static atomic_int lock;
static int c;

static void *enter(void *unused)
{
    while (atomic_exchange(&lock, 1)) {
    }
    c++;
    atomic_store(&lock, 0);
    return unused;
}

int main(void)
{
    pthread_t threads[N];
    for (intptr_t i = 0; i < N; i++)
        pthread_create(&threads[i], NULL, enter, (void *)i);
    for (int i = 0; i < N; i++)
        pthread_join(threads[i], NULL);
    assert(c == N);
    return 0;
}
