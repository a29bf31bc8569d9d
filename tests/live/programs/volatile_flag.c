/* Code from before C11: a volatile flag between two fences announces a plain value.  With volatile
 * accesses as relaxed atomics this is right; as plain accesses it is a race. */
#include <assert.h>
#include <pthread.h>

static int value;
static volatile int ready;

static void *announce(void *unused)
{
    value = 7;
    __sync_synchronize();
    ready = 1;
    return unused;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, 0, announce, 0);
    if (ready) {
        __sync_synchronize();
        assert(value == 7);
    }
    pthread_join(thread, 0);
    return 0;
}
