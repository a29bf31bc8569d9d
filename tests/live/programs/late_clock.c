/* An execution that fails, and another one in which the search learns that time matters: it begins
 * anew. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>

static atomic_int flag, other;

static void *look(void *unused)
{
    atomic_store(&other, 1);
    assert(atomic_load(&flag));
    return unused;
}

static void *set(void *unused)
{
    struct timespec now;
    atomic_store(&flag, 1);
    clock_gettime(CLOCK_REALTIME, &now);
    return unused;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, look, NULL);
    pthread_create(&threads[1], NULL, set, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
