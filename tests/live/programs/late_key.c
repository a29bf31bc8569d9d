/* Each thread makes a key of its own, between steps that others may come between: nobody has said
 * anything by it yet, however often the search has been here before. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#ifndef N
#define N 2
#endif

static atomic_int x;

static void *act(void *unused)
{
    pthread_key_t key;
    (void)unused;
    atomic_fetch_add(&x, 1);
    assert(pthread_key_create(&key, NULL) == 0);
    assert(!pthread_getspecific(key));
    assert(pthread_setspecific(key, &x) == 0);
    atomic_fetch_add(&x, 1);
    return NULL;
}

int main(void)
{
    pthread_t threads[N];
    for (int i = 0; i < N; i++)
        pthread_create(&threads[i], NULL, act, NULL);
    for (int i = 0; i < N; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
