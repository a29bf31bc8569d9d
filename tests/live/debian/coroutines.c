#include <pcl.h>

#include <assert.h>
#include <pthread.h>

enum { THREADS = 2, TURNS = 2, STACK = 16384 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int sum;

static void add(void *amount)
{
    for (int turn = 0; turn < TURNS; turn++) {
        pthread_mutex_lock(&lock);
        sum += *(int *)amount;
        pthread_mutex_unlock(&lock);
        co_resume();
    }
}

static void *work(void *unused)
{
    int one = 1, ten = 10;
    int fine = co_thread_init();
    assert(fine == 0);
    coroutine_t a = co_create(add, &one, NULL, STACK), b = co_create(add, &ten, NULL, STACK);
    for (int turn = 0; turn <= TURNS; turn++) {
        co_call(a);
        co_call(b);
    }
    co_thread_cleanup();
    return unused;
}

int main(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, work, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert(sum == THREADS * TURNS * 11);
    return 0;
}
