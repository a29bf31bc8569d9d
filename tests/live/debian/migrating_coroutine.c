#include <pcl.h>

#include <assert.h>
#include <pthread.h>
#include <stddef.h>

enum { THREADS = 2, TURNS = 2, STACK = 16384 };

/* One coroutine that any thread may run. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static coroutine_t ready;
static int turns;

static void count(void *unused)
{
    (void)unused;
    for (; turns < TURNS; turns++)
        co_resume();
}

static coroutine_t take(void)
{
    pthread_mutex_lock(&lock);
    coroutine_t taken = ready;
    ready = NULL;
    pthread_mutex_unlock(&lock);
    return taken;
}

static void *work(void *unused)
{
    co_thread_init();
    for (int turn = 0; turn < TURNS; turn++) {
        coroutine_t mine = take();
        if (!mine) continue;
        co_call(mine);
        pthread_mutex_lock(&lock);
        ready = mine;
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[THREADS];
    ready = co_create(count, NULL, NULL, STACK);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, work, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
