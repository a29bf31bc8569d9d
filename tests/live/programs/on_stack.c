/* What threads share lies on the first one's stack: a mutex, a counter that each increments without
 * it, and what each has seen under it. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

enum { THREADS = 3 };

typedef struct Shared {
    pthread_mutex_t mutex;
    atomic_int counter;
    int entered;
    char log[THREADS + 1];
} Shared;

typedef struct Job {
    Shared *shared;
    char name;
} Job;

static void *work(void *data)
{
    const Job *job = data;
    Shared *shared = job->shared;
    int before = atomic_load(&shared->counter);
    atomic_store(&shared->counter, before + 1);
    char text[2] = {job->name};
    pthread_mutex_lock(&shared->mutex);
    shared->entered++;
    strcat(shared->log, text);
    pthread_mutex_unlock(&shared->mutex);
    return NULL;
}

int main(void)
{
    Shared shared = {.mutex = PTHREAD_MUTEX_INITIALIZER};
    Job jobs[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        jobs[i] = (Job){&shared, (char)('a' + i)};
        pthread_create(&threads[i], NULL, work, &jobs[i]);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert(shared.entered == THREADS && strlen(shared.log) == THREADS);
    for (int i = 0; i < THREADS; i++)
        assert(strchr(shared.log, 'a' + i));
    int counter = atomic_load(&shared.counter);
    assert(counter >= 1 && counter <= THREADS);
    return 0;
}
