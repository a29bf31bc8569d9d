/* Store buffering. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

static atomic_int x, y;
extern int r[2];
int r[2]; /* not static: the stores are to stay */

static void *act(void *number)
{
    int i = (int)(intptr_t)number;
    atomic_store(i ? &y : &x, 1);
    r[i] = atomic_load(i ? &x : &y);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (intptr_t i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, act, (void *)i);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
