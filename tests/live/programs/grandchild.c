/* Main creates two threads, and the first creates one; which is not to be there first.  Whose
 * number is the higher one depends on the order. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int before_second, grandchildren;

static void *idle(void *unused)
{
    return unused;
}

static void *grandchild(void *unused)
{
    atomic_fetch_add(&grandchildren, 1);
    return unused;
}

static void *child(void *unused)
{
    pthread_t thread;
    atomic_load(&before_second);
    pthread_create(&thread, NULL, grandchild, NULL);
    pthread_join(thread, NULL);
    return unused;
}

int main(void)
{
    pthread_t first, second;
    pthread_create(&first, NULL, child, NULL);
    atomic_store(&before_second, 1);
    assert(atomic_load(&grandchildren) == 0);
    pthread_create(&second, NULL, idle, NULL);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return 0;
}
